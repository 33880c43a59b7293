import Console
import LonghaulClient

struct ScheduleNextCommand: Command {
    let name = "next"
    let summary = "list a schedule's next ticks"

    let schedule = ScheduleParameter()
    let count = Option("count", .integer(in: 1...1_000), default: 5, help: "how many")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "Worked out on this machine, by its time zones. A schedule that is paused has no next tick.",
        examples: [Manual.Example("longhaul schedule next nightly --count 30", "A month ahead:")],
        exitCodes: [.notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let schedule = try await Client.using(scheduler: scheduler, arguments) { client in
            try await self.schedule.find(client, arguments)
        }
        let ticks = try Ticks(schedule, count: arguments[count])
        let columns = [Table.Column(schedule.timeZone.uppercased()), Table.Column("TICK")]
        try listing.print(
            ticks.moments, columns, nothing: "schedule \(schedule.name) has no next tick", arguments,
            json: { ticks.json($0) }, cells: { ticks.words($0) })
        return .done
    }
}
