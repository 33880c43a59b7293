import Console
import LonghaulClient

struct RetentionCommand: Command {
    let name = "retention"
    let summary = "say how long a queue keeps what is over"

    let queue = Positional("queue", .text(upTo: 64), help: "its name")
    let jobs = Option(
        "jobs", .retention, help: "after their end, for jobs that don't say it themselves; else the scheduler's time")
    let letters = Option(
        "letters", .retention, help: "after they were written, for dead letters of jobs that have ended; else for ever")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Sets both rules of the queue: what is not named is lifted. That for jobs holds for those that are submitted \
            from now on, by the queue of their first task; that for letters for all of them. A job with dead letters stays as \
            long as they do. 'longhaul queues' shows what is set, and how much was removed by it.
            """,
        examples: [
            Manual.Example("longhaul retention mail --jobs 1d --letters 30d", "A day for jobs, a month for failures:"),
            Manual.Example("longhaul retention mail", "As at first:"),
        ],
        exitCodes: [.refused, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (name, retention) = (
            arguments[queue], QueueRetention(jobs: arguments[jobs], letters: arguments[letters])
        )
        try await Client.using(scheduler: scheduler, arguments) { try await $0.setRetention(retention, of: name) }
        try listing.print(
            arguments, json: ["queue": .string(name), "retention": JSON(retention)],
            words: "queue \(name) keeps \(retention.words)")
        return .done
    }
}

extension QueueRetention {
    /// For people.
    var words: String {
        "jobs " + (jobs.map { Format.duration($0) } ?? "as usual") + ", letters "
            + (letters.map { Format.duration($0) } ?? "for ever")
    }
}

extension JSON {
    init(_ retention: QueueRetention) {
        self = [
            "jobs_ms": retention.jobs.map { JSON($0.wholeMilliseconds) } ?? .null,
            "letters_ms": retention.letters.map { JSON($0.wholeMilliseconds) } ?? .null,
        ]
    }
}

extension ValueFormat where Value == Duration {
    fileprivate static var retention: Self { .duration(in: .zero ... .seconds(366 * 86_400)) }
}
