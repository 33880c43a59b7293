import Contract

/// Upper bounds of what messages take, encoded, without encoding them.
extension V1.TaskInput {
    /// What an input counts, of the `Limits.inputs` that a task's inputs have together: never less than its encoded
    /// bytes.
    static func cost(name: Int, data: Int) -> Int { Limits.inputOverhead + name + data }

    var cost: Int { Self.cost(name: task.utf8.count, data: data.count) }
}

extension V1.TaskContext {
    var largestSize: Int {
        inputs.reduce(0) { $0 + $1.cost }
            // Nine numbers, and the lengths.
            + dependencies.reduce(0) { $0 + 112 + $1.task.utf8.count }
            + unsetCounts.reduce(0) { $0 + 16 + $1.name.utf8.count }
    }
}

extension V1.Grant {
    /// One that may take more can't be sent: beside it a message holds answers to what the worker said.
    static let limit = Limits.frame / 8 * 7

    var largestSize: Int {
        256 + payload.count + checkpoint.count + 10 * ranges.count + (context?.largestSize ?? 0)
            + items.reduce(0) { $0 + Limits.inputOverhead + $1.count }
    }
}

// A little more than messages take, encoded: for keeping what goes together within a frame.

extension V1.Job {
    var roughSize: Int { tasks.reduce(256 + name.utf8.count + tenant.utf8.count) { $0 + $1.roughSize } }
}

extension V1.TaskStatus {
    fileprivate var roughSize: Int {
        let names = name.utf8.count + queue.utf8.count + kind.utf8.count
        let noteSize = note.map { 8 + $0.code.utf8.count + $0.text.utf8.count } ?? 0
        return outputs.reduce(128 + names + 5 * dependsOn.count + noteSize) { $0 + $1.cost }
    }
}

extension V1.DeadLetter {
    var roughSize: Int {
        let names = taskName.utf8.count + queue.utf8.count + kind.utf8.count
        func size(_ failure: V1.Failure?) -> Int { failure.map { $0.code.utf8.count + $0.text.utf8.count } ?? 0 }
        return history.reduce(112 + names + size(failure)) { $0 + 32 + size($1.failure) }
    }
}
