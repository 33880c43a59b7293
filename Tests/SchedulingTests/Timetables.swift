import Scheduling

/// The shell's part of schedules, with the simplest of calendars: a tick every so many milliseconds.
struct Timetables {
    private struct Timetable {
        var period: UInt64
        var fires: String
        var tasks: [TaskSubmission]

        func next(after tick: Timestamp) -> Timestamp { tick + period }
    }

    private var known: [String: Timetable] = [:]

    /// `every PERIOD NAME overlap=… late=latest|all | TASK …`
    mutating func set(_ words: Words, _ core: inout Scheduler) throws -> [String] {
        let (period, name) = (UInt64(try words.number(0)), try words.word(1))
        let overlaps: [String: Overlap] = [
            "allow": .allow, "skip": .skip, "queue-one": .queueOne, "cancel-earlier": .cancelEarlier,
        ]
        let tasks = try words.parts.dropFirst().map { try TaskSubmission($0) }
        let timetable = Timetable(period: period, fires: words["late"] ?? "latest", tasks: tasks)
        known[name] = timetable
        core.set(
            ScheduleSubmission(
                tenant: "default", name: Array(name.utf8), spec: Array("every \(period)".utf8),
                overlap: overlaps[words["overlap"] ?? "skip"] ?? .skip, next: timetable.next(after: core.now)))
        return []
    }

    func pause(_ name: String, _ isPaused: Bool, _ core: inout Scheduler) throws -> [String] {
        let (id, timetable) = try find(name, core)
        core.pause(id, isPaused, next: timetable.next(after: core.now))
        return []
    }

    func delete(_ name: String, _ core: inout Scheduler) throws -> [String] {
        core.delete(try find(name, core).id)
        return []
    }

    func trigger(_ name: String, _ core: inout Scheduler) throws -> [String] {
        let (id, timetable) = try find(name, core)
        switch core.trigger(id, JobSubmission(), timetable.tasks) {
        case .fired(let job): return ["as job \(job.text)"]
        case .queued: return ["waits"]
        case .overlapped(let job): return ["not beside job \(job.text)"]
        case .stale, nil: return ["not there"]
        }
    }

    /// A tick that was dealt with long ago, or never was one.
    func fireAgain(_ name: String, _ tick: Int64, _ core: inout Scheduler) throws -> [String] {
        let (id, timetable) = try find(name, core)
        let tick = Timestamp(milliseconds: 1_000_000 + tick)
        let outcome = core.fire(
            id, tick: tick, next: timetable.next(after: tick), isLate: false, JobSubmission(), timetable.tasks)
        let skipped = core.skip(id, from: tick, count: 1, next: timetable.next(after: tick))
        return [outcome == .stale && !skipped ? "dealt with before" : "\(outcome)"]
    }

    func show(_ name: String, _ core: borrowing Scheduler) -> [String] {
        guard let schedule = core.schedule("default", Array(name.utf8)).flatMap({ core.schedule($0) }) else {
            return ["not there"]
        }
        let counts = schedule.counts
        var lines = [
            "schedule \(schedule.id.rawValue): next \(schedule.next.tickText), waiting \(schedule.queued.tickText), last "
                + "\(schedule.last.tickText) as job \(schedule.lastJob.text), \(schedule.openJobs) open",
            "\(counts.fired) fired, \(counts.caughtUp) of them late; \(counts.missed) missed, \(counts.overlapped) "
                + "overlapped, \(counts.refused) refused",
        ]
        if !schedule.refusal.isEmpty {
            lines.append(
                "tick \(schedule.refusedTick.tickText): \(String(decoding: schedule.refusal, as: UTF8.self))")
        }
        return lines
    }

    /// As the shell does at its alarm.
    func fireDue(_ core: inout Scheduler) {
        while let due = core.dueTick() {
            guard let view = core.schedule(due.schedule),
                let timetable = known[String(decoding: view.name, as: UTF8.self)]
            else { preconditionFailure("a schedule has a timetable") }
            if due.isQueued {
                fire(due, due.tick, next: .zero, timetable, &core)
                continue
            }
            var ticks = [due.tick]
            while timetable.next(after: ticks[ticks.count - 1]) <= core.now {
                ticks.append(timetable.next(after: ticks[ticks.count - 1]))
            }
            let next = timetable.next(after: ticks[ticks.count - 1])
            if timetable.fires == "latest", ticks.count > 1 {
                _ = core.skip(
                    due.schedule, from: due.tick, count: UInt32(ticks.count - 1), next: ticks[ticks.count - 1])
                ticks.removeFirst(ticks.count - 1)
            }
            for (tick, following) in zip(ticks, ticks.dropFirst() + [next]) {
                fire(due, tick, next: following, timetable, &core)
            }
        }
    }

    private func fire(
        _ due: DueTick, _ tick: Timestamp, next: Timestamp, _ timetable: Timetable, _ core: inout Scheduler
    ) {
        let (job, count) = (JobSubmission(), timetable.tasks.count)
        if let excess = core.depthExcess(of: [job], timetable.tasks, counts: [count]) {
            let due = DueTick(schedule: due.schedule, tick: tick, isQueued: due.isQueued)
            return core.refuse(due, Array("\(excess.name) is full".utf8), next: next)
        }
        _ = core.fire(
            due.schedule, tick: tick, next: next, isLate: core.now.milliseconds(since: tick) > 60_000, job,
            timetable.tasks)
    }

    private func find(_ name: String, _ core: borrowing Scheduler) throws -> (id: ScheduleID, Timetable) {
        guard let id = core.schedule("default", Array(name.utf8)), let timetable = known[name] else {
            throw Transcript.Mistake(description: "there is no schedule \(name)")
        }
        return (id, timetable)
    }
}
