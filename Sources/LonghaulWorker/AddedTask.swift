import Contract
public import LonghaulClient

/// A task that an item adds to its job.
public struct AddedTask: Sendable, Hashable {
    /// Its dependencies are places among the tasks that the same item adds, each lower than its own; beside those it
    /// depends on the task that adds it. Its name is unique in the job, and its items are not listed.
    public var task: TaskSpec
    /// Names of tasks that wait for the one that adds this, and are to wait for this one too: what collects the results of
    /// tasks that come into being on the way.
    public var before: [String]

    /// This task, before those of these names.
    public init(_ task: TaskSpec, before: [String] = []) {
        self.task = task
        self.before = before
    }
}

extension V1.AddedTask {
    init(_ added: AddedTask, by item: UInt64) {
        self.init(item: item, task: V1.TaskSpec(added.task), before: added.before)
    }

    /// In a message, with what its numbers and lengths take at most.
    var roughSize: Int {
        guard let task else { return 16 }
        let names = task.name.utf8.count + task.queue.utf8.count + task.kind.utf8.count + task.limitKey.utf8.count
        let before = before.reduce(0) { $0 + 8 + $1.utf8.count }
        return 192 + names + task.payload.count + 5 * task.dependsOn.count + before
    }
}
