import Contract
import Scheduling
import Testing

@testable import SchedulerService

@Suite struct ContextCacheTests {
    private func task(_ ordinal: UInt32) -> TaskID { TaskID(job: JobID(rawValue: 1), ordinal: ordinal) }

    private func context(_ bytes: Int) -> V1.TaskContext {
        V1.TaskContext(inputs: [V1.TaskInput(data: [UInt8](repeating: 7, count: bytes))])
    }

    @Test func aContextIsMadeOnceForItsTask() throws {
        var cache = ContextCache()
        var made = 0
        for _ in 0..<3 {
            for ordinal in 0..<4 as Range<UInt32> {
                let found = try cache.find(task(ordinal)) {
                    made += 1
                    return context(Int(ordinal) + 1)
                }
                #expect(found == context(Int(ordinal) + 1))
            }
        }
        #expect(made == 4)
    }

    /// Past its bytes it begins anew.
    @Test func itKeepsFourMebibytes() throws {
        var cache = ContextCache()
        var made: [UInt32] = []
        for ordinal in [0, 1, 2, 3, 0, 4, 0] as [UInt32] {
            _ = try cache.find(task(ordinal)) {
                made.append(ordinal)
                return context(1_000_000)
            }
        }
        #expect(made == [0, 1, 2, 3, 4, 0])
    }

    @Test func whatCannotBeMadeIsNotKept() throws {
        var cache = ContextCache()
        #expect(throws: CodecError.self) {
            try cache.find(task(0)) { () throws(CodecError) in throw CodecError(.tooLarge) }
        }
        #expect(try cache.find(task(0)) { context(1) } == context(1))
    }
}
