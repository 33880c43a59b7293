import Console
import LonghaulClient

/// Which schedule is meant.
struct ScheduleParameter: ParameterGroup {
    let name = Positional("name", .text(upTo: 64), help: "the schedule's name")
    let tenant = Option("tenant", .text(upTo: 64), default: "default", help: "whose schedule it is")

    func find(_ client: Client, _ arguments: Arguments) async throws(LonghaulError) -> Schedule {
        try await client.schedule(arguments[name], of: arguments[tenant])
    }

    /// What it is called in a line for people.
    func label(_ arguments: Arguments) -> String { DisplayText.printable("schedule \(arguments[name])") }
}
