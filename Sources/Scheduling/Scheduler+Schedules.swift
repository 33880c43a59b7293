/// A schedule to be made or replaced.
package struct ScheduleSubmission {
    package var tenant: String
    package var name: [UInt8]
    /// As the shell encodes it.
    package var spec: [UInt8]
    package var overlap: Overlap
    /// The tick that comes next. Where the schedule is paused it has none.
    package var next: Timestamp

    package init(tenant: String, name: [UInt8], spec: [UInt8], overlap: Overlap, next: Timestamp) {
        self.tenant = tenant
        self.name = name
        self.spec = spec
        self.overlap = overlap
        self.next = next
    }
}

/// A tick whose time has come.
package struct DueTick: Equatable, Sendable {
    package let schedule: ScheduleID
    package let tick: Timestamp
    /// It has waited for earlier jobs; the tick that comes next stays the same.
    package let isQueued: Bool

    package init(schedule: ScheduleID, tick: Timestamp, isQueued: Bool) {
        self.schedule = schedule
        self.tick = tick
        self.isQueued = isQueued
    }
}

package enum OnTick: Equatable, Sendable {
    case fired(JobID)
    /// An earlier job of the schedule has not ended: this one.
    case overlapped(JobID)
    /// It fires when the earlier jobs have ended.
    case queued
    /// It is not the schedule's next one: it was dealt with before.
    case stale
}

/// Schedules. The core has no calendar: whoever asks it for due ticks tells it which tick is the one after. What makes
/// each fire once is that a tick is taken only while it is the schedule's durable next one, in the same batch with its job
/// and the tick after.
extension Scheduler {
    /// How many are kept.
    package static let schedules = 10_000

    package func schedule(_ tenant: String, _ name: [UInt8]) -> ScheduleID? {
        state.tenants.find(tenant).flatMap { state.schedulesByName[ScheduleName(tenant: $0, name: name)] }
    }

    package var hasRoomForSchedule: Bool { state.schedules.count < Self.schedules }

    /// Replaces the one of that name.
    package mutating func set(_ schedule: ScheduleSubmission) {
        let id = self.schedule(schedule.tenant, schedule.name)
        let isPaused = id.map { state.schedules[state.schedule($0)].isPaused } ?? false
        let tenant = name(schedule.tenant, in: .tenant)
        emit(
            .scheduleSet(
                ScheduleSet(
                    id: id ?? ScheduleID(rawValue: state.nextSchedule), tenant: tenant,
                    name: state.blobs.insert(schedule.name), spec: state.blobs.insert(schedule.spec),
                    overlap: schedule.overlap, next: isPaused ? .zero : schedule.next)))
    }

    /// `next`: the first tick after a pause. A tick that waits is skipped by a pause.
    package mutating func pause(_ id: ScheduleID, _ isPaused: Bool, next: Timestamp) {
        if state.schedules[state.schedule(id)].isPaused == isPaused { return }
        emit(.schedulePaused(id, isPaused, next: isPaused ? .zero : next))
    }

    /// Its jobs go on.
    package mutating func delete(_ id: ScheduleID) {
        emit(.scheduleDeleted(id))
    }

    /// The earliest tick whose time has come; the same one until it is dealt with. nil: none.
    package mutating func dueTick() -> DueTick? {
        while let entry = state.dueTicks.first, entry.deadline <= now {
            let schedule = state.schedule(entry.key)
            if !schedule.isNone {
                let record = state.schedules[schedule]
                if record.queued != .zero, record.openJobs == 0 || record.overlap == .allow {
                    return DueTick(schedule: entry.key, tick: record.queued, isQueued: true)
                }
                if record.next != .zero, record.next <= now {
                    return DueTick(schedule: entry.key, tick: record.next, isQueued: false)
                }
            }
            state.dueTicks.removeFirst()
        }
        return nil
    }

    /// Submits the tick's job, unless the schedule's overlap policy says otherwise. `next`: the tick after it; of one
    /// that was queued it is left as it is. The caller has checked the job and its tasks: nothing is refused.
    package mutating func fire(
        _ id: ScheduleID, tick: Timestamp, next: Timestamp, isLate: Bool, _ job: JobSubmission,
        _ tasks: [TaskSubmission]
    ) -> OnTick {
        let schedule = state.schedule(id)
        guard !schedule.isNone, tick != .zero else { return .stale }
        let record = state.schedules[schedule]
        if tick == record.queued {
            if record.openJobs > 0, record.overlap != .allow { return .queued }
            return .fired(submit(job, tasks, as: tick, of: id, .queued, next: record.next))
        }
        guard tick == record.next else { return .stale }
        precondition(next == .zero || next > tick, "ticks ascend")
        switch makeRoom(for: schedule) {
        case .free: return .fired(submit(job, tasks, as: tick, of: id, isLate ? .caughtUp : .onTime, next: next))
        case .taken(let earlier):
            emit(.ticksSkipped(id, 1, .overlapped, next: next))
            return .overlapped(earlier)
        case .wait:
            emit(.tickQueued(id, tick: tick, next: next))
            return .queued
        }
    }

