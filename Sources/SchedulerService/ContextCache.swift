import Contract
import Scheduling

/// What tasks were given by those before them, decoded once for many leases. It stays as it is as long as a task can
/// be leased: what came before has ended, and ids are never reused.
package struct ContextCache {
    private static let mostBytes = 4 << 20

    private var contexts: [TaskID: V1.TaskContext] = [:]
    private var bytes = 0

    package init() {}

    mutating func find(
        _ task: TaskID, orMake make: () throws(CodecError) -> V1.TaskContext
    ) throws(CodecError) -> V1.TaskContext {
        if let context = contexts[task] { return context }
        let context = try make()
        let size = 256 + context.largestSize
        // All at once, and without order: it is about the leases of the next second.
        if bytes + size > Self.mostBytes {
            contexts.removeAll()
            bytes = 0
        }
        contexts[task] = context
        bytes += size
        return context
    }
}
