import RandomWalk
import Scheduling

/// A scenario as text: lines of commands, each followed by what came of it, indented. Every command is a turn of the
/// shell; after each one the invariants hold, and the facts give the same state again.
///
///     submit work items=4 lease=2 | after after=0     a job of two tasks
///     append 1/0 at=0 items=3 bytes=30 largest=12 seal=yes
///     join ann leases=2
///     report ann 1.1 cursor=1 retry=1 checkpoint=half
///     every 60000 nightly overlap=skip | work items=4
///     crash 500               what is due by then is done, and lost before it is durable; then as `restart`
///     wait 500                the core is asked whenever it wants to be
///     stall 500               it is not asked
///     unread 500              it is not asked, and then told that nothing was read
///
/// Lines with `#` are comments. Times are milliseconds.
struct Transcript: ~Copyable {
    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    private var core: Scheduler
    private var mirror = Mirror()
    private var timetables = Timetables()
    private var time: Int64 = 1_000_000
    private var sessions: [String: SessionID] = [:]
    private var instances: [String: UInt64] = [:]
    private var nextSession: UInt64 = 1
    private var epoch: UInt32 = 1
    private let settings: Settings

    init() {
        var settings = Settings()
        settings.retention = 1_000_000
        self.settings = settings
        core = Scheduler(
            recovered: State(partition: 0), epoch: 1, settings: settings, now: Timestamp(milliseconds: time))
    }

