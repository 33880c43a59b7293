import Console
import LonghaulClient

struct DeadDiscardCommand: Command {
    let name = "discard"
    let summary = "forget dead letters"

    let choice = DeadLetterChoice()
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            For good. What they were stays counted as failed in their jobs. A job that is stalled for want of a dead \
            task then can't go on any more: 'longhaul cancel' ends it.
            Where nothing matches, nothing is changed, and the exit code is 4; with --all it is 0.
            """,
        examples: [Manual.Example("longhaul dead discard --job 7k2m --code '550 5.1.1'", "Some of one job:")],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let filter = try choice.filter(arguments)
        let discarded = try await Client.using(scheduler: scheduler, arguments) { client in
            let discarded = try await client.discard(filter)
            if discarded == 0 { try await requireMatch(of: filter, client) }
            return discarded
        }
        try listing.print(
            arguments, json: ["discarded": JSON(discarded)], words: "discarded \(Format.count(discarded))")
        return .done
    }
}
