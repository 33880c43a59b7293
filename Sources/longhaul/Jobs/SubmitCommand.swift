import Console
import LonghaulClient

struct SubmitCommand: Command {
    let name = "submit"
    let summary = "submit a job"

    let job = JobParameters()
    let itemsFrom = Option(
        "items-from", .path, help: "a file with an item in each line, its payload; - is standard input")
    let open = Flag("open", help: "more items may be appended: see 'longhaul append'")
    let openTimeout = Option(
        "open-timeout", .openTimeout, help: "after which a list that nothing is appended to is given up; else an hour")
    let key = Option(
        "key", .text(upTo: 256), help: "under one key there is one job: submitted again, it is the same one")
    let reuse = Option("reuse", .duration(), help: "how long after its success it still is the answer to its key")
    let submission = Submission()

    let manual = Manual(
        discussion: """
            Prints the job's id when the job is durable. One task is described by the options, a graph of tasks by a \
            file:
            \(JobFile.form)
            'after' names earlier tasks that must succeed first. 'items' is a number, or "later" when one of those \
            sets it, or a list of payloads, or "listed" when they come with 'longhaul append'. 'payload' is text, or a \
            value that is handed over as JSON. All but 'kind' may be left out; names that are not listed here are \
            refused.
            With --watch the exit code tells how the job ended; Ctrl-C ends the watching, not the job. Of a job that is not \
            kept (--retention 0s) nobody may be able to tell how it ended any more: exit code 4.
            """,
        examples: [
            Manual.Example("longhaul submit --kind sleep --payload 250ms --items 100 --watch", "Try things out:"),
            Manual.Example(
                "longhaul submit --kind noop --items 1000000 --tolerate 1% --tenant shop", "A million items:"),
            Manual.Example("id=$(longhaul submit --file job.json)", "A graph, its id kept:"),
            Manual.Example(
                "longhaul submit --kind resize --items-from pictures.txt -w", "An item for each line of a file:"),
        ],
        exitCodes: Submission.exitCodes)

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (key, reuse, list) = (arguments[key], arguments[reuse], try list(arguments))
        var spec = try job.spec(arguments, items: list, isDescribed: key != nil || reuse != nil || list != nil)
        spec.key = key ?? spec.key
        spec.reuse = reuse ?? spec.reuse
        return try submission.submit(
            spec, arguments, itemsFrom: arguments[itemsFrom], seal: !arguments[open])
    }

    /// nil: the task has none.
    private func list(_ arguments: Arguments) throws(CommandFailure) -> TaskSpec.Items? {
        guard arguments[itemsFrom] != nil || arguments[open] else {
            guard arguments[openTimeout] == nil else {
                throw CommandFailure(.usage, "--open-timeout is for lists of items: name --items-from or --open")
            }
            return nil
        }
        guard arguments[job.items] == nil else {
            throw CommandFailure(
                .usage,
                "--items says how many there are, and --items-from and --open that they come one by one: expected one of them"
            )
        }
        return .listed(openTimeout: arguments[openTimeout])
    }
}
