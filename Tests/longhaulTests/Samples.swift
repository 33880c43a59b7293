import Contract

@testable import LonghaulClient

/// Jobs as a client reads them, with what a test is not about filled in.
enum Sample {
    static let id = JobID(rawValue: 1 << 48 | 7)

    static func job(_ state: Job.State, _ tasks: [TaskStatus]) -> Job {
        Job(
            id: id, name: "sample", tenant: "default", priority: 5, state: state, version: 1, submitted: 1000,
            tasks: tasks)
    }

    static func task(
        _ state: TaskStatus.State, ordinal: Int = 0, kind: String = "sleep", queue: String = "default",
        total: UInt64? = 100, done: UInt64 = 0, dead: UInt64 = 0, retrying: UInt64 = 0, cancelled: UInt64 = 0,
        leases: Int = 0, note: TaskNote? = nil, outputs: [TaskOutput] = []
    ) -> TaskStatus {
        TaskStatus(
            ordinal: ordinal, name: "task-\(ordinal)", queue: queue, kind: kind, state: state, dependencies: [],
            total: total, done: done, dead: dead, leased: 0, retrying: retrying, cancelled: cancelled, leases: leases,
            note: note, outputs: outputs)
    }

    static func letter(
        task: Int = 0, item: UInt64? = nil, cause: DeadLetter.Cause = .permanent, code: String = "bad", text: String
    ) -> DeadLetter {
        DeadLetter(
            id: DeadLetterID(rawValue: 1), job: id, task: task, taskName: "task-\(task)", queue: "default",
            kind: "sleep", item: item, cause: cause, attempts: 1, code: code, text: text, died: 2000,
            group: DeadLetterGroupID(rawValue: 9), history: [])
    }

    static func worker(
        kinds: [String], queues: [String] = [], isConnected: Bool = true, isDraining: Bool = false
    ) -> WorkerStatus {
        var worker = WorkerStatus(V1.WorkerStatus())
        worker.kinds = kinds
        worker.queues = queues
        worker.isConnected = isConnected
        worker.isDraining = isDraining
        return worker
    }
}
