import Console
import LonghaulClient

struct DeadRequeueCommand: Command {
    let name = "requeue"
    let summary = "work on dead letters again"

    let choice = DeadLetterChoice()
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            With all their attempts anew. Those of a job that goes on, or is stalled, go back into it; those of a job \
            that has ended become a new job, whose id is printed: what has ended stays as it ended.
            """,
        examples: [
            Manual.Example("longhaul dead requeue --job 7k2m", "All of one job:"),
            Manual.Example("longhaul dead requeue 3f 3g", "Two of them:"),
        ],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let filter = try choice.filter(arguments)
        let (requeued, jobs) = try await Client.using(scheduler: scheduler, arguments) { client in
            let outcome = try await client.requeue(filter)
            if outcome.requeued == 0 { try await requireNamed(by: filter, client) }
            return outcome
        }
        let created = jobs.isEmpty ? "" : " (new jobs: \(jobs.map(\.description).joined(separator: ", ")))"
        try listing.print(
            arguments, json: ["requeued": JSON(requeued), "new_jobs": .array(jobs.map { .string("\($0)") })],
            words: "requeued \(Format.count(requeued))\(created)")
        return .done
    }
}
