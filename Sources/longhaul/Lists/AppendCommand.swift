import Console
import LonghaulClient

struct AppendCommand: Command {
    let name = "append"
    let summary = "append items to a task"

    let job = Positional("job", .job, help: "the job's id")
    let file = Positional("file", .path, help: "a file with an item in each line; - is standard input")
    let task = Option("task", .text(upTo: 64), help: "the task's name; else the only one that takes items")
    let seal = Flag("seal", help: "no more items follow: the task ends when all that are there are done")
    let first = Option(
        "first", .integer(in: 0...UInt64(10_000_000)),
        help: "the number of the file's first item; lines that the list has already are left out")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            For tasks that were submitted with a list (--items-from or --open, or "items": "listed" in a job file). Each \
            line is the payload of an item, also an empty one, of at most 64 KiB. Items are worked on as they come; the task \
            ends after its list was sealed. A list that nothing is appended to for its time-out is given up.
            Returns when all items are durable. One that was interrupted is run again with the same file and --first.
            """,
        examples: [
            Manual.Example("longhaul append 7k2m more.txt", "Behind those that are there:"),
            Manual.Example("longhaul append 7k2m addresses.txt --first 0 --seal", "Going on with the same file:"),
            Manual.Example("generate | longhaul append 7k2m - --seal", "As they come, and then no more:"),
            Manual.Example("longhaul append 7k2m /dev/null --seal", "None, but those were all:"),
        ],
        exitCodes: [.failed, .refused, .notFound, .unavailable, .interrupted])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        try Foreground.run {
            let (id, file) = (arguments[job], try ItemFile(arguments[file], first: arguments[first]))
            let outcome = try await Client.using(scheduler: scheduler, arguments) { client in
                let task = try task(of: try await client.job(id), arguments)
                return try await file.append(to: id, task: task, seal: arguments[seal], client)
            }
            try print(outcome, arguments)
            return .done
        }
    }

    private func print(_ outcome: ItemFile.Outcome, _ arguments: Arguments) throws {
        var words = "\(Format.count(outcome.appended)) appended"
        if outcome.known > 0 { words += ", \(Format.count(outcome.known)) were there" }
        words += "; the list has \(Format.count(outcome.total)), and is \(outcome.isSealed ? "sealed" : "open")"
        try listing.print(
            arguments,
            json: [
                "job": .string("\(arguments[job])"), "appended": JSON(outcome.appended), "known": JSON(outcome.known),
                "total": JSON(outcome.total), "open": .bool(!outcome.isSealed),
            ], words: words)
    }

    private func task(of job: Job, _ arguments: Arguments) throws(CommandFailure) -> Int {
        if let name = arguments[task] {
            guard let named = job.tasks.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    .notFound, "job \(job.id) has no task named \(name): 'longhaul job \(job.id)' shows its tasks")
            }
            return named.ordinal
        }
        if job.tasks.count == 1 { return 0 }
        let open = job.tasks.filter(\.isOpen)
        if open.count == 1 { return open[0].ordinal }
        throw CommandFailure(
            .refused,
            open.isEmpty
                ? "job \(job.id) has no task that takes items: its lists are sealed, or it was submitted without one"
                : "job \(job.id) has \(open.count) tasks that take items: name one with --task, "
                    + open.map(\.name).joined(separator: " or "))
    }
}
