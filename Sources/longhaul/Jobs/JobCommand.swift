import Console
import LonghaulClient

struct JobCommand: Command {
    let name = "job"
    let summary = "show a job and its tasks"

    let job = Positional("job", .job, help: "the job's id")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Shows the job as it stands, and below the table why a task does not move, as far as its workers say. \
            'longhaul watch' shows it as it moves, with rates and times left, and 'longhaul explain' says what a task \
            waits for.
            """,
        examples: [
            Manual.Example("longhaul job 7k2m", "In words:"),
            Manual.Example("longhaul job 7k2m --json", "With what its tasks left, for programs:"),
        ],
        exitCodes: [.notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let id = arguments[job]
        let (job, advice) = try await Client.using(scheduler: scheduler, arguments) { client in
            let job = try await client.job(id)
            return (job, job.needsAdvice ? job.advice(because: await FailureReason.of(job, client)) : nil)
        }
        if arguments[listing.json] {
            try listing.print(arguments, json: JSON(job, isMeasured: false), words: "")
            return .done
        }
        try Output.standardOutput.write(heading(of: job) + "\n")
        let columns: [Table.Column] = [
            Table.Column("TASK", shrinks: true), Table.Column("STATE"), Table.Column("QUEUE", shrinks: true),
            Table.Column("DONE", .right), Table.Column("ITEMS", .right), Table.Column("FAILED", .right),
            Table.Column("RETRYING", .right), Table.Column("LEASED", .right), Table.Column("AFTER", shrinks: true),
        ]
        try listing.print(job.tasks, columns, nothing: "no tasks", arguments, json: { JSON($0, isMeasured: false) }) {
            task in
            [
                task.name, task.state.rawValue, task.queue, Format.count(task.done),
                Format.count(task.total) + (task.isOpen ? "+" : ""), Format.count(task.failedItems),
                Format.count(task.retrying),
                Format.count(task.leased), names(of: task.dependencies, in: job),
            ]
        }
        for task in job.tasks {
            guard let note = task.note else { continue }
            try Output.standardOutput.write(DisplayText.printable("\(task.name): \(note.line)") + "\n")
        }
        if let duplicates = job.duplicates {
            try Output.standardOutput.write(DisplayText.printable(duplicates) + "\n")
        }
        if let advice { try Output.standardError.write(advice + "\n") }
        return .done
    }

    private func heading(of job: Job) -> String {
        let times = [("submitted", job.submitted), ("started", job.started), ("ended", job.ended)].compactMap {
            word, time in
            time.map { "\(word) \(Format.timestamp(unixMilliseconds: $0))" }
        }
        let origin = job.requeuedFrom.map { ["works on dead letters of \($0) again"] } ?? []
        let tick = job.tick.map { tick in
            let schedule = job.schedule.map { "schedule '\($0)'" } ?? "a schedule that was deleted"
            return ["of \(schedule), tick \(Format.timestamp(unixMilliseconds: tick))"]
        }
        let parts = [
            "job \(job.id)", "'\(job.name)'", "of \(job.tenant)", "priority \(job.priority)",
            job.state.rawValue + (job.isPaused ? " but paused" : ""),
        ]
        return DisplayText.printable((parts + times + origin + (tick ?? [])).joined(separator: ", "))
    }

    private func names(of ordinals: [Int], in job: Job) -> String {
        ordinals.map { ordinal in job.tasks.first { $0.ordinal == ordinal }?.name ?? "\(ordinal)" }
            .joined(separator: ",")
    }
}
