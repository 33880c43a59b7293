import Console
import LonghaulClient

extension TaskExplanation {
    /// A heading, then a line for each reason. `now`: milliseconds since 1970.
    func lines(now: Int64) -> [String] {
        let counts = [(pending, "pending"), (leased, "leased"), (retrying, "retrying")].filter { $0.0 > 0 }
            .map { ", \(Format.count($0.0)) \($0.1)" }
        var lines = ["task \(name) (queue \(queue), kind \(kind)) is \(state.rawValue)\(counts.joined())"]
        lines += reasons.map { "  \($0.isBlocking ? "*" : "-") \($0.cause.words(now: now))" }
        if reasons.isEmpty { lines.append("  - nothing is in the way: it is next") }
        if let note { lines.append("  its workers say: \(note.line)") }
        if let mayStart {
            lines.append("  it may start \(WaitReason.Cause.future(mayStart, now: now))")
        }
        return lines
    }
}

extension WaitReason.Cause {
    /// In a sentence without a full stop.
    func words(now: Int64) -> String {
        switch self {
        case .jobEnded: "its job has ended"
        case .taskEnded(let state): "it has ended: it is \(state.rawValue)"
        case .stopping(let leases):
            "it is about to end: its workers hand back \(leases == 1 ? "1 lease" : "\(Format.count(leases)) leases")"
        case .listOpen(let items):
            "all \(Self.items(items)) of its list are dealt with, and more may come: 'longhaul append' adds some, "
                + "or seals it"
        case .jobStalled: "its job is stalled: what is left depends on a dead task; requeue its dead letters, or cancel"
        case .dependency(_, let name, let state): "task \(name), which must succeed before, is \(state.rawValue)"
        case .moreDependencies(let count): "so must \(Format.count(count)) more"
        case .itemCount: "an earlier task has yet to say how many items it has"
        case .delay(let until): "its job was submitted with a delay that is over \(Self.future(until, now: now))"
        case .jobPaused: "its job is paused; 'longhaul resume job', with its id, lets it go on"
        case .tenantPaused(let tenant): "tenant \(tenant) is paused; 'longhaul resume tenant \(tenant)' lets it go on"
        case .paused(let subject):
            "\(subject.words) is paused; 'longhaul resume \(subject.kind) \(subject.name)' lets it go on"
        case .slowedDown(let subject, let until):
            "a worker was told to slow down: nothing of \(subject.words) goes out before \(Self.future(until, now: now))"
        case .leaseLimit(let subject, let limit, let leases):
            "\(subject.words) has \(Format.count(leases)) leases out, of \(Format.count(limit)) that it may have"
        case .rate(let subject, let items, let period, let available, let until):
            "\(subject.words) lets \(Format.count(items)) items through in \(Format.duration(period)): there is room "
                + "for \(Format.count(available)) now, and for more \(Self.future(until, now: now))"
        case .opening(let subject): "\(subject.words) opens at this moment"
        case .parallelism(let limit, let leases):
            "it has \(Format.count(leases)) leases out, of \(Format.count(limit)) that its parallelism allows"
        case .backoff(let items, let until):
            "\(Self.items(items)) failed and wait for the next try; the first "
                + "comes \(Self.future(until, now: now))"
        case .fragments(let count, let limit):
            "what waits is scattered over \(Format.count(count)) ranges: the rest goes out when there are fewer than "
                + Format.count(limit)
        case .allLeased(let items, let leases, let workers, let since):
            "all that is left is being worked on: \(Self.items(items)) under \(Format.count(leases)) leases of "
                + "\(Format.count(workers)) workers, the oldest for \(Self.duration(since, now))"
        case .noWorker(let leaving):
            "no worker of its kind serves its queue; 'longhaul worker' starts one"
                + (leaving > 0 ? " (\(Format.count(leaving)) take nothing new, and leave)" : "")
        case .workersBusy(let workers):
            workers == 1
                ? "the one worker that could take it has as much as it can take"
                : "all \(Format.count(workers)) workers that could take it have as much as they can take"
        case .noIdleWorker(let workers, let oneMakesRoom):
            "several workers were lost with its next items: they go to one that has nothing else, and none of "
                + "\(Format.count(workers)) is free" + (oneMakesRoom ? "; one makes room" : "")
        case .behindSuspects(let tasks): "\(Self.tasks(tasks)) with items that may have killed a worker"
        case .behindPriority(let tasks, let highest): "\(Self.tasks(tasks)) of higher priorities, up to \(highest)"
        case .behindTasks(let tasks): "\(Self.tasks(tasks)) of its own job"
        case .behindTenant(let own, let other): "tenant \(other.words) is before its tenant \(own.words)"
        case .behindJob(let job, let otherLeases, let ownLeases):
            "job \(job) of the same tenant is before it, with \(Format.count(otherLeases)) leases out to its "
                + Format.count(ownLeases)
        case .behindQueue(let queue, let kind, let priority):
            "the workers that could take it may go to kind \(kind) of queue \(queue) first, where work of priority "
                + "\(priority) waits"
        case .unknown: "for something that this version of longhaul has no words for: --json shows what is known"
        }
    }

    static func future(_ time: Int64, now: Int64) -> String {
        time <= now
            ? "at once"
            : "\(Format.timestamp(unixMilliseconds: time)) (in \(Format.duration(.milliseconds(time - now))))"
    }

    private static func duration(_ since: Int64, _ now: Int64) -> String {
        Format.duration(.milliseconds(max(0, now - since)))
    }

    private static func items(_ count: Int) -> String { "\(Format.count(count)) \(count == 1 ? "item" : "items")" }

