import Contract

// Bytes of messages, a little more than they take when encoded: for keeping what goes together within a frame.

extension V1.Job {
    var roughSize: Int { tasks.reduce(256 + name.utf8.count + tenant.utf8.count) { $0 + $1.roughSize } }
}

extension V1.TaskStatus {
    fileprivate var roughSize: Int {
        let names = name.utf8.count + queue.utf8.count + kind.utf8.count
        return outputs.reduce(128 + names + 5 * dependsOn.count) { $0 + $1.roughSize }
    }
}

extension V1.TaskInput {
    var roughSize: Int { 24 + task.utf8.count + data.count }
}

extension V1.DeadLetter {
    var roughSize: Int {
        let names = taskName.utf8.count + queue.utf8.count + kind.utf8.count
        return 96 + names + (failure.map { $0.code.utf8.count + $0.text.utf8.count } ?? 0)
    }
}
