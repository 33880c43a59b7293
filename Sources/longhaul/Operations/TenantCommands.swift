import Console
import LonghaulClient

struct TenantCommand: Command {
    let name = "tenant"
    let summary = "say what share of the work a tenant gets"

    let tenant = Positional("tenant", .text(upTo: 64), help: "its name, as jobs have it")
    let weight = Option(
        "weight", .integer(in: 1...1_000), help: "its share of every queue, compared with others; at first 1")
    let depth = Option(
        "depth", .integer(in: 0...1_000_000_000), help: "its tasks that may be there and not have ended; 0: any number")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            While several tenants have work in a queue at one priority, each has leases in proportion to its weight, \
            however much it has waiting. Holds for what waits already, and also after a restart.
            """,
        examples: [Manual.Example("longhaul tenant shop --weight 3", "Three leases for one of anybody else's:")],
        exitCodes: [.refused, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (name, weight, depth) = (arguments[tenant], arguments[weight], arguments[depth])
        guard weight != nil || depth != nil else {
            throw CommandFailure(
                .usage, "what is to be changed? Name --weight or --depth; 'longhaul tenants' shows both")
        }
        try await Client.using(scheduler: scheduler, arguments) {
            try await $0.setTenant(name, weight: weight, depth: depth)
        }
        try listing.print(
            arguments,
            json: [
                "tenant": .string(name), "weight": weight.map { JSON($0) } ?? .null,
                "depth_limit": depth.map { JSON($0) } ?? .null,
            ], words: "tenant \(name) is changed")
        return .done
    }
}

struct TenantsCommand: Command {
    let name = "tenants"
    let summary = "list the tenants"

    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: "Every tenant that a job was ever submitted for, or that something was set for. DEPTH counts tasks "
            + "that have not ended. A tenant is draining while it takes no new work, and drained when nothing is left.",
        examples: [Manual.Example("longhaul tenants --json", "For programs:")],
        exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let tenants = try await Client.using(scheduler: scheduler, arguments) { client in
            try await all {
                let page = try await client.tenants(after: $0, limit: 1_000)
                return (page.tenants, page.next)
            }
        }
        let columns: [Table.Column] = [
            Table.Column("NAME", shrinks: true), Table.Column("WEIGHT", .right), Table.Column("DEPTH", .right),
            Table.Column("LIMIT", .right), Table.Column("STATE"),
        ]
        try listing.print(tenants, columns, nothing: "no tenants", arguments, json: { JSON($0) }) { tenant in
            [
                tenant.name, "\(tenant.weight)", Format.count(tenant.depth),
                tenant.depthLimit.map { Format.count($0) } ?? "-", tenant.state,
            ]
        }
        return .done
    }
}

struct KeysCommand: Command {
    let name = "keys"
    let summary = "list the limit keys"

    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Every limit key that a task was ever submitted with, or that something was set for. A key is closed while \
            its limits let nothing through, and slow after workers were told to slow down.
            """,
        examples: [Manual.Example("longhaul keys --json", "For programs:")],
        exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let keys = try await Client.using(scheduler: scheduler, arguments) { client in
            try await all {
                let page = try await client.keys(after: $0, limit: 1_000)
                return (page.keys, page.next)
            }
        }
        let columns: [Table.Column] = [
            Table.Column("NAME", shrinks: true), Table.Column("LEASES", .right), Table.Column("STATE"),
            Table.Column("LIMITS"),
        ]
        try listing.print(keys, columns, nothing: "no limit keys", arguments, json: { JSON($0) }) { key in
            [key.name, Format.count(key.leases), key.state, key.limits.words]
        }
        return .done
    }
}

/// The rows of all pages.
private func all<Row>(
    _ page: (_ after: String) async throws -> (rows: [Row], next: String?)
) async throws -> [Row] {
    var rows: [Row] = []
    var after: String? = ""
    while let from = after {
        let found = try await page(from)
        rows += found.rows
        after = found.next
    }
    return rows
}

extension TenantStatus {
    fileprivate var state: String {
        let standing = (isPaused ? ["paused"] : []) + (isDraining ? [Format.drain(depth)] : [])
        return standing.isEmpty ? "open" : standing.joined(separator: ", ")
    }
}

extension KeyStatus {
    fileprivate var state: String { isPaused ? "paused" : isOpen ? "open" : "closed" }
}

extension JSON {
    fileprivate init(_ tenant: TenantStatus) {
        self = [
            "name": .string(tenant.name), "weight": JSON(tenant.weight), "depth": JSON(tenant.depth),
            "depth_limit": tenant.depthLimit.map { JSON($0) } ?? .null, "paused": .bool(tenant.isPaused),
            "draining": .bool(tenant.isDraining), "drained": .bool(tenant.isDraining && tenant.depth == 0),
        ]
    }

    fileprivate init(_ key: KeyStatus) {
        self = [
            "name": .string(key.name), "leases": JSON(key.leases), "paused": .bool(key.isPaused),
            "open": .bool(key.isOpen), "limits": JSON(key.limits), "slow_until_unix_ms": JSON(key.slowUntil),
        ]
    }
}
