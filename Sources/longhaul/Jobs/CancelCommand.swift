import Console
import LonghaulClient

struct CancelCommand: Command {
    let name = "cancel"
    let summary = "cancel a job"

    let job = Positional("job", .job, help: "the job's id")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Returns when it is decided and durable: nothing of the job is handed out any more, and workers are told to \
            stop. While they do, the job is 'stopping', for seconds; what they have done counts. A job that has ended \
            otherwise is left alone: exit code 3.
            """,
        examples: [Manual.Example("longhaul cancel 7k2m", "One job:")],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let id = arguments[job]
        let (cancelled, state) = try await Client.using(scheduler: scheduler, arguments) { try await $0.cancel(id) }
        let answer: JSON = [
            "job": .string("\(id)"), "cancelled": .bool(cancelled), "state": .string(state.rawValue),
        ]
        if cancelled || state == .cancelled {
            let words =
                !cancelled
                ? "was cancelled before"
                : state == .stopping ? "is cancelled as soon as its workers have stopped" : "cancelled"
            try listing.print(arguments, json: answer, words: words)
            return .done
        }
        if arguments[listing.json] { try listing.print(arguments, json: answer, words: "") }
        throw CommandFailure(.refused, "job \(id) ended before as \(state.rawValue); nothing was changed")
    }
}
