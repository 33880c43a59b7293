import Console
import LonghaulClient

struct DrainCommand: Command {
    let name = "drain"
    let summary = "take no new work for a queue or a tenant"

    let what = Positional("what", .oneOf(["queue", "tenant"]), help: "what is meant by the name that follows")
    let subject = Positional("name", .text(upTo: 64), help: "its name")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            New jobs that name it are refused, with what to do, also those of schedules; what was accepted goes on to its end, with \
            retries, requeued dead letters and tasks that its jobs add. 'longhaul queues' and 'longhaul tenants' show \
            how much is left, and 'drained' when nothing is. Lasts until 'longhaul resume', also over a restart.
            """,
        examples: [
            Manual.Example("longhaul drain queue mail", "Before the queue's workers are taken away:"),
            Manual.Example("longhaul resume queue mail", "It takes work again:"),
        ],
        exitCodes: [.refused, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (kind, name) = (arguments[what], arguments[subject])
        let left = try await Client.using(scheduler: scheduler, arguments) {
            try await $0.setDraining(true, kind == "queue" ? .queue(name) : .tenant(name))
        }
        let rest = left == 0 ? "nothing of it is left" : "tasks left: \(Format.count(left))"
        try listing.print(
            arguments,
            json: [
                "what": .string(kind), "name": .string(name), "draining": .bool(true), "depth": JSON(left),
            ], words: "\(kind) \(name) takes no new work; \(rest)")
        return .done
    }
}
