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
            Where nothing matches, nothing is changed, and the exit code is 4; with --all it is 0.
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
            if outcome.requeued == 0 { try await explainNone(of: filter, client) }
            return outcome
        }
        let created = jobs.isEmpty ? "" : " (new jobs: \(jobs.map(\.description).joined(separator: ", ")))"
        try listing.print(
            arguments, json: ["requeued": JSON(requeued), "new_jobs": .array(jobs.map { .string("\($0)") })],
            words: "requeued \(Format.count(requeued))\(created)")
        return .done
    }

    /// Letters may match and stay: those of tasks that have no items to work on.
    private func explainNone(of filter: DeadLetterFilter, _ client: Client) async throws {
        if filter.everything { return }
        var after: DeadLetterID?
        repeat {
            let page = try await client.deadLetters(filter, limit: 1000, after: after)
            guard !page.letters.contains(where: { $0.cause == .countNotSet }) else {
                throw CommandFailure(
                    .refused,
                    "what matches can't be requeued: nobody has set how many items those tasks have; "
                        + "submit the job again, and 'longhaul dead discard' forgets them")
            }
            after = page.next
        } while after != nil
        try await requireMatch(of: filter, client)
    }
}