    /// The scheduler counts to 1,000.
    private static func tasks(_ count: Int) -> String {
        if count > 1_000 { return "more than 1,000 tasks go first" }
        return count == 1 ? "a task goes first" : "\(Format.count(count)) tasks go first"
    }
}

extension LimitSubject {
    fileprivate var kind: String {
        switch self {
        case .queue: "queue"
        case .key: "key"
        }
    }

    fileprivate var name: String {
        switch self {
        case .queue(let name), .key(let name): name
        }
    }

    fileprivate var words: String {
        switch self {
        case .queue(let name): "queue \(name)"
        case .key(let name): "limit key \(name)"
        }
    }

    fileprivate var json: [JSON.Member] { [JSON.Member(kind, .string(name))] }
}

extension WaitReason.Standing {
    fileprivate var words: String {
        "\(tenant) (\(Format.count(leases)) leases at weight \(weight)"
            + (debt > .zero ? ", and \(Format.duration(debt)) to make up for" : "") + ")"
    }

    fileprivate var json: JSON {
        [
            "tenant": .string(tenant), "leases": JSON(leases), "weight": JSON(weight),
            "debt_ms": JSON(debt.wholeMilliseconds),
        ]
    }
}

extension JSON {
    init(_ task: TaskExplanation) {
        self = [
            "task": JSON(task.ordinal), "name": .string(task.name), "queue": .string(task.queue),
            "kind": .string(task.kind), "state": .string(task.state.rawValue), "pending": JSON(task.pending),
            "leased": JSON(task.leased), "retrying": JSON(task.retrying), "may_start": JSON(time: task.mayStart),
            "reasons": .array(task.reasons.map { JSON($0) }),
            "note": task.note.map { ["code": .string($0.code), "text": .string($0.text)] } ?? .null,
        ]
    }

    fileprivate init(_ reason: WaitReason) {
        let (name, figures) = reason.cause.json
        self = .object(
            [Member("cause", .string(name)), Member("blocking", .bool(reason.isBlocking))] + figures)
    }
}

extension WaitReason.Cause {
    /// Names are those of the protocol.
    fileprivate var json: (name: String, figures: [JSON.Member]) {
        func member(_ name: String, _ value: Int) -> JSON.Member { JSON.Member(name, JSON(value)) }
        func until(_ time: Int64) -> JSON.Member { JSON.Member("until", JSON(time: time)) }
        switch self {
        case .jobEnded: return ("job_ended", [])
        case .taskEnded(let state): return ("task_ended", [JSON.Member("state", .string(state.rawValue))])
        case .stopping(let leases): return ("stopping", [member("leases", leases)])
        case .listOpen(let items): return ("list_open", [member("items", items)])
        case .jobStalled: return ("job_stalled", [])
        case .dependency(let ordinal, let name, let state):
            return (
                "dependency",
                [
                    member("task", ordinal), JSON.Member("name", .string(name)),
                    JSON.Member("state", .string(state.rawValue)),
                ]
            )
        case .moreDependencies(let count): return ("more_dependencies", [member("count", count)])
        case .itemCount: return ("item_count", [])
        case .delay(let time): return ("delay", [until(time)])
        case .jobPaused: return ("job_paused", [])
        case .tenantPaused(let tenant): return ("tenant_paused", [JSON.Member("tenant", .string(tenant))])
        case .paused(let subject): return ("paused", subject.json)
        case .slowedDown(let subject, let time): return ("slowed_down", subject.json + [until(time)])
        case .leaseLimit(let subject, let limit, let leases):
            return ("lease_limit", subject.json + [member("limit", limit), member("leases", leases)])
        case .rate(let subject, let items, let period, let available, let time):
            return (
                "rate",
                subject.json + [
                    member("items", items), JSON.Member("period", .string(Format.duration(period))),
                    member("available", available), until(time),
                ]
            )
        case .opening(let subject): return ("opening", subject.json)
        case .parallelism(let limit, let leases):
            return ("parallelism", [member("limit", limit), member("leases", leases)])
        case .backoff(let items, let time): return ("backoff", [member("items", items), until(time)])
        case .fragments(let count, let limit): return ("fragments", [member("count", count), member("limit", limit)])
        case .allLeased(let items, let leases, let workers, let since):
            return (
                "all_leased",
                [
                    member("items", items), member("leases", leases), member("workers", workers),
                    JSON.Member("since", JSON(time: since)),
                ]
            )
        case .noWorker(let leaving): return ("no_worker", [member("leaving", leaving)])
        case .workersBusy(let workers): return ("workers_busy", [member("workers", workers)])
        case .noIdleWorker(let workers, let oneMakesRoom):
            return ("no_idle_worker", [member("workers", workers), JSON.Member("one_makes_room", .bool(oneMakesRoom))])
        case .behindSuspects(let tasks): return ("behind_suspects", [member("tasks", tasks)])
        case .behindPriority(let tasks, let highest):
            return ("behind_priority", [member("tasks", tasks), member("highest", highest)])
        case .behindTasks(let tasks): return ("behind_tasks", [member("tasks", tasks)])
        case .behindTenant(let own, let other):
            return ("behind_tenant", [JSON.Member("own", own.json), JSON.Member("other", other.json)])
        case .behindJob(let job, let otherLeases, let ownLeases):
            return (
                "behind_job",
                [
                    JSON.Member("job", .string("\(job)")), member("other_leases", otherLeases),
                    member("own_leases", ownLeases),
                ]
            )
        case .behindQueue(let queue, let kind, let priority):
            return (
                "behind_queue",
                [
                    JSON.Member("queue", .string(queue)), JSON.Member("kind", .string(kind)),
                    member("priority", priority),
                ]
            )
        case .unknown: return ("unknown", [])
        }
    }
}
