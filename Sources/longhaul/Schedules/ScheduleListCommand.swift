import Console
import LonghaulClient

struct ScheduleListCommand: Command {
    let name = "list"
    let summary = "list the schedules, oldest first"

    let tenant = Option("tenant", .text(upTo: 64), help: "only this tenant's schedules")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion:
            "FIRED counts ticks whose job was submitted, DROPPED those that were late, came while an earlier job "
            + "went on, or were refused; 'longhaul schedule show' tells them apart.",
        examples: [Manual.Example("longhaul schedule list --json", "For programs, one a line:")],
        exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let schedules = try await Client.using(scheduler: scheduler, arguments) { client in
            var schedules: [Schedule] = []
            var after: UInt64? = 0
            while let from = after {
                let page = try await client.schedules(tenant: arguments[tenant], limit: 1_000, after: from)
                schedules += page.schedules
                after = page.next
            }
            return schedules
        }
        let columns: [Table.Column] = [
            Table.Column("NAME", shrinks: true), Table.Column("TENANT", shrinks: true),
            Table.Column("CRON", shrinks: true), Table.Column("ZONE", shrinks: true), Table.Column("NEXT TICK"),
            Table.Column("JOBS", .right), Table.Column("FIRED", .right), Table.Column("DROPPED", .right),
        ]
        try listing.print(schedules, columns, nothing: "no schedules", arguments, json: { JSON($0) }) { schedule in
            [
                schedule.name, schedule.tenant, schedule.cron, schedule.timeZone,
                schedule.nextTick.map { Format.timestamp(unixMilliseconds: $0) }
                    ?? (schedule.isPaused ? "paused" : "none"),
                Format.count(schedule.openJobs), Format.count(schedule.fired),
                Format.count(schedule.missed + schedule.overlapped + schedule.refused),
            ]
        }
        return .done
    }
}
