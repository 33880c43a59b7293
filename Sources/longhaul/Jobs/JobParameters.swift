import Console
import LonghaulClient

/// How a command line describes a job: one task by options, a graph of tasks by a file.
struct JobParameters: ParameterGroup {
    let kind = Option("kind", .text(upTo: 64), help: "which handler does the work")
    let items = Option("items", .integer(in: 1...UInt64(4_000_000_000)), help: "how many items the task has; else one")
    let queue = Option("queue", .text(upTo: 64), help: "where workers take it from; else 'default'")
    let payload = Option("payload", .text(upTo: 65_536), help: "handed to the handler as it is")
    let payloadFile = Option("payload-file", .path, help: "the same from a file of at most 64 KiB; - is standard input")
    let jobName = Option("name", .text(upTo: 128), help: "for people; else the kind")
    let tenant = Option("tenant", .text(upTo: 64), help: "whose work it is; else 'default'")
    let priority = Option("priority", .integer(in: 0...9), help: "higher goes first; else 5")
    let attempts = Option("attempts", .integer(in: 1...1000), help: "tries of each item; else 5")
    let itemsPerLease = Option(
        "items-per-lease", .integer(in: 1...1_000_000_000), help: "at most so many; else a lease lasts a second or two")
    let parallelism = Option("parallelism", .integer(in: 1...1_000_000), help: "leases at once; else no limit")
    let tolerate = Option("tolerate", .tolerance, help: "items that may fail without failing the task; else none")
    let retention = Option("retention", .duration(), help: "how long it can be read after its end; 0s: not at all")
    let delay = Option("delay", .duration(), help: "how long it waits before any of it is handed out")
    let timeLimit = Option(
        "time-limit", .timeLimit,
        help: "after which what has not ended is cancelled; else none")
    let limitKey = Option("limit-key", .text(upTo: 64), help: "whose limits hold beside the queue's; else nobody's")
    let attemptTimeout = Option(
        "attempt-timeout", .upToAWeek,
        help: "an attempt at an item that takes longer has failed; else none")
    let file = Option("file", .path, help: "a job of several tasks, as JSON; - is standard input")

    /// `items`, else as many as the options say. `isDescribed`: by options of the command's own, too.
    func spec(
        _ arguments: Arguments, items: TaskSpec.Items? = nil, isDescribed: Bool = false
    ) throws(CommandFailure) -> JobSpec {
        if let file = arguments[file] {
            guard !isDescribed, !describesTask(arguments) else {
                throw CommandFailure(.usage, "--file stands alone: what the job is like is said in the file")
            }
            return try JobFile.read(file)
        }
        guard let kind = arguments[kind] else {
            throw CommandFailure(.usage, "what is to be done? Name --kind, or a --file with tasks")
        }
        var task = TaskSpec(
            kind: kind, payload: try payload(arguments), items: items ?? .count(arguments[self.items] ?? 1),
            itemsPerLease: arguments[itemsPerLease], parallelism: arguments[parallelism],
            tolerance: arguments[tolerate] ?? .items(0))
        task.queue = arguments[queue] ?? task.queue
        task.retry.maximumAttempts = arguments[attempts] ?? task.retry.maximumAttempts
        var job = JobSpec([task], name: arguments[jobName] ?? "", retention: arguments[retention])
        job.tenant = arguments[tenant] ?? job.tenant
        job.delay = arguments[delay] ?? .zero
        job.timeLimit = arguments[timeLimit]
        job.tasks[0].limitKey = arguments[limitKey]
        job.tasks[0].attemptTimeout = arguments[attemptTimeout]
        job.priority = arguments[priority] ?? job.priority
        return job
    }

    private func payload(_ arguments: Arguments) throws(CommandFailure) -> [UInt8] {
        guard let path = arguments[payloadFile] else { return Array((arguments[payload] ?? "").utf8) }
        guard arguments[payload] == nil else {
            throw CommandFailure(.usage, "--payload and --payload-file are both given: expected one of them")
        }
        return try InputFile.read(path, upTo: 65_536)
    }

    private func describesTask(_ arguments: Arguments) -> Bool {
        let words: [Any?] = [
            arguments[kind], arguments[items], arguments[queue], arguments[payload], arguments[payloadFile],
            arguments[jobName], arguments[tenant], arguments[priority], arguments[attempts], arguments[itemsPerLease],
            arguments[parallelism], arguments[tolerate], arguments[retention], arguments[delay], arguments[timeLimit],
            arguments[limitKey], arguments[attemptTimeout],
        ]
        return words.contains { $0 != nil }
    }
}