    /// The whole text again, with what really comes of each command.
    static func run(_ text: String) throws -> String {
        var transcript = Transcript()
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("    ") {
            lines.append(String(line))
            if line.isEmpty || line.hasPrefix("#") { continue }
            lines += try transcript.command(Words(String(line))).map { "    " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    private mutating func command(_ words: Words) throws -> [String] {
        if words.name == "wait" { return try wait(Int64(words.number(0))) }
        if words.name == "restart" { return try restart() }
        if words.name == "crash" { return try crash(after: Int64(try words.number(0))) }
        if words.name == "stall" || words.name == "unread" { time += Int64(try words.number(0)) }
        core.advance(to: Timestamp(milliseconds: time))
        return try act(words) + endTurn()
    }

    private mutating func act(_ words: Words) throws -> [String] {
        switch words.name {
        case "submit":
            let tenant = words["tenant"] ?? "default"
            let tasks = try words.parts.map { try TaskSubmission($0) }
            if let request = try words.number("request"), let jobs = core.jobs(of: RequestID(0, UInt64(request))) {
                return ["accepted before as " + jobs.map { "job \($0.text)" }.joined(separator: ", ")]
            }
            let fingerprint = SubmissionFingerprint(0, UInt64(tasks.count))
            if let key = words["as"] {
                switch core.look(up: Array(key.utf8), of: tenant, fingerprint) {
                case .free: break
                case .taken(let job): return ["is job \(job.text)"]
                case .conflict(let job): return ["conflicts with job \(job.text)"]
                }
            }
            if let draining = core.draining(of: [JobSubmission(tenant: tenant)], tasks) {
                return [
                    "refused: \(draining.isTenant ? "tenant" : "queue") \(draining.name) is draining, "
                        + "\(draining.depth) tasks left"
                ]
            }
            if let excess = core.depthExcess(of: [JobSubmission(tenant: tenant)], tasks, counts: [tasks.count]) {
                return [
                    "refused: \(excess.isTenant ? "tenant" : "queue") \(excess.name) has \(excess.depth) of "
                        + "\(excess.limit) tasks, again in \(excess.retryAfter) ms"
                ]
            }
            let job = core.submit(
                JobSubmission(
                    tenant: tenant, name: Array(words["name"]?.utf8 ?? "".utf8),
                    priority: UInt8(try words.number("priority") ?? 5),
                    retention: try words.number("retention").map { UInt64($0) }
                        ?? core.retention(ofJobsIn: tasks[0].queue),
                    delay: UInt64(try words.number("delay") ?? 0),
                    timeLimit: try words.number("limit").map { UInt64($0) }))
            if let key = words["as"] {
                core.key(job, Array(key.utf8), fingerprint, reuse: UInt64(try words.number("reuse") ?? 0))
            }
            for task in tasks { core.addTask(to: job, task) }
            if let request = try words.number("request") { core.remember(RequestID(0, UInt64(request)), jobs: [job]) }
        case "every": return try timetables.set(words, &core)
        case "unschedule": return try timetables.delete(try words.word(0), &core)
        case "trigger": return try timetables.trigger(try words.word(0), &core)
        case "fire-again": return try timetables.fireAgain(try words.word(0), Int64(try words.number(1)), &core)
        case "timetable": return timetables.show(try words.word(0), core)
        case "retention":
            core.setRetention(
                QueueRetention(
                    jobs: try words.number("jobs").map { UInt64($0) },
                    letters: try words.number("letters").map { UInt64($0) }), of: try words.word(0))
        case "removed":
            return core.queues().map { "queue \($0.name): \($0.removed.jobs) jobs, \($0.removed.letters) letters" }
        case "drain", "refill":
            let (kind, name, drains) = (try words.word(0), try words.word(1), words.name == "drain")
            if kind == "queue" { core.drain(queue: name, drains) } else { core.drain(tenant: name, drains) }
        case "depth": core.setDepthLimit(UInt32(try words.number(1)), of: try words.word(0))
        case "weight": core.setWeight(UInt32(try words.number(1)), of: try words.word(0))
        case "limit":
            let gate = try words.gate(0)
            core.setLimits(
                GateLimits(
                    concurrency: UInt32(try words.number("leases") ?? 0), items: UInt32(try words.number("items") ?? 0),
                    period: UInt32(try words.number("period") ?? 1_000), burst: UInt32(try words.number("burst") ?? 1),
                    depth: UInt32(try words.number("depth") ?? 0)),
                of: gate.name, isQueue: gate.isQueue)
        case "pause", "resume":
            let (kind, name) = (try words.word(0), try words.word(1))
            let pauses = words.name == "pause"
            switch kind {
            case "tenant": core.pause(tenant: name, pauses)
            case "schedule": return try timetables.pause(name, pauses, &core)
            case "job": return core.pause(JobID(rawValue: UInt64(try words.number(1))), pauses) ? [] : ["not there"]
            default: core.pause(name, isQueue: try words.gate(0).isQueue, pauses)
            }
        case "priority":
            return [
                core.setPriority(UInt8(try words.number(1)), of: JobID(rawValue: UInt64(try words.number(0))))
                    ? "changed" : "not changed"
            ]
        case "slow": core.slowDown(key: try words.word(0), milliseconds: UInt64(try words.number(1)))
        case "join": return try join(words)
        case "stall": break
        case "unread": core.excuseSilence(of: UInt64(try words.number(0)))
        case "close": core.closed(try session(words), grace: UInt64(try words.number("grace") ?? 0))
        case "leave": core.leave(try session(words))
        case "heard": core.heard(from: try session(words))
        case "credit":
            core.credit(
                try session(words), leases: UInt64(try words.number("leases") ?? 0),
                items: UInt64(try words.number("items") ?? 1_000_000))
        case "complete": return [text(core.complete(try words.lease(1), from: try session(words)))]
        case "report": return [text(core.report(try LeaseReport(words), from: try session(words)))]
        case "append":
            let outcome = core.append(
                UInt32(try words.number("items") ?? 0), bytes: UInt32(try words.number("bytes") ?? 0),
                largest: UInt32(try words.number("largest") ?? 0), at: UInt32(try words.number("at") ?? 0),
                seals: words["seal"] != nil, to: try words.task(0))
            return [text(outcome)]
        case "payloads":
            return core.payloads(of: try words.lease(0)).parts.map {
                "batch \($0.batch.rawValue), items \($0.items.lowerBound)..<\($0.items.upperBound)"
            }
        case "cancel":
            return [core.cancel(JobID(rawValue: UInt64(try words.number(0)))) ? "cancelled" : "not cancelled"]
        case "requeue":
            return [core.requeue(DeadLetterID(rawValue: UInt64(try words.number(0)))) ? "requeued" : "not requeued"]
        case "discard":
            return [core.discard(DeadLetterID(rawValue: UInt64(try words.number(0)))) ? "discarded" : "not there"]
        case "requeue-anew":
            let letters = try words.list("letters").map { DeadLetterID(rawValue: UInt64($0)) }
            let new = core.requeueAnew(letters, of: JobID(rawValue: UInt64(try words.number(0)))) { _ in [] }
            return [new.map { "as job \($0.text)" } ?? "nothing to do"]
        case "follow":
            return [core.follow(JobID(rawValue: UInt64(try words.number(0)))) ? "followed" : "not there"]
        case "unfollow": core.unfollow(JobID(rawValue: UInt64(try words.number(0))))
        case "explain":
            let job = JobID(rawValue: UInt64(try words.number(0)))
            let task = TaskID(job: job, ordinal: UInt32(try words.number("task") ?? 0))
            return core.explain(task)?.lines(at: core.now) ?? ["not there"]
        case "failures":
            let letter = DeadLetterID(rawValue: UInt64(try words.number(0)))
            return core.failures(of: letter).map {
                "attempt \($0.attempt), \(core.now.milliseconds - $0.failed.milliseconds) ms ago: "
                    + ($0.timedOut ? "timed out" : String(decoding: $0.failure, as: UTF8.self))
            }
        case "groups":
            return core.letterGroups(limit: 100) { _ in true }.groups.map { group in
                "\(group.count) in \(group.queue), \(group.cause), the newest is letter \(group.sample.id.rawValue)"
            }
        case "order":
            var filter = LetterFilter()
            if let queue = words["queue"] { filter.queue = core.state.queues.find(queue) ?? .none }
            if let kind = words["kind"] { filter.kind = core.state.kinds.find(kind) ?? .none }
            if let like = try words.number("like") {
                filter.group = core.letter(DeadLetterID(rawValue: UInt64(like)))?.group ?? 0
            }
            let rate = RequeueRate(letters: UInt32(try words.number(0)), period: 1_000)
            if core.order(filter, rate) == nil { return ["too many orders"] }
        case "stop-order": return core.stopOrder(UInt64(try words.number(0))) ? [] : ["not running"]
        case "orders":
            return core.orders.map { "order \($0.id) \($0.state), \($0.requeued) requeued" }
        case "queues": return core.queues().map { $0.line(at: core.now) }
        case "show": return show(JobID(rawValue: UInt64(try words.number(0))))
        default: throw Mistake(description: "no command is called \(words.name)")
        }
        return []
    }

    private mutating func join(_ words: Words) throws -> [String] {
        let name = try words.word(0)
        let instance = try words.number("instance").map { UInt64($0) } ?? instances[name] ?? UInt64(instances.count + 1)
        let id = SessionID(rawValue: nextSession)
        nextSession += 1
        (sessions[name], instances[name]) = (id, instance)
        let kept = core.join(
            JoinRequest(
                session: id, name: Array(name.utf8), instance: instance,
                kinds: (words["kinds"] ?? "work").split(separator: ",").map(String.init),
                queues: (words["queues"] ?? "").split(separator: ",").map(String.init),
                held: try words.leases("held"), slots: UInt32(try words.number("slots") ?? 1)))
        core.credit(
            id, leases: UInt64(try words.number("leases") ?? 1), items: UInt64(try words.number("items") ?? 1_000_000))
        return kept.map { "keeps \($0.text)" }
    }

    private func session(_ words: Words) throws -> SessionID {
        guard let session = sessions[try words.word(0)] else {
            throw Mistake(description: "\(try words.word(0)) has not joined")
        }
        return session
    }

    /// What the turn did: its facts, then what leaves the process.
    private mutating func endTurn() throws -> [String] {
        core.tick()
        timetables.fireDue(&core)
        core.advanceOrders()
        core.dispatch()
        let output = core.takeOutput()
        var lines: [String] = []
        core.writeBatch { fact, _ in
            if let text = fact.text(core) { lines.append(text) }
        }
        let names = Dictionary(uniqueKeysWithValues: sessions.map { ($0.value, $0.key) })
        lines += output.revocations.map { "→ \(names[$0.session] ?? "?"): stop \($0.lease.text)" }
        lines += output.recalls.map { "→ \(names[$0.session] ?? "?"): hand back \($0.lease.text)" }
        lines += output.trims.map { "→ \(names[$0.session] ?? "?"): give up \($0.lease.text) from item \($0.end) on" }
        lines += output.deadSessions.map { "→ \(names[$0.session] ?? "its old session"): over, \($0.cause)" }
        lines += output.changedJobs.map { "→ followers: job \($0.text)" }
        let dropped = core.takeDroppedBatches()
        if !dropped.isEmpty {
            lines.append("→ store: without batches \(dropped.map { "\($0.rawValue)" }.joined(separator: ", "))")
        }
        mirror.take(core)
        if let contradiction = core.state.checkInvariants() ?? mirror.difference(from: core) {
            throw Mistake(description: contradiction)
        }
        core.batchTaken()
        return lines
    }

    /// As the shell's alarm would: from deadline to deadline.
    private mutating func wait(_ milliseconds: Int64) throws -> [String] {
        var lines: [String] = []
        let end = time + milliseconds
        while let deadline = core.nextDeadline, deadline.milliseconds <= end {
            let waited = max(deadline.milliseconds, time) - (end - milliseconds)
            time = max(deadline.milliseconds, time)
            core.advance(to: deadline)
            lines += try endTurn().map { "after \(waited): " + $0 }
        }
        time = end
        return lines
    }

    private mutating func crash(after milliseconds: Int64) throws -> [String] {
        time += milliseconds
        core.advance(to: Timestamp(milliseconds: time))
        core.tick()
        timetables.fireDue(&core)
        var lines: [String] = []
        core.writeBatch { fact, _ in
            if let text = fact.text(core) { lines.append("lost: " + text) }
        }
        return lines + (try restart())
    }

    /// Another process goes on from the facts alone.
    private mutating func restart() throws -> [String] {
        epoch += 1
        core = Scheduler(
            recovered: mirror.recovered(), epoch: epoch, settings: settings, now: Timestamp(milliseconds: time))
        sessions = [:]
        return try endTurn()
    }

    private func show(_ id: JobID) -> [String] {
        guard let job = core.job(id) else { return ["not there"] }
        return ["job \(id.text) \(job.state), version \(job.version)"]
            + core.tasks(of: id).map { task in
                var parts = ["\(task.done) of \(task.total) done"]
                for (count, what) in [
                    (task.leased, "leased"), (task.retrying, "retrying"), (task.dead, "dead"),
                    (task.cancelled, "cancelled"),
                ] where count > 0 { parts.append("\(count) \(what)") }
                return "task \(task.id.text) \(task.state): " + parts.joined(separator: ", ")
            }
    }

    private func text(_ outcome: Scheduler.OnAppend) -> String {
        switch outcome {
        case .appended(let batch): "appended as batch \(batch.rawValue)"
        case .known: "known"
        case .noSuchTask: "no such task"
        case .notListed: "not listed"
        case .outOfOrder: "out of order"
        case .closed: "closed"
        case .full: "full"
        }
    }

    private func text(_ result: ReportResult) -> String {
        switch result {
        case .accepted(let cursor): "goes on from \(cursor)"
        case .ended: "ended"
        case .notHeld: "not held"
        case .invalid(let why): "invalid: \(why)"
        }
    }
}
