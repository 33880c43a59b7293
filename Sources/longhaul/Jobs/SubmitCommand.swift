import Console
import LonghaulClient

struct SubmitCommand: Command {
    let name = "submit"
    let summary = "submit a job"

    let job = JobParameters()
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
            sets it. 'payload' is text, or a value that is handed over as JSON. All but 'kind' may be left out; names \
            that are not listed here are refused.
            With --watch the exit code tells how the job ended; Ctrl-C ends the watching, not the job. Of a job that is not \
            kept (--retention 0s) nobody may be able to tell how it ended any more: exit code 4.
            """,
        examples: [
            Manual.Example("longhaul submit --kind sleep --payload 250ms --items 100 --watch", "Try things out:"),
            Manual.Example(
                "longhaul submit --kind noop --items 1000000 --tolerate 1% --tenant shop", "A million items:"),
            Manual.Example("id=$(longhaul submit --file job.json)", "A graph, its id kept:"),
        ],
        exitCodes: Submission.exitCodes)

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (key, reuse) = (arguments[key], arguments[reuse])
        var job = try job.spec(arguments, isDescribed: key != nil || reuse != nil)
        job.key = key ?? job.key
        job.reuse = reuse ?? job.reuse
        return try submission.submit(job, arguments)
    }
}
