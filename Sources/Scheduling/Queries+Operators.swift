/// What operators see of gates and tenants.
package struct GateView: Equatable, Sendable {
    package var limits: GateLimits
    package var leases: UInt32
    package var isPaused: Bool
    /// Of a queue: nothing new is accepted for it.
    package var isDraining: Bool
    package var isOpen: Bool
    package var slowUntil: Timestamp

    init(_ gate: Gate) {
        limits = gate.limits
        leases = gate.inFlight
        isPaused = gate.isPaused
        isDraining = gate.isDraining
        isOpen = gate.isOpen
        slowUntil = gate.slowUntil
    }
}

package struct KeyView: Equatable, Sendable {
    package var name: String
    package var gate: GateView
}

package struct TenantView: Equatable, Sendable {
    package var name: String
    package var weight: UInt32
    package var depth: UInt32
    package var depthLimit: UInt32
    package var isPaused: Bool
    package var isDraining: Bool
}

extension Scheduler {
    /// In the order of their names, those behind `after`. Cost: O(keys × log).
    package func keys(after: String, limit: Int) -> (keys: [KeyView], next: String?) {
        let page = page(of: state.keys, after: after, limit: limit)
        return (
            page.ids.map { KeyView(name: state.keys[$0], gate: GateView(state.keyGates[Int($0.rawValue)])) }, page.next
        )
    }

    /// In the order of their names, those behind `after`. Cost: O(tenants × log).
    package func tenants(after: String, limit: Int) -> (tenants: [TenantView], next: String?) {
        let page = page(of: state.tenants, after: after, limit: limit)
        let tenants = page.ids.map { id in
            let rules = state.tenantRules[Int(id.rawValue)]
            return TenantView(
                name: state.tenants[id], weight: rules.weight, depth: rules.depth, depthLimit: rules.depthLimit,
                isPaused: rules.isPaused, isDraining: rules.isDraining)
        }
        return (tenants, page.next)
    }

    private func page(of names: Names, after: String, limit: Int) -> (ids: [NameID], next: String?) {
        let ids = (0..<names.count).map { NameID(rawValue: UInt32($0)) }.filter { names[$0] > after }
            .sorted { names[$0] < names[$1] }
        let page = Array(ids.prefix(limit))
        return (page, page.count < ids.count ? page.last.map { names[$0] } : nil)
    }

    /// Whether the name is there, or may be added.
    package func hasRoom(for name: String, in table: NameTable) -> Bool {
        switch table {
        case .queue: state.queues.find(name) != nil || state.queues.count < NameLimits.queues
        case .kind: state.kinds.find(name) != nil || state.kinds.count < NameLimits.kinds
        case .tenant: state.tenants.find(name) != nil || state.tenants.count < NameLimits.tenants
        case .key: state.keys.find(name) != nil || state.keys.count < NameLimits.keys
        }
    }
}
