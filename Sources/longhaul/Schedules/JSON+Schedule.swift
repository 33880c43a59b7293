import Console
import LonghaulClient

extension JSON {
    init(_ schedule: Schedule) {
        self = [
            "schedule": .string(schedule.name), "tenant": .string(schedule.tenant), "cron": .string(schedule.cron),
            "time_zone": .string(schedule.timeZone), "catch_up": .string(schedule.catchUp.rawValue),
            "overlap": .string(schedule.overlap.rawValue), "paused": .bool(schedule.isPaused),
            "next_tick": JSON(time: schedule.nextTick), "queued_tick": JSON(time: schedule.queuedTick),
            "last_tick": JSON(time: schedule.lastTick),
            "last_job": schedule.lastJob.map { .string("\($0)") } ?? .null, "open_jobs": JSON(schedule.openJobs),
            "fired": JSON(schedule.fired), "caught_up": JSON(schedule.caughtUp), "missed": JSON(schedule.missed),
            "overlapped": JSON(schedule.overlapped), "refused": JSON(schedule.refused),
            "refusal": schedule.refusal.map { .string($0) } ?? .null,
            "refused_tick": JSON(time: schedule.refusedTick),
        ]
    }
}
