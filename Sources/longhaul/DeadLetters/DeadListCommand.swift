import Console
import LonghaulClient

struct DeadListCommand: Command {
    let name = "list"
    let summary = "list dead letters, oldest first"

    let selection = DeadLetterSelection()
    let limit = Option("limit", .integer(in: 1...100_000), default: 100, help: "at most so many")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion:
            "A dead letter is an item, or a whole task, that used up its attempts. It stays until a person decides.",
        examples: [
            Manual.Example("longhaul dead list --job 7k2m", "What failed in one job:"),
            Manual.Example("longhaul dead list --code timeout --limit 1000 --json", "By failure, for programs:"),
        ],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        var filter = try selection.filter(arguments)
        if filter == DeadLetterFilter() { filter.everything = true }
        let letters = try await Client.using(scheduler: scheduler, arguments) { [filter] client in
            let letters = try await oldest(arguments[limit], filter, from: client)
            if letters.isEmpty, let job = filter.job { _ = try await client.job(job) }
            return letters
        }
        let columns: [Table.Column] = [
            Table.Column("ID"), Table.Column("JOB"), Table.Column("TASK", shrinks: true), Table.Column("ITEM", .right),
            Table.Column("CAUSE"), Table.Column("TRIES", .right), Table.Column("CODE", shrinks: true),
            Table.Column("AGE", .right), Table.Column("TEXT", shrinks: true),
        ]
        // Of letters that were named and are not there, the failure speaks.
        if letters.isEmpty { try requireNamed(by: filter, in: letters, isWhole: true) }
        try listing.print(letters, columns, nothing: "no dead letters", arguments, json: { JSON($0) }) { letter in
            [
                "\(letter.id)", "\(letter.job)", letter.taskName, letter.item.map { Format.count($0) } ?? "all",
                letter.cause.rawValue, "\(letter.attempts)", letter.code.isEmpty ? "-" : letter.code,
                Format.age(since: letter.died), DisplayText.firstLine(letter.reason),
            ]
        }
        try requireNamed(by: filter, in: letters, isWhole: letters.count < arguments[limit])
        return .done
    }

    private func oldest(_ limit: Int, _ filter: DeadLetterFilter, from client: Client) async throws -> [DeadLetter] {
        var letters: [DeadLetter] = []
        var after: DeadLetterID?
        repeat {
            let page = try await client.deadLetters(filter, limit: min(limit - letters.count, 1000), after: after)
            letters += page.letters
            after = page.next
        } while after != nil && letters.count < limit
        return letters
    }
}
