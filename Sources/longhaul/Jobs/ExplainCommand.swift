import Console
import LonghaulClient
import Platform

struct ExplainCommand: Command {
    let name = "explain"
    let summary = "say why a job's tasks wait"

    let job = Positional("job", .job, help: "the job's id")
    let task = Positional(
        optional: "task", .text(upTo: 64), help: "the name of one task, or its number; else all that have not ended")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            The reasons are those that the scheduler acts on, as they are at this moment, first things first: while one \
            that is marked with * holds, nothing more of the task is handed out; the others say who goes first. A time \
            is named when all that is in the way is over by itself.
            """,
        examples: [
            Manual.Example("longhaul explain 7k2m", "All tasks of a job that have not ended:"),
            Manual.Example("longhaul explain 7k2m report --json", "One of them, with all figures, for programs:"),
        ],
        exitCodes: [.notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let id = arguments[job]
        let (tasks, state) = try await Client.using(scheduler: scheduler, arguments) { client in
            guard let task = arguments[task] else { return try await client.explain(id) }
            return try await client.explain(id, task: try ordinal(of: task, in: try await client.job(id)))
        }
        if arguments[listing.json] {
            return try print(tasks.map { JSON($0).text })
        }
        if tasks.isEmpty { return try print(["job \(id) is \(state.rawValue): nothing of it waits"]) }
        return try print(tasks.flatMap { $0.lines(now: WallClock.unixMilliseconds()) })
    }

    private func print(_ lines: [String]) throws -> ExitCode {
        try Output.standardOutput.write(lines.map { DisplayText.printable($0) + "\n" }.joined())
        return .done
    }

    /// A name goes before a number: tasks may be called by one.
    private func ordinal(of text: String, in job: Job) throws -> Int {
        if let named = job.tasks.first(where: { $0.name == text }) { return named.ordinal }
        if let number = Int(text), job.tasks.contains(where: { $0.ordinal == number }) { return number }
        throw CommandFailure(
            .notFound, "job \(job.id) has no task '\(text)'; 'longhaul job \(job.id)' shows those it has")
    }
}
