import Console
import LonghaulClient

struct ScheduleShowCommand: Command {
    let name = "show"
    let summary = "show a schedule and its next five ticks"

    let schedule = ScheduleParameter()
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "Ticks are shown as clocks of the schedule's time zone have them, and in UTC.",
        examples: [Manual.Example("longhaul schedule show nightly", "In words:")],
        exitCodes: [.notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let schedule = try await Client.using(scheduler: scheduler, arguments) { client in
            try await self.schedule.find(client, arguments)
        }
        if arguments[listing.json] {
            try listing.print(arguments, json: JSON(schedule), words: "")
            return .done
        }
        // Where this machine has no such zone, the tick that the scheduler knows of is shown.
        let ticks = try? Ticks(schedule, count: 5)
        let known = schedule.nextTick.map { ["    \(Format.timestamp(unixMilliseconds: $0))"] } ?? []
        let next =
            ticks.map { ticks in ticks.moments.map { "    " + ticks.words($0).joined(separator: "  ") } } ?? known
        try Output.standardOutput.write(words(for: schedule, next).joined(separator: "\n") + "\n")
        return .done
    }

    func words(for schedule: Schedule, _ next: [String]) -> [String] {
        func moment(_ time: Int64) -> String { Format.timestamp(unixMilliseconds: time) }
        var lines = [
            "schedule \(schedule.name) of \(schedule.tenant): '\(schedule.cron)' in \(schedule.timeZone)"
                + (schedule.isPaused ? ", paused" : ""),
            "submits \(schedule.kinds.joined(separator: ", ")); catch-up \(schedule.catchUp.rawValue), "
                + "overlap \(schedule.overlap.rawValue)",
            "fired \(Format.count(schedule.fired)), of those late \(Format.count(schedule.caughtUp)); dropped: late "
                + "\(Format.count(schedule.missed)), for an earlier job \(Format.count(schedule.overlapped)), refused "
                + Format.count(schedule.refused),
        ]
        if let last = schedule.lastTick, let job = schedule.lastJob {
            lines.append(
                "last tick \(moment(last)), job \(job); \(Format.count(schedule.openJobs)) of its jobs go on")
        }
        if let queued = schedule.queuedTick {
            lines.append("tick \(moment(queued)) waits for the end of an earlier job")
        }
        if let refusal = schedule.refusal, let tick = schedule.refusedTick {
            lines.append("tick \(moment(tick)) was refused: \(refusal)")
        }
        switch (next.isEmpty, schedule.isPaused) {
        case (false, _): lines.append("next ticks:")
        case (true, true):
            lines.append("no next tick: 'longhaul schedule resume \(schedule.name)' lets it go on")
        case (true, false): lines.append("no next tick: it rests until it is set again")
        }
        return lines.map(DisplayText.printable) + next
    }
}
