import Scheduling

/// A schedule's tick fires once: it is the one that came next, its time has come, and its job is in the same row. And none
/// vanishes: behind it the next one is the one that the calendar has there.
struct TicksFireOnce: Checker {
    let name = "ticks-fire-once"
    private var dealtWith: [ScheduleID: Set<Timestamp>] = [:]

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .tickFired(let fired):
            guard let schedule = history.schedules[fired.schedule] else { return "a tick of no schedule fires" }
            return text(fired.schedule, fired.tick, once(fired, schedule, of: row) ?? whether(fired, schedule, history))
        case .tickQueued(let id, let tick, let next):
            guard let schedule = history.schedules[id] else { return "a tick of no schedule waits" }
            if next == schedule.next { return nil }
            return text(id, tick, comesNext(tick, then: next, schedule, history))
        case .ticksSkipped(let id, let count, _, let next):
            guard let schedule = history.schedules[id] else { return "ticks of no schedule are skipped" }
            var last = schedule.next
            for _ in 1..<count { last = schedule.timetable.tick(after: last) }
            return text(id, last, comesNext(schedule.next, then: nil, schedule, history))
                ?? text(
                    id, last, next == schedule.timetable.tick(after: last) ? nil : "the one after it is not the next")
        default: return nil
        }
    }

    private mutating func once(_ fired: TickFired, _ schedule: History.Schedule, of row: DurableRow) -> String? {
        let accepted = row.facts.contains {
            if case .jobAccepted(let accepted) = $0 { accepted.job == fired.job } else { false }
        }
        if !accepted { return "it fires, and its job is not in the same row" }
        return dealtWith[fired.schedule, default: []].insert(fired.tick).inserted ? nil : "it fires twice"
    }

    private func whether(_ fired: TickFired, _ schedule: History.Schedule, _ history: History) -> String? {
        switch fired.kind {
        case .onTime, .caughtUp: return comesNext(fired.tick, then: fired.next, schedule, history)
        case .queued:
            return fired.tick == schedule.queued && fired.next == schedule.next ? nil : "it did not wait"
        case .extra: return fired.next == schedule.next ? nil : "an extra one has changed which one is next"
        }
    }

    private func comesNext(
        _ tick: Timestamp, then next: Timestamp?, _ schedule: History.Schedule, _ history: History
    ) -> String? {
        if schedule.isPaused { return "the schedule is paused" }
        if tick != schedule.next { return "it is not the one that comes next" }
        if tick > history.time { return "its time has not come" }
        guard let next, next != schedule.timetable.tick(after: tick) else { return nil }
        return "the one after it is not the next"
    }

    private func text(_ id: ScheduleID, _ tick: Timestamp, _ problem: String?) -> String? {
        problem.map { "schedule \(id.rawValue), tick \(tick.milliseconds): \($0)" }
    }
}

/// While a job of an earlier tick goes on, none begins beside it that must not.
struct OverlapHolds: Checker {
    let name = "overlap-holds"

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        guard case .tickFired(let fired) = fact, let schedule = history.schedules[fired.schedule],
            schedule.timetable.overlap != .allow, let earlier = history.openJobs(of: schedule).first
        else { return nil }
        return "schedule \(fired.schedule.rawValue): job \(fired.job.rawValue) begins beside job \(earlier.rawValue)"
    }
}