    /// The same for a tick beside those that the calendar names, whose time is now: it changes nothing when it does not
    /// fire. nil: the schedule is not there.
    package mutating func trigger(_ id: ScheduleID, _ job: JobSubmission, _ tasks: [TaskSubmission]) -> OnTick? {
        let schedule = state.schedule(id)
        if schedule.isNone { return nil }
        let record = state.schedules[schedule]
        // No other tick has its name.
        var tick = max(now, record.last + 1)
        if tick == record.next || tick == record.queued { tick = tick + 1 }
        switch makeRoom(for: schedule) {
        case .free: return .fired(submit(job, tasks, as: tick, of: id, .extra, next: record.next))
        case .taken(let earlier): return .overlapped(earlier)
        case .wait:
            if record.isPaused { return .overlapped(record.lastJob) }
            emit(.tickQueued(id, tick: tick, next: record.next))
            return .queued
        }
    }

    /// These ticks, from the next one on, came when nobody was there. `next`: the one after them. False: `tick` is not
    /// the schedule's next one.
    package mutating func skip(_ id: ScheduleID, from tick: Timestamp, count: UInt32, next: Timestamp) -> Bool {
        let schedule = state.schedule(id)
        guard !schedule.isNone, tick != .zero, state.schedules[schedule].next == tick else { return false }
        precondition(count > 0 && (next == .zero || next > tick), "ticks ascend")
        emit(.ticksSkipped(id, count, .missed, next: next))
        return true
    }

    /// The job of a due tick can't be accepted: that is kept, and shown. `next`: the tick after it, zero when nobody can
    /// tell which that is: the schedule then rests until it is set again. Of one that was queued it is left as it is.
    package mutating func refuse(_ due: DueTick, _ reason: [UInt8], next: Timestamp) {
        let schedule = state.schedule(due.schedule)
        guard !schedule.isNone, due.tick != .zero else { return }
        let record = state.schedules[schedule]
        guard due.tick == (due.isQueued ? record.queued : record.next) else { return }
        emit(
            .tickRefused(
                due.schedule, tick: due.tick, next: due.isQueued ? record.next : next,
                reason: state.blobs.insert(reason)))
    }

    /// What has to go before a job of the schedule begins goes, by the overlap policy. False: a tick that comes now waits, or
    /// does not fire.
    package mutating func makeWay(for id: ScheduleID) -> Bool {
        let schedule = state.schedule(id)
        if schedule.isNone { return false }
        if state.schedules[schedule].overlap == .allow { return true }
        if state.schedules[schedule].overlap == .cancelEarlier {
            for job in state.openJobs(of: schedule) { _ = cancel(job) }
        }
        return state.schedules[schedule].openJobs == 0
    }

    private enum Room {
        case free
        case taken(JobID)
        case wait
    }

    /// What the overlap policy lets a tick do that has come now. Of earlier jobs that are cancelled the workers may need a
    /// moment to stop: two runs are never at work at once.
    private mutating func makeRoom(for schedule: ScheduleIndex) -> Room {
        let isClear = makeWay(for: state.schedules[schedule].id)
        let record = state.schedules[schedule]
        if isClear, record.queued == .zero || record.overlap != .queueOne { return .free }
        return record.queued == .zero && record.overlap != .skip ? .wait : .taken(record.lastOpenJob(state.origins))
    }

    private mutating func submit(
        _ job: JobSubmission, _ tasks: [TaskSubmission], as tick: Timestamp, of schedule: ScheduleID, _ kind: TickKind,
        next: Timestamp
    ) -> JobID {
        let id = submit(job)
        emit(.tickFired(TickFired(schedule: schedule, tick: tick, job: id, kind: kind, next: next)))
        for task in tasks { addTask(to: id, task) }
        return id
    }
}

extension ScheduleRecord {
    /// Where a tick waits for jobs that have ended just now: the newest that has fired.
    fileprivate func lastOpenJob(_ origins: borrowing Slab<OriginRecord>) -> JobID {
        firstOpen.isNone ? lastJob : origins[firstOpen].job
    }
}
