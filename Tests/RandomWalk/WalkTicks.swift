import Scheduling
import SeededRandom

/// The schedules of a walk: made, replaced, paused, run and deleted by chance, and fired as a shell would. No tick fires
/// twice, also not after another process has read the journal.
struct WalkTicks {
    private struct Tick: Hashable {
        let schedule: ScheduleID
        let time: Timestamp
    }

    private(set) var complaints: [String] = []
    private var fired: Set<Tick> = []
    private let names = (0..<3).map { Array("s\($0)".utf8) }

    /// Returns the jobs that came of it.
    mutating func operate(_ core: inout Scheduler, _ random: inout SplitMix64) -> [JobID] {
        let name = names[random.below(names.count)]
        guard random.below(3) > 0, let id = core.schedule("t0", name) else {
            core.set(
                ScheduleSubmission(
                    tenant: "t0", name: name, spec: [UInt8(1 + random.below(200))],
                    overlap: [.allow, .skip, .queueOne, .cancelEarlier][random.below(4)],
                    next: core.now + UInt64(1 + random.below(2_000))))
            return []
        }
        switch random.below(6) {
        case 0: core.delete(id)
        case 1...3:
            core.pause(id, random.below(2) == 0, next: core.now + UInt64(1 + random.below(500)))
        default:
            guard case .fired(let job) = core.trigger(id, JobSubmission(tenant: "t0", retention: 500), tasks(&random))
            else {
                return []
            }
            note(id, core.job(job)?.tick)
            return [job]
        }
        return []
    }

    /// What the calendar says of each schedule is by chance, too.
    mutating func fireDue(_ core: inout Scheduler, _ random: inout SplitMix64) -> [JobID] {
        var jobs: [JobID] = []
        // Some are left for a later turn.
        while random.below(8) > 0, let due = core.dueTick() {
            let next = random.below(30) == 0 ? Timestamp.zero : due.tick + UInt64(1 + random.below(1_500))
            switch random.below(6) {
            case 0 where !due.isQueued:
                if !core.skip(due.schedule, from: due.tick, count: 3, next: next) { complain("was not skipped", due) }
            case 1: core.refuse(due, [9, 9], next: next)
            default:
                let outcome = core.fire(
                    due.schedule, tick: due.tick, next: next, isLate: random.below(2) == 0,
                    JobSubmission(tenant: "t0", retention: UInt64(random.below(2) * 1_000)), tasks(&random))
                if case .fired(let job) = outcome {
                    note(due.schedule, due.tick)
                    jobs.append(job)
                }
                if outcome == .stale { complain("is stale though it is due", due) }
            }
            let again = core.fire(
                due.schedule, tick: due.tick, next: next, isLate: false, JobSubmission(), [TaskSubmission(kind: "a")])
            if again != .stale, again != .queued { complain("was dealt with twice", due) }
        }
        return jobs
    }

    mutating func end(_ core: inout Scheduler) {
        for name in names {
            if let id = core.schedule("t0", name) { core.delete(id) }
        }
    }

    private func tasks(_ random: inout SplitMix64) -> [TaskSubmission] {
        [
            TaskSubmission(
                queue: "q0", kind: random.below(2) == 0 ? "a" : "b", items: .counted(UInt32(1 + random.below(5))))
        ]
    }

    private mutating func note(_ schedule: ScheduleID, _ tick: Timestamp?) {
        if let tick, fired.insert(Tick(schedule: schedule, time: tick)).inserted { return }
        complaints.append("schedule \(schedule.rawValue): tick \(tick?.milliseconds ?? 0) fired twice")
    }

    private mutating func complain(_ what: String, _ due: DueTick) {
        complaints.append("schedule \(due.schedule.rawValue): tick \(due.tick.milliseconds) \(what)")
    }
}
