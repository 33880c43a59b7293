import Console
import LonghaulClient

struct DeadRequeueCommand: Command {
    let name = "requeue"
    let summary = "work on dead letters again"

    let choice = DeadLetterChoice()
    let rate = Option(
        "rate", .itemRate, help: "so many in a stretch of time, by the scheduler itself; else all at once")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            With all their attempts anew. Those of a job that goes on, or is stalled, go back into it; those of a job \
            that has ended become a new job, whose id is printed: what has ended stays as it ended.
            With --rate the scheduler takes an order, and the command returns with its id: letters that match now go \
            back one after the other, also after a restart of the scheduler. 'longhaul dead orders' shows how far it \
            is, 'longhaul dead stop' ends it. An order takes no ids and no --code: 'longhaul dead groups' shows groups.
            Where nothing matches, nothing is changed, and the exit code is 4; with --all it is 0.
            """,
        examples: [
            Manual.Example("longhaul dead requeue --job 7k2m", "All of one job:"),
            Manual.Example("longhaul dead requeue 3f 3g", "Two of them:"),
            Manual.Example("longhaul dead requeue --queue mail --rate 20/s", "Without flooding who could not keep up:"),
        ],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let filter = try choice.filter(arguments)
        if let rate = arguments[rate] { return try await order(filter, rate, arguments) }
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

    private func order(
        _ filter: DeadLetterFilter, _ rate: WorkLimits.Rate, _ arguments: Arguments
    ) async throws -> ExitCode {
        guard filter.ids.isEmpty, filter.code == nil else {
            throw CommandFailure(
                .usage, "--rate goes with --job, --queue, --kind, --group or --all, not with ids or --code")
        }
        guard rate.items <= 1_000_000 else {
            throw CommandFailure(.usage, "--rate: at most 1,000,000 letters at a time")
        }
        let id = try await Client.using(scheduler: scheduler, arguments) { client in
            if try await client.deadLetters(filter, limit: 1).letters.isEmpty {
                try await requireMatch(of: filter, client)
            }
            return try await client.orderRequeue(filter, letters: rate.items, per: rate.period)
        }
        try listing.print(
            arguments, json: ["order": .string("\(id)")],
            words: "order \(id) runs; 'longhaul dead orders' shows how far it is")
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
