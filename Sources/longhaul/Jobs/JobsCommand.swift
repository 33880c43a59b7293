import Console
import LonghaulClient

struct JobsCommand: Command {
    let name = "jobs"
    let summary = "list jobs, newest first"

    let states = Option(
        repeated: "state", .oneOf(Job.State.allCases.map(\.rawValue)), help: "only jobs in this state")
    let tenant = Option("tenant", .text(upTo: 64), help: "only this tenant's jobs")
    let limit = Option("limit", .integer(in: 1...100_000), default: 50, help: "at most so many")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Items are those of all tasks of a job together: a campaign has two more than recipients, for its check and \
            its report. Of a task that died as a whole, all items count as failed that are not done; '?' stands where \
            nobody knows how many those are.
            """,
        examples: [
            Manual.Example("longhaul jobs", "The newest fifty:"),
            Manual.Example(
                "longhaul jobs --state running --state stalled", "Those under way, or waiting for a person:"),
            Manual.Example("longhaul jobs --limit 1000 --json", "For programs, one a line:"),
        ],
        exitCodes: [.refused, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let jobs = try await Client.using(scheduler: scheduler, arguments) { client in
            try await newest(arguments[limit], arguments, from: client)
        }
        let columns: [Table.Column] = [
            Table.Column("ID"), Table.Column("NAME", shrinks: true), Table.Column("TENANT", shrinks: true),
            Table.Column("STATE"), Table.Column("TASKS", .right), Table.Column("ALL ITEMS", .right),
            Table.Column("DONE", .right), Table.Column("FAILED", .right), Table.Column("AGE", .right),
        ]
        try listing.print(jobs, columns, nothing: "no jobs", arguments, json: { JSON($0) }) { job in
            [
                "\(job.id)", job.name, job.tenant, job.state.rawValue, Format.count(job.tasks), Format.count(job.total),
                Format.count(job.done), Format.count(job.failedItems), Format.age(since: job.submitted),
            ]
        }
        return .done
    }

    private func newest(_ limit: Int, _ arguments: Arguments, from client: Client) async throws -> [JobSummary] {
        var jobs: [JobSummary] = []
        var before: JobID?
        repeat {
            let page = try await client.jobs(
                tenant: arguments[tenant], states: arguments[states].compactMap { Job.State(rawValue: $0) },
                limit: min(limit - jobs.count, 1000), before: before)
            jobs += page.jobs
            before = page.next
        } while before != nil && jobs.count < limit
        return jobs
    }
}
