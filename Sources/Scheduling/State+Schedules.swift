/// How facts about schedules change the state.
extension State {
    mutating func set(_ set: ScheduleSet) {
        var index = schedule(set.id)
        if index.isNone {
            precondition(set.id.rawValue == nextSchedule, "schedule ids are given in order")
            nextSchedule += 1
            index = schedules.insert(
                ScheduleRecord(id: set.id, tenant: set.tenant, name: set.name, spec: set.spec, overlap: set.overlap))
            scheduleTable.insert(set.id.rawValue, index)
            schedulesByName[ScheduleName(tenant: set.tenant, name: blobs[set.name])] = set.id
        } else {
            blobs.retire(set.name)
            blobs.retire(schedules[index].spec)
            blobs.retire(schedules[index].refusal)
            schedules[index].spec = set.spec
            schedules[index].overlap = set.overlap
            schedules[index].refusal = .none
            schedules[index].refusedTick = .zero
        }
        setNext(set.next, of: index)
    }

    mutating func pause(_ schedule: ScheduleIndex, _ isPaused: Bool, next: Timestamp) {
        schedules[schedule].isPaused = isPaused
        if schedules[schedule].queued != .zero {
            schedules[schedule].queued = .zero
            schedules[schedule].counts.overlapped += 1
        }
        setNext(next, of: schedule)
    }

    /// Its jobs go on, and still know which tick they come from.
    mutating func delete(_ schedule: ScheduleIndex) {
        let record = schedules[schedule]
        schedulesByName[ScheduleName(tenant: record.tenant, name: blobs[record.name])] = nil
        blobs.retire(record.name)
        blobs.retire(record.spec)
        blobs.retire(record.refusal)
        scheduleTable.remove(record.id.rawValue, schedule)
        schedules.remove(schedule)
    }

    mutating func fire(_ fired: TickFired, of schedule: ScheduleIndex, job: JobIndex) {
        let first = schedules[schedule].firstOpen
        let origin = origins.insert(
            OriginRecord(schedule: fired.schedule, tick: fired.tick, job: fired.job, next: first))
        extras[makeExtras(of: job)].origin = origin
        if !first.isNone { origins[first].previous = origin }
        schedules[schedule].firstOpen = origin
        schedules[schedule].openJobs += 1
        if fired.tick == schedules[schedule].queued { schedules[schedule].queued = .zero }
        schedules[schedule].last = fired.tick
        schedules[schedule].lastJob = fired.job
        schedules[schedule].counts.fired += 1
        if fired.kind == .caughtUp { schedules[schedule].counts.caughtUp += 1 }
        setNext(fired.next, of: schedule)
    }

    mutating func skip(_ count: UInt32, _ cause: SkipCause, of schedule: ScheduleIndex, next: Timestamp) {
        switch cause {
        case .missed: schedules[schedule].counts.missed += UInt64(count)
        case .overlapped: schedules[schedule].counts.overlapped += UInt64(count)
        }
        setNext(next, of: schedule)
    }

    mutating func queue(_ tick: Timestamp, of schedule: ScheduleIndex, next: Timestamp) {
        precondition(schedules[schedule].queued == .zero, "one tick waits at most")
        schedules[schedule].queued = tick
        setNext(next, of: schedule)
    }

    mutating func refuse(_ tick: Timestamp, _ reason: BlobHandle, of schedule: ScheduleIndex, next: Timestamp) {
        if tick == schedules[schedule].queued { schedules[schedule].queued = .zero }
        blobs.retire(schedules[schedule].refusal)
        schedules[schedule].refusal = reason
        schedules[schedule].refusedTick = tick
        schedules[schedule].counts.refused += 1
        setNext(next, of: schedule)
    }

    private mutating func setNext(_ next: Timestamp, of schedule: ScheduleIndex) {
        if next == schedules[schedule].next { return }
        schedules[schedule].next = next
        if next != .zero { dueTicks.insert(next, schedules[schedule].id) }
    }

    /// The job has ended; a tick may have waited for it.
    mutating func leaveSchedule(_ job: JobIndex) {
        let origin = extras[jobs[job].extras].origin
        if origin.isNone { return }
        let record = origins[origin]
        let schedule = schedule(record.schedule)
        if schedule.isNone { return }
        if record.previous.isNone {
            schedules[schedule].firstOpen = record.next
        } else {
            origins[record.previous].next = record.next
        }
        if !record.next.isNone { origins[record.next].previous = record.previous }
        schedules[schedule].openJobs -= 1
        if schedules[schedule].openJobs == 0, schedules[schedule].queued != .zero {
            dueTicks.insert(time, record.schedule)
        }
    }

    /// Of its jobs that have not ended, the newest first.
    func openJobs(of schedule: ScheduleIndex) -> [JobID] {
        var found: [JobID] = []
        var origin = schedules[schedule].firstOpen
        while !origin.isNone {
            found.append(origins[origin].job)
            origin = origins[origin].next
        }
        return found
    }

    /// Empty: it was deleted.
    func name(of id: ScheduleID) -> [UInt8] {
        let schedule = schedule(id)
        return schedule.isNone ? [] : blobs[schedules[schedule].name]
    }

    func checkSchedules() -> String? {
        if schedulesByName.count != schedules.count || scheduleTable.count != schedules.count {
            return "a table of schedules has not all of \(schedules.count)"
        }
        for schedule in schedules.indices {
            let record = schedules[schedule]
            let name = ScheduleName(tenant: record.tenant, name: blobs[record.name])
            if self.schedule(record.id) != schedule || schedulesByName[name] != record.id {
                return "schedule \(record.id.rawValue): its id or its name leads elsewhere"
            }
            if record.isPaused, record.next != .zero || record.queued != .zero {
                return "schedule \(record.id.rawValue): a tick comes or waits, though it is paused"
            }
            let listed = openJobs(of: schedule)
            let open = jobs.indices.filter { job in
                let origin = extras(of: job).origin
                return !origin.isNone && origins[origin].schedule == record.id && !jobs[job].state.hasEnded
            }
            if listed.count != record.openJobs || Set(listed) != Set(open.map { jobs[$0].id }) {
                return "schedule \(record.id.rawValue): \(listed.count) of \(open.count) open jobs are listed"
            }
        }
        let submitted = jobs.indices.count { !extras(of: $0).origin.isNone }
        return submitted == origins.count ? nil : "\(origins.count) origins, \(submitted) belong to jobs"
    }
}
