import Console
import LonghaulClient

struct QueuesCommand: Command {
    let name = "queues"
    let summary = "list the queues"

    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            DEPTH counts tasks that have not ended, READY those of them that can be worked on. WAITING counts items that \
            could be handed out, had workers room for them (~: reckoned), OLDEST is the age of the oldest job among \
            them, IN and OUT are items a second that became ready and that were dealt with. WANTED is how many workers \
            would have what waits done in about the scheduler's --drain-target, and keep up. These are measured, not \
            kept: they begin anew with the scheduler. A queue is closed while its limits let nothing through, and draining while it takes no new work: drained when nothing \
            of it is left. KEEPS and REMOVED say how long what is over is kept, and how much was removed since the \
            queue is there.
            """,
        examples: [Manual.Example("longhaul queues --json", "For programs:")],
        exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let queues = try await Client.using(scheduler: scheduler, arguments) { try await $0.queues() }
        let columns: [Table.Column] = [
            Table.Column("NAME", shrinks: true), Table.Column("DEPTH", .right), Table.Column("READY", .right),
            Table.Column("LEASES", .right), Table.Column("DEAD", .right), Table.Column("WAITING", .right),
            Table.Column("OLDEST", .right), Table.Column("IN", .right), Table.Column("OUT", .right),
            Table.Column("WORKERS", .right), Table.Column("WANTED", .right), Table.Column("STATE"),
            Table.Column("LIMITS"), Table.Column("KEEPS"), Table.Column("REMOVED"),
        ]
        try listing.print(queues, columns, nothing: "no queues", arguments, json: { JSON($0) }) { queue in
            [
                queue.name, Format.count(queue.depth), Format.count(queue.readyTasks), Format.count(queue.leases),
                Format.count(queue.deadLetters),
                (queue.demand.isEstimate ? "~" : "") + Format.count(queue.demand.waitingItems),
                queue.demand.oldest.map { Format.age(since: $0) } ?? "-", Format.rate(queue.demand.arrivalsPerSecond),
                Format.rate(queue.demand.completionsPerSecond), Format.count(queue.workers),
                Format.count(queue.demand.wantedWorkers),
                queue.state, queue.limits.words, queue.retention.words,
                "\(Format.count(queue.removedJobs)) jobs, \(Format.count(queue.removedLetters)) letters",
            ]
        }
        return .done
    }
}

extension QueueStatus {
    fileprivate var state: String {
        let standing =
            (isPaused ? ["paused"] : isOpen ? [] : ["closed"]) + (isDraining ? [Format.drain(depth)] : [])
        return standing.isEmpty ? "open" : standing.joined(separator: ", ")
    }
}

extension Format {
    /// Of something that takes no new work. `depth`: its tasks that have not ended.
    static func drain(_ depth: UInt64) -> String { depth == 0 ? "drained" : "draining" }
}

extension JSON {
    fileprivate init(_ queue: QueueStatus) {
        self = [
            "name": .string(queue.name), "depth": JSON(queue.depth), "ready_tasks": JSON(queue.readyTasks),
            "leases": JSON(queue.leases), "dead_letters": JSON(queue.deadLetters), "workers": JSON(queue.workers),
            "paused": .bool(queue.isPaused), "open": .bool(queue.isOpen),
            "draining": .bool(queue.isDraining), "drained": .bool(queue.isDraining && queue.depth == 0),
            "limits": JSON(queue.limits),
            "retention": JSON(queue.retention), "removed_jobs": JSON(queue.removedJobs),
            "removed_letters": JSON(queue.removedLetters),
            "waiting_items": JSON(queue.demand.waitingItems), "estimated": .bool(queue.demand.isEstimate),
            "leased_items": JSON(queue.demand.leasedItems), "oldest": JSON(time: queue.demand.oldest),
            "arrivals_per_second": .number(queue.demand.arrivalsPerSecond),
            "completions_per_second": .number(queue.demand.completionsPerSecond),
            "wanted_workers": JSON(queue.demand.wantedWorkers),
        ]
    }
}
