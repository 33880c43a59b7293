import Contract
import Platform
import RPC
import Scheduling

/// Ticks whose time has come.
extension SchedulerService {
    /// Deals with some of them; the core's next deadline says when there are more.
    func fireDueTicks() {
        var left = SchedulerOptions.schedulesPerTurn
        while left > 0, !core.isBatchFull, let due = core.dueTick() {
            deal(with: due)
            left -= 1
        }
    }

    private func deal(with due: DueTick) {
        do throws(Status) {
            guard let view = core.schedule(due.schedule) else { return }
            let schedule = try read(view.spec)
            due.isQueued ? fire(due, next: .zero, schedule) : catchUp(due, schedule)
        } catch {
            // It was read before: the time zone is not there any more, or an older version has written it.
            log(due, "A schedule can't be read any more: set it again", error)
            core.refuse(due, reason(error), next: .zero)
        }
    }

    /// By now others may have come behind the tick.
    private func catchUp(_ due: DueTick, _ schedule: ReadSchedule) {
        let plan = schedule.plan(from: due.tick, at: core.now)
        if plan.skipped > 0 {
            _ = core.skip(due.schedule, from: due.tick, count: plan.skipped, next: plan.nextAfterSkipped)
        }
        for place in plan.firing.indices where !core.isBatchFull {
            let tick = DueTick(schedule: due.schedule, tick: plan.firing[place], isQueued: false)
            fire(tick, next: plan.next(after: place), schedule)
        }
    }

    private func isLate(_ tick: Timestamp) -> Bool {
        core.now.milliseconds(since: tick) > SchedulerOptions.tickIsLate
    }

    private func fire(_ due: DueTick, next: Timestamp, _ schedule: ReadSchedule) {
        do throws(Status) {
            try checkRoom(schedule, of: due.schedule)
            _ = core.fire(
                due.schedule, tick: due.tick, next: next, isLate: isLate(due.tick), schedule.job, schedule.tasks)
        } catch {
            log(due, "The job of a schedule was refused", error)
            core.refuse(due, reason(error), next: next)
        }
    }

    /// As of a submit; where the overlap policy lets no job begin now, there needs to be no room for one.
    func checkRoom(_ schedule: ReadSchedule, of id: ScheduleID) throws(Status) {
        let read: ReadJobs = ([schedule.job], schedule.tasks)
        try checkNames(read)
        try checkDrains(read, counts: [schedule.tasks.count], nil)
        if core.makeWay(for: id) { try checkDepth(read, counts: [schedule.tasks.count], nil) }
    }

    func read(_ spec: [UInt8]) throws(Status) -> ReadSchedule {
        var schedule = try ReadSchedule(try decode(spec), zones: &timeZones, codec: codec)
        keep(&schedule.job, of: schedule.tasks[0])
        return schedule
    }

    func decode(_ spec: [UInt8]) throws(Status) -> V1.ScheduleSpec {
        do throws(CodecError) {
            return try codec.decode(V1.ScheduleSpec.self, from: spec)
        } catch {
            throw Status(.internal, "the schedule can't be decoded: \(error)")
        }
    }

    private func reason(_ status: Status) -> [UInt8] {
        Array(status.message.prefix(bytes: Limits.noteText).utf8)
    }

    private func log(_ due: DueTick, _ message: String, _ error: Status) {
        let name = core.schedule(due.schedule).map { String(decoding: $0.name, as: UTF8.self) } ?? ""
        logger.warning(message, ["schedule": name, "tick": due.tick.milliseconds, "error": error.message])
    }
}
