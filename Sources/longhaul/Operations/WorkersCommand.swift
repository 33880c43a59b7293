import Console
import LonghaulClient

struct WorkersCommand: Command {
    let name = "workers"
    let summary = "list the workers"

    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "A worker that is 'lost' was connected, and what it holds is not free yet.",
        examples: [Manual.Example("longhaul workers", "In the order in which they joined:")],
        exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let workers = try await Client.using(scheduler: scheduler, arguments) { try await $0.workers() }
        let columns: [Table.Column] = [
            Table.Column("NAME", shrinks: true), Table.Column("STATE"), Table.Column("LEASES", .right),
            Table.Column("ITEMS", .right), Table.Column("KINDS", shrinks: true), Table.Column("QUEUES", shrinks: true),
            Table.Column("JOINED", .right),
        ]
        try listing.print(workers, columns, nothing: "no workers", arguments, json: { JSON($0) }) { worker in
            [
                worker.name, worker.state, Format.count(worker.leases), Format.count(worker.leasedItems),
                worker.kinds.joined(separator: ","),
                worker.queues.isEmpty ? "all" : worker.queues.joined(separator: ","),
                Format.age(since: worker.joined),
            ]
        }
        return .done
    }
}

extension WorkerStatus {
    fileprivate var state: String { !isConnected ? "lost" : isDraining ? "draining" : "connected" }
}

extension JSON {
    fileprivate init(_ worker: WorkerStatus) {
        self = [
            "name": .string(worker.name), "instance": .id(worker.instance), "state": .string(worker.state),
            "kinds": .array(worker.kinds.map { .string($0) }), "queues": .array(worker.queues.map { .string($0) }),
            "leases": JSON(worker.leases), "leased_items": JSON(worker.leasedItems),
            "joined": JSON(time: worker.joined),
        ]
    }
}
