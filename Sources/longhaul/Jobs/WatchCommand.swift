import Console
import LonghaulClient

struct WatchCommand: Command {
    let name = "watch"
    let summary = "follow a job until it ends"

    let job = Positional("job", .job, help: "the job's id")
    let timeout = Option("timeout", .duration(in: .milliseconds(1) ... .seconds(86_400 * 365)), help: "give up then")
    let output = OutputParameters()
    let status = StatusParameter()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Shows a bar for each task on a terminal, lines elsewhere, both on standard error: items dealt with, items a \
            second, time left, items that wait for their next try, items that failed; and why a task does not move, as \
            far as its workers say. While all that is left waits for its next try, there is no time left to be told. \
            With --json, the whole job each time it has changed, a line on standard output.
            When the job did not plainly succeed, the reason is asked from the scheduler, and so is who could take a \
            task that waits.
            Ctrl-C ends the watching, not the job. A status service that goes away is waited for, up to a minute, and so \
            is the scheduler behind it, as long as it takes: this is said at once, in the bars' place on a terminal, and so \
            is when they are back; not with --quiet.
            """,
        examples: [
            Manual.Example("longhaul watch 7k2m", "Until it ends:"),
            Manual.Example("longhaul watch 7k2m --timeout 10m --quiet && echo sent", "In a script:"),
        ],
        exitCodes: [.failed, .notFound, .unavailable, .stalled, .timedOut, .interrupted])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        try Foreground.run {
            try await Client.using(scheduler: scheduler, status: status, arguments) { client in
                let watch = JobWatch(
                    id: arguments[job], client: client, display: JobWatch.Display(output, arguments),
                    timeout: arguments[timeout])
                return try await watch.follow()
            }
        }
    }
}

extension JobWatch.Display {
    init(_ output: OutputParameters, _ arguments: Arguments) {
        if arguments[output.json] {
            self = .json
        } else if arguments[output.quiet] {
            self = .nothing
        } else {
            self = .progress(
                Terminal(descriptor: 2, color: arguments[output.color], environment: arguments.environment))
        }
    }
}
