import SchedulerService
import Scheduling

/// Schedules, as `SchedulerService+Schedules` and `+Ticks` deal with them; with a calendar of whole periods.
extension SchedulerNode {
    private static let tenant = "t0"
    /// A tick is late soon here.
    private static let lateAfter: UInt64 = 1_500
    private static let mostCaughtUp = 5
    private static let ticksPerLook = 8

    func operateSchedule(_ request: Request) {
        switch request {
        case .schedule(let name, let timetable):
            core.set(
                ScheduleSubmission(
                    tenant: Self.tenant, name: Array(name.utf8), spec: timetable.bytes, overlap: timetable.overlap,
                    next: next(name, timetable)))
        case .pauseSchedule(let name, let isPaused):
            guard let view = find(name) else { return }
            core.pause(view.id, isPaused, next: Timetable(view.spec).tick(after: core.now))
        case .triggerSchedule(let name):
            if let view = find(name) { _ = core.trigger(view.id, job, tasks(core.now)) }
        case .deleteSchedule(let name): if let view = find(name) { core.delete(view.id) }
        default: preconditionFailure("what an operator asks of schedules")
        }
    }

    private func find(_ name: String) -> ScheduleView? {
        core.schedule(Self.tenant, Array(name.utf8)).flatMap { core.schedule($0) }
    }

    private func next(_ name: String, _ timetable: Timetable) -> Timestamp {
        if let old = find(name), old.next != .zero, Timetable(old.spec).period == timetable.period { return old.next }
        return timetable.tick(after: core.now)
    }

    func fireDueTicks() {
        while !core.isBatchFull, let due = core.dueTick() {
            guard let view = core.schedule(due.schedule) else { preconditionFailure("what is due is there") }
            let timetable = Timetable(view.spec)
            if due.isQueued {
                fire(due.schedule, due.tick, next: .zero)
                continue
            }
            let plan = TickPlan(
                from: due.tick, at: core.now, timetable.catchUp, isLateAfter: Self.lateAfter,
                mostCaughtUp: Self.mostCaughtUp, most: Self.ticksPerLook, tickAfter: timetable.tick(after:))
            if plan.skipped > 0 {
                _ = core.skip(due.schedule, from: due.tick, count: plan.skipped, next: plan.nextAfterSkipped)
            }
            for place in plan.firing.indices {
                fire(due.schedule, plan.firing[place], next: plan.next(after: place))
            }
        }
    }

    private func fire(_ schedule: ScheduleID, _ tick: Timestamp, next: Timestamp) {
        world.note("schedule #: tick # is due", schedule.rawValue, UInt64(tick.milliseconds))
        _ = core.fire(
            schedule, tick: tick, next: next, isLate: core.now.milliseconds(since: tick) > Self.lateAfter, job,
            tasks(tick))
    }

    private var job: JobSubmission { JobSubmission(tenant: Self.tenant, name: [UInt8(ascii: "s")], retention: 3_000) }

    private func tasks(_ tick: Timestamp) -> [TaskSubmission] {
        [TaskSubmission(queue: "q0", kind: "a", items: .counted(UInt32(1 + tick.milliseconds % 3)))]
    }

    /// After the troubles: whatever was due has been dealt with by now, unless the process is new or was stopped until just
    /// now; and no more ticks come.
    func endSchedules() {
        let awake = world.now.wholeMilliseconds - max(startMoment, process.stoppedUntil.wholeMilliseconds)
        for id in core.schedules(after: .none) {
            guard let view = core.schedule(id) else { continue }
            if awake > 1_000, view.next != .zero, view.next + 3_000 < core.now {
                world.object("ticks-come", "schedule \(id.rawValue): tick \(view.next.milliseconds) is long due")
            }
            core.delete(id)
        }
    }
}
