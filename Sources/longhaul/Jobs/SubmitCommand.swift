import Console
import LonghaulClient

struct SubmitCommand: Command {
    let name = "submit"
    let summary = "submit a job"

    let kind = Option("kind", .text(upTo: 64), help: "which handler does the work")
    let items = Option("items", .integer(in: 1...UInt64(4_000_000_000)), help: "how many items the task has; else one")
    let itemsFrom = Option(
        "items-from", .path, help: "a file with an item in each line, its payload; - is standard input")
    let open = Flag("open", help: "more items may be appended: see 'longhaul append'")
    let openTimeout = Option(
        "open-timeout", .openTimeout, help: "after which a list that nothing is appended to is given up; else an hour")
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
    let key = Option(
        "key", .text(upTo: 256), help: "under one key there is one job: submitted again, it is the same one")
    let reuse = Option("reuse", .duration(), help: "how long after its success it still is the answer to its key")
    let delay = Option("delay", .duration(), help: "how long it waits before any of it is handed out")
    let timeLimit = Option(
        "time-limit", .timeLimit,
        help: "after which what has not ended is cancelled; else none")
    let limitKey = Option("limit-key", .text(upTo: 64), help: "whose limits hold beside the queue's; else nobody's")
    let attemptTimeout = Option(
        "attempt-timeout", .upToAWeek,
        help: "an attempt at an item that takes longer has failed; else none")
    let file = Option("file", .path, help: "a job of several tasks, as JSON; - is standard input")
    let submission = Submission()

    let manual = Manual(
        discussion: """
            Prints the job's id when the job is durable. One task is described by the options, a graph of tasks by a \
            file:
            \(JobFile.form)
            'after' names earlier tasks that must succeed first. 'items' is a number, or "later" when one of those \
            sets it, or a list of payloads, or "listed" when they come with 'longhaul append'. 'payload' is text, or a value that is handed over as JSON. All but 'kind' may be left out; names \
            that are not listed here are refused.
            With --watch the exit code tells how the job ended; Ctrl-C ends the watching, not the job. Of a job that is not \
            kept (--retention 0s) nobody may be able to tell how it ended any more: exit code 4.
            """,
        examples: [
            Manual.Example("longhaul submit --kind sleep --payload 250ms --items 100 --watch", "Try things out:"),
            Manual.Example(
                "longhaul submit --kind noop --items 1000000 --tolerate 1% --tenant shop", "A million items:"),
            Manual.Example("id=$(longhaul submit --file job.json)", "A graph, its id kept:"),
            Manual.Example(
                "longhaul submit --kind resize --items-from pictures.txt -w", "An item for each line of a file:"),
        ],
        exitCodes: Submission.exitCodes)

    func run(_ arguments: Arguments) async throws -> ExitCode {
        try submission.submit(
            try spec(arguments), arguments, itemsFrom: arguments[itemsFrom], seal: !arguments[open])
    }

    private func spec(_ arguments: Arguments) throws(CommandFailure) -> JobSpec {
        if let file = arguments[file] {
            guard !describesTask(arguments) else {
                throw CommandFailure(.usage, "--file stands alone: what the job is like is said in the file")
            }
            return try JobFile.read(file)
        }
        guard let kind = arguments[kind] else {
            throw CommandFailure(.usage, "what is to be done? Name --kind, or a --file with tasks")
        }
        var task = TaskSpec(
            kind: kind, payload: try payload(arguments), items: try items(arguments),
            itemsPerLease: arguments[itemsPerLease], parallelism: arguments[parallelism],
            tolerance: arguments[tolerate] ?? .items(0))
        task.queue = arguments[queue] ?? task.queue
        task.retry.maximumAttempts = arguments[attempts] ?? task.retry.maximumAttempts
        var job = JobSpec([task], name: arguments[jobName] ?? "", retention: arguments[retention])
        job.tenant = arguments[tenant] ?? job.tenant
        job.key = arguments[key]
        job.reuse = arguments[reuse] ?? .zero
        job.delay = arguments[delay] ?? .zero
        job.timeLimit = arguments[timeLimit]
        job.tasks[0].limitKey = arguments[limitKey]
        job.tasks[0].attemptTimeout = arguments[attemptTimeout]
        job.priority = arguments[priority] ?? job.priority
        return job
    }

    private func items(_ arguments: Arguments) throws(CommandFailure) -> TaskSpec.Items {
        guard arguments[itemsFrom] != nil || arguments[open] else {
            guard arguments[openTimeout] == nil else {
                throw CommandFailure(.usage, "--open-timeout is for lists of items: name --items-from or --open")
            }
            return .count(arguments[items] ?? 1)
        }
        guard arguments[items] == nil else {
            throw CommandFailure(
                .usage,
                "--items says how many there are, and --items-from and --open that they come one by one: expected one of them"
            )
        }
        return .listed(openTimeout: arguments[openTimeout])
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
            arguments[parallelism], arguments[tolerate], arguments[retention], arguments[key], arguments[reuse],
            arguments[delay], arguments[timeLimit], arguments[limitKey], arguments[attemptTimeout],
            arguments[itemsFrom], arguments[openTimeout], arguments[open] ? true : nil,
        ]
        return words.contains { $0 != nil }
    }
}
