import Calendars
import Console
import LonghaulClient

struct ScheduleSetCommand: Command {
    let name = "set"
    let summary = "make a schedule, or replace it"

    let schedule = Positional("schedule", .text(upTo: 64), help: "its name; unique among its tenant's")
    let cron = Option(
        required: "cron", .text(upTo: CronExpression.longest),
        help: "when it ticks: 'minute hour day-of-month month day-of-week', or @hourly and the like")
    let timeZone = Option(
        "time-zone", .text(upTo: TimeZoneDatabase.longestName), default: "UTC",
        help: "whose clocks show that, such as Europe/Berlin")
    let catchUp = Option(
        "catch-up", .oneOf(ScheduleSpec.CatchUp.allCases.map(\.rawValue)),
        default: ScheduleSpec.CatchUp.latest.rawValue,
        help: "what becomes of ticks that come while no scheduler is there")
    let overlap = Option(
        "overlap", .oneOf(ScheduleSpec.Overlap.allCases.map(\.rawValue)),
        default: ScheduleSpec.Overlap.skip.rawValue,
        help: "what becomes of a tick while a job of an earlier one goes on")
    let job = JobParameters()
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Each tick submits the job once, whatever crashes. The job is described as for 'longhaul submit'; it has no \
            key. Set again, a schedule goes on with what is new in it, and stays paused if it was.
            A field of --cron is a list of values, ranges such as 8-18, and *, each with a step such as */15 if wanted. \
            Months and days of the week may be named, jan and mon; L is the last day of a month. Where both kinds of day \
            are restricted, one of them is enough.
            With an hour that is restricted, a time that the clocks skip in spring comes at the moment at which they \
            skip it, and one that they show twice in autumn comes once. With an hour of * the time that passes counts.
            Ticks that come while no scheduler is there: --catch-up skip fires none of them, 'latest' the last one, 'all' \
            every one, of more than 1000 the last 1000; one that is less than a minute late fires in any case. Ticks that come while a job of the schedule goes on: --overlap \
            skip drops them, 'queue-one' lets one wait, 'cancel-earlier' ends the job, 'allow' lets jobs run side by \
            side. What did not fire is counted: see 'longhaul schedule show'.
            """,
        examples: [
            Manual.Example(
                "longhaul schedule set nightly --cron '30 2 * * *' --time-zone Europe/Berlin --file report.json",
                "Every night, whatever clocks are changed:"),
            Manual.Example(
                "longhaul schedule set tidy --cron '*/15 8-18 * * mon-fri' --kind sleep --payload 5s",
                "In working hours:"),
        ],
        exitCodes: [.refused, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let spec = ScheduleSpec(
            cron: arguments[cron], timeZone: arguments[timeZone],
            catchUp: ScheduleSpec.CatchUp(rawValue: arguments[catchUp]) ?? .latest,
            overlap: ScheduleSpec.Overlap(rawValue: arguments[overlap]) ?? .skip, job: try job.spec(arguments))
        do throws(CalendarError) {
            _ = try CronExpression(spec.cron)
        } catch {
            throw CommandFailure(.usage, "--cron: \(error)")
        }
        let name = arguments[schedule]
        let answer = try await Client.using(scheduler: scheduler, arguments) { try await $0.setSchedule(name, spec) }
        let next = answer.nextTick.map { "next tick \(Format.timestamp(unixMilliseconds: $0))" } ?? "it is paused"
        try listing.print(
            arguments,
            json: [
                "schedule": .string(name), "tenant": .string(spec.job.tenant), "created": .bool(answer.created),
                "next_tick": JSON(time: answer.nextTick),
            ],
            words: DisplayText.printable("schedule \(name) is \(answer.created ? "made" : "replaced"), \(next)"))
        return .done
    }
}
