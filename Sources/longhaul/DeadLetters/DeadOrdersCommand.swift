import Console
import LonghaulClient

struct DeadOrdersCommand: Command {
    let name = "orders"
    let summary = "list the orders to requeue dead letters at a rate"

    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "Those that run, and the last that have ended. LOOKED says how far an order is: letters up to this "
            + "one were looked at, of those up to LAST.",
        examples: [Manual.Example("longhaul dead orders --json", "For programs:")], exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let orders = try await Client.using(scheduler: scheduler, arguments) { try await $0.requeueOrders() }
        let columns: [Table.Column] = [
            Table.Column("ORDER"), Table.Column("STATE"), Table.Column("REQUEUED", .right), Table.Column("RATE"),
            Table.Column("LOOKED"), Table.Column("LAST"), Table.Column("AGE", .right),
            Table.Column("LETTERS", shrinks: true),
        ]
        try listing.print(orders, columns, nothing: "no orders", arguments, json: { JSON($0) }) { order in
            [
                "\(order.id)", order.state.rawValue, Format.count(order.requeued),
                "\(Format.count(order.letters))/\(Format.duration(order.period))", "\(order.looked)", "\(order.last)",
                Format.age(since: order.ordered), order.filter.words,
            ]
        }
        return .done
    }
}

struct DeadStopCommand: Command {
    let name = "stop"
    let summary = "stop an order to requeue dead letters"

    let order = Positional("order", .order, help: "the order's id")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "What went back to work stays there; the letters that are left stay dead letters.",
        examples: [Manual.Example("longhaul dead stop 3", "No more of it:")],
        exitCodes: [.refused, .notFound, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let id = arguments[order]
        try await Client.using(scheduler: scheduler, arguments) { try await $0.stopRequeueOrder(id) }
        try listing.print(
            arguments, json: ["order": .string("\(id)"), "stopped": true], words: "order \(id) is stopped")
        return .done
    }
}

extension DeadLetterFilter {
    /// As the options of the commands have it.
    fileprivate var words: String {
        var parts: [String] = []
        if let job { parts.append("--job \(job)") }
        if let queue { parts.append("--queue \(queue)") }
        if let kind { parts.append("--kind \(kind)") }
        if let group { parts.append("--group \(group)") }
        return parts.isEmpty ? "--all" : parts.joined(separator: " ")
    }
}

extension JSON {
    fileprivate init(_ order: RequeueOrder) {
        let filter = order.filter
        self = [
            "order": .string("\(order.id)"), "state": .string(order.state.rawValue), "requeued": JSON(order.requeued),
            "letters": JSON(order.letters), "period": .string(Format.duration(order.period)),
            "looked": .string("\(order.looked)"), "last": .string("\(order.last)"),
            "ordered": JSON(time: order.ordered),
            "job": filter.job.map { .string("\($0)") } ?? .null, "queue": filter.queue.map { .string($0) } ?? .null,
            "kind": filter.kind.map { .string($0) } ?? .null, "group": filter.group.map { .string("\($0)") } ?? .null,
        ]
    }
}
