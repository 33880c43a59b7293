import Scheduling

/// Facts of schedules, told naively.
extension History {
    func applyToSchedule(_ fact: Fact, _ row: DurableRow) {
        switch fact {
        case .scheduleSet(let set):
            var schedule =
                schedules[set.id]
                ?? Schedule(name: row.bytes(set.name), tenant: set.tenant, timetable: Timetable(row.bytes(set.spec)))
            schedule.timetable = Timetable(row.bytes(set.spec))
            schedule.next = set.next
            schedules[set.id] = schedule
        case .schedulePaused(let id, let isPaused, let next):
            schedules[id]?.isPaused = isPaused
            if schedules[id]?.queued != .zero { schedules[id]?.counts.overlapped += 1 }
            schedules[id]?.queued = .zero
            schedules[id]?.next = next
        case .scheduleDeleted(let id): schedules[id] = nil
        case .tickFired(let fired):
            if fired.kind == .queued { schedules[fired.schedule]?.queued = .zero }
            if fired.kind == .caughtUp { schedules[fired.schedule]?.counts.caughtUp += 1 }
            schedules[fired.schedule]?.counts.fired += 1
            schedules[fired.schedule]?.last = fired.tick
            schedules[fired.schedule]?.next = fired.next
            schedules[fired.schedule]?.jobs.append(fired.job)
        case .ticksSkipped(let id, let count, let cause, let next):
            switch cause {
            case .missed: schedules[id]?.counts.missed += UInt64(count)
            case .overlapped: schedules[id]?.counts.overlapped += UInt64(count)
            }
            schedules[id]?.next = next
        case .tickQueued(let id, let tick, let next):
            schedules[id]?.queued = tick
            schedules[id]?.next = next
        case .tickRefused(let id, let tick, let next, _):
            if schedules[id]?.queued == tick { schedules[id]?.queued = .zero }
            schedules[id]?.counts.refused += 1
            schedules[id]?.next = next
        default: preconditionFailure("a fact of a schedule")
        }
    }

    func openJobs(of schedule: Schedule) -> [JobID] {
        schedule.jobs.filter { jobs[$0].map { !$0.state.hasEnded && !$0.isRemoved } ?? false }
    }

    func scheduleDifference(_ core: borrowing Scheduler) -> String? {
        let shown = core.schedules(after: .none)
        if Set(shown) != Set(schedules.keys) { return "\(shown.count) schedules, by the rows \(schedules.count)" }
        for id in shown {
            guard let view = core.schedule(id), let known = schedules[id] else { continue }
            guard view.name == known.name, view.tenant == tenantNames[Int(known.tenant.rawValue)],
                view.spec == known.timetable.bytes, view.isPaused == known.isPaused, view.next == known.next,
                view.queued == known.queued, view.last == known.last, view.counts == known.counts,
                Int(view.openJobs) == openJobs(of: known).count
            else { return "schedule \(id.rawValue): it differs" }
        }
        return nil
    }
}
