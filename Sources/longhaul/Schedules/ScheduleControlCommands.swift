import Console
import LonghaulClient

/// `schedule pause` and `schedule resume`.
struct SchedulePauseCommand: Command {
    let pauses: Bool
    var name: String { pauses ? "pause" : "resume" }
    var summary: String { pauses ? "let a schedule rest" : "let a schedule go on" }

    let schedule = ScheduleParameter()
    let listing = Listing()
    let scheduler = SchedulerParameter()

    var manual: Manual {
        Manual(
            discussion: """
                Ticks that come while it is paused never fire, nor does one that waits for an earlier job. Jobs that were \
                submitted go on. The first tick that comes after the pause is the next one.
                """,
            examples: [Manual.Example("longhaul schedule \(name) nightly", "Until it is said otherwise:")],
            exitCodes: [.notFound, .unavailable])
    }

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (name, tenant) = (arguments[schedule.name], arguments[schedule.tenant])
        try await Client.using(scheduler: scheduler, arguments) {
            try await $0.setPaused(pauses, .schedule(name, tenant: tenant))
        }
        try listing.print(
            arguments, json: ["schedule": .string(name), "tenant": .string(tenant), "paused": .bool(pauses)],
            words: "\(schedule.label(arguments)) \(pauses ? "is paused" : "goes on")")
        return .done
    }
}

struct ScheduleRunCommand: Command {
    let name = "run"
    let summary = "fire an extra tick of a schedule now"

    let schedule = ScheduleParameter()
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Prints the id of the tick's job. The schedule's --overlap holds: where it lets no job begin beside an earlier \
            one this is refused, or the tick waits. A schedule that is paused can be run too.
            """,
        examples: [Manual.Example("longhaul watch $(longhaul schedule run nightly)", "And see what comes of it:")],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (name, tenant) = (arguments[schedule.name], arguments[schedule.tenant])
        let job = try await Client.using(scheduler: scheduler, arguments) {
            try await $0.triggerSchedule(name, of: tenant)
        }
        if job == nil, !arguments[listing.json] {
            try Output.standardError.write(
                "the tick waits for the end of an earlier job of \(schedule.label(arguments))\n")
            return .done
        }
        try listing.print(
            arguments,
            json: [
                "schedule": .string(name), "tenant": .string(tenant), "job": job.map { .string("\($0)") } ?? .null,
            ], words: job.map { "\($0)" } ?? "")
        return .done
    }
}

struct ScheduleDeleteCommand: Command {
    let name = "delete"
    let summary = "forget a schedule"

    let schedule = ScheduleParameter()
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "Its jobs go on, and can be read as long as others.",
        examples: [Manual.Example("longhaul schedule delete nightly", "For good:")],
        exitCodes: [.notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (name, tenant) = (arguments[schedule.name], arguments[schedule.tenant])
        try await Client.using(scheduler: scheduler, arguments) { try await $0.deleteSchedule(name, of: tenant) }
        try listing.print(
            arguments, json: ["schedule": .string(name), "tenant": .string(tenant), "deleted": true],
            words: "\(schedule.label(arguments)) is deleted")
        return .done
    }
}
