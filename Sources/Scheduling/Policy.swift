/// How the items of a task are leased, retried and forgiven.
package struct Policy: Hashable, BitwiseCopyable, Sendable {
    /// Tries of one item, the first included; at least 1.
    package var maxAttempts: UInt16
    /// Milliseconds.
    package var initialBackoff: UInt32
    /// Milliseconds.
    package var maxBackoff: UInt32
    /// 0: so many that a lease lasts one to two seconds.
    package var itemsPerLease: UInt32
    /// Leases at once; 0: no limit.
    package var parallelism: UInt32
    package var tolerance: Tolerance

    package init(
        maxAttempts: UInt16 = 5, initialBackoff: UInt32 = 1_000, maxBackoff: UInt32 = 300_000,
        itemsPerLease: UInt32 = 0, parallelism: UInt32 = 0, tolerance: Tolerance = .items(0)
    ) {
        precondition(maxAttempts >= 1, "an item is tried at least once")
        self.maxAttempts = maxAttempts
        self.initialBackoff = initialBackoff
        self.maxBackoff = maxBackoff
        self.itemsPerLease = itemsPerLease
        self.parallelism = parallelism
        self.tolerance = tolerance
    }

    /// How many dead items of `total` leave the task a success.
    package func tolerated(of total: UInt32) -> UInt32 {
        switch tolerance {
        case .items(let items): items
        case .perMille(let share): UInt32(UInt64(total) * UInt64(share) / 1_000)
        }
    }

    /// Upper bound of the wait before a retry, in milliseconds: exponential, capped.
    func backoff(after attempt: UInt16) -> UInt64 {
        let doubled = UInt64(initialBackoff) << UInt64(min(attempt - 1, 31))
        return min(doubled, UInt64(maxBackoff))
    }
}

package enum Tolerance: Hashable, BitwiseCopyable, Sendable {
    case items(UInt32)
    /// Thousandths of the task's items.
    case perMille(UInt16)
}

/// The policies in use: equal ones are kept once, and forgotten with their last task.
struct PolicyTable: Sendable {
    private struct Entry: Sendable {
        var policy: Policy
        var uses: UInt32
    }

    private var entries: Slab<Entry> = Slab()
    private var places: [Policy: PolicyID] = [:]
    /// Submits mostly come in runs of equal policies.
    private var newest: (policy: Policy, id: PolicyID)?

    subscript(id: PolicyID) -> Policy { entries[Slab.Index(rawValue: id.rawValue)].policy }

    func find(_ policy: Policy) -> PolicyID? {
        if let newest, newest.policy == policy { return newest.id }
        return places[policy]
    }

    /// The id that the next definition gets.
    var nextID: PolicyID { PolicyID(rawValue: entries.next.rawValue) }

    mutating func define(_ id: PolicyID, _ policy: Policy) {
        let index = entries.insert(Entry(policy: policy, uses: 0))
        precondition(index.rawValue == id.rawValue, "policy ids are given in order")
        places[policy] = id
        newest = (policy, id)
    }

    mutating func retain(_ id: PolicyID) {
        entries[Slab.Index(rawValue: id.rawValue)].uses += 1
    }

    mutating func release(_ id: PolicyID) {
        let index = Slab<Entry>.Index(rawValue: id.rawValue)
        entries[index].uses -= 1
        guard entries[index].uses == 0 else { return }
        places[entries[index].policy] = nil
        if newest?.id == id { newest = nil }
        entries.remove(index)
    }

    var inUse: [(policy: Policy, uses: UInt32)] { entries.indices.map { (entries[$0].policy, entries[$0].uses) } }
}
