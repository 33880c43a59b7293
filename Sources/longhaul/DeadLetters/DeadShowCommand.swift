import Console
import LonghaulClient

struct DeadShowCommand: Command {
    let name = "show"
    let summary = "show a dead letter"

    let letter = Positional("id", .letter, help: "its id")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion:
            "With the tries that failed before the last one: five at most, the newest first, and none where too many "
            + "items of the task had failed.",
        examples: [Manual.Example("longhaul dead show 3f", "In words:")], exitCodes: [.notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        var filter = DeadLetterFilter()
        filter.ids = [arguments[letter]]
        let page = try await Client.using(scheduler: scheduler, arguments) { [filter] in
            try await $0.deadLetters(filter, limit: 1, history: true)
        }
        guard let letter = page.letters.first else {
            throw CommandFailure(
                .notFound, "no dead letter has the id \(arguments[letter]): it was requeued or discarded, or never was")
        }
        try listing.print(arguments, json: JSON(withHistory: letter), words: words(for: letter))
        return .done
    }

    func words(for letter: DeadLetter) -> String {
        let item = letter.item.map { "item \(Format.count($0)) of " } ?? ""
        let lines = [
            "dead letter \(letter.id): \(item)task \(letter.taskName) of job \(letter.job)",
            "queue \(letter.queue), kind \(letter.kind), group \(letter.group)",
            "died \(Format.timestamp(unixMilliseconds: letter.died)), cause \(letter.cause.rawValue), "
                + "attempts \(letter.attempts)",
        ]
        let requeue = "'longhaul dead requeue \(letter.id)' works on it again, "
        let advice =
            (letter.cause == .countNotSet ? "" : requeue) + "'longhaul dead discard \(letter.id)' forgets it"
        let history = letter.history.map { failed in
            let why = [failed.code, failed.text].filter { !$0.isEmpty }.joined(separator: ": ")
            return "before that, attempt \(failed.attempt) at \(Format.timestamp(unixMilliseconds: failed.failed)): "
                + (failed.isTimedOut
                    ? "it took longer than it may"
                    : why.isEmpty ? "its handler did not say why" : DisplayText.firstLine(why))
        }
        return
            (lines.map(DisplayText.printable) + DisplayText.lines(letter.failure)
            + history.reversed().map(DisplayText.printable) + [advice])
            .joined(separator: "\n")
    }
}
