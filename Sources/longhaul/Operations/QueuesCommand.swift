import Console
import LonghaulClient

struct QueuesCommand: Command {
    let name = "queues"
    let summary = "list the queues"

    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Counts tasks, not items: DEPTH has all that have not ended, READY those that can be worked on. A queue is \
            closed while its limits let nothing through.
            """,
        examples: [Manual.Example("longhaul queues --json", "For programs:")],
        exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let queues = try await Client.using(scheduler: scheduler, arguments) { try await $0.queues() }
        let columns: [Table.Column] = [
            Table.Column("NAME", shrinks: true), Table.Column("DEPTH", .right), Table.Column("READY", .right),
            Table.Column("LEASES", .right), Table.Column("DEAD", .right), Table.Column("WORKERS", .right),
            Table.Column("STATE"), Table.Column("LIMITS"),
        ]
        try listing.print(queues, columns, nothing: "no queues", arguments, json: { JSON($0) }) { queue in
            [
                queue.name, Format.count(queue.depth), Format.count(queue.readyTasks), Format.count(queue.leases),
                Format.count(queue.deadLetters), Format.count(queue.workers),
                queue.isPaused ? "paused" : queue.isOpen ? "open" : "closed", queue.limits.words,
            ]
        }
        return .done
    }
}

extension JSON {
    fileprivate init(_ queue: QueueStatus) {
        self = [
            "name": .string(queue.name), "depth": JSON(queue.depth), "ready_tasks": JSON(queue.readyTasks),
            "leases": JSON(queue.leases), "dead_letters": JSON(queue.deadLetters), "workers": JSON(queue.workers),
            "paused": .bool(queue.isPaused), "open": .bool(queue.isOpen), "limits": JSON(queue.limits),
        ]
    }
}
