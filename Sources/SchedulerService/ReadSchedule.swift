import Calendars
import Contract
import RPC
import Scheduling

/// A schedule's specification, checked.
struct ReadSchedule {
    let expression: CronExpression
    let zone: TimeZone
    let catchUp: CatchUp
    let overlap: Overlap
    var job: JobSubmission
    let tasks: [TaskSubmission]

    /// An error names the field.
    init(_ spec: V1.ScheduleSpec, zones: inout TimeZones, codec: Codec) throws(Status) {
        do throws(CalendarError) {
            expression = try CronExpression(spec.cron)
        } catch {
            throw Status(.invalidArgument, "spec.cron: \(error)")
        }
        do throws(CalendarError) {
            zone = try zones.find(spec.timeZone.isEmpty ? TimeZone.utc.name : spec.timeZone)
        } catch {
            throw Status(.invalidArgument, "spec.time_zone: \(error)")
        }
        switch spec.catchUp {
        case .unspecified, .latest: catchUp = .latest
        case .skip: catchUp = .skip
        case .all: catchUp = .all
        default: throw Status(.invalidArgument, "spec.catch_up is \(spec.catchUp.rawValue), which means nothing")
        }
        switch spec.overlap {
        case .unspecified, .skip: overlap = .skip
        case .allow: overlap = .allow
        case .queueOne: overlap = .queueOne
        case .cancelEarlier: overlap = .cancelEarlier
        default: throw Status(.invalidArgument, "spec.overlap is \(spec.overlap.rawValue), which means nothing")
        }
        guard let job = spec.job else {
            throw Status(.invalidArgument, "spec.job is missing: what is a tick to submit?")
        }
        guard job.key.isEmpty else {
            throw Status(
                .invalidArgument,
                "spec.job: key is for jobs that are submitted once; each tick of a schedule fires once without it")
        }
        for (place, task) in job.tasks.enumerated() {
            if case .listed = task.items {
                throw Status(
                    .invalidArgument,
                    "spec.job.tasks[\(place)] has a list of items, which nobody appends to at a tick: leave what the items are in "
                        + "its payload")
            }
        }
        let reader = JobSpecReader(job, place: "spec.job")
        self.job = try reader.job()
        var tasks: [TaskSubmission] = []
        try reader.readTasks(into: &tasks, codec: codec)
        self.tasks = tasks
    }

    /// Zero: none within years.
    func tick(after time: Timestamp) -> Timestamp {
        let second = expression.next(after: time.milliseconds / 1_000, in: zone)
        return second.map { Timestamp(milliseconds: $0 * 1_000) } ?? .zero
    }

    /// What is to be done with the ticks that have come, from this one on.
    func plan(from first: Timestamp, at now: Timestamp) -> TickPlan {
        TickPlan(
            from: first, at: now, catchUp, isLateAfter: SchedulerOptions.tickIsLate,
            mostCaughtUp: Limits.caughtUpTicks, most: SchedulerOptions.ticksPerLook, tickAfter: tick(after:))
    }
}
