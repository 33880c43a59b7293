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
    /// Milliseconds that an attempt at an item may take; 0: as long as it takes.
    package var attemptTimeout: UInt32
    /// Whose limits hold beside the queue's.
    package var key: NameID

    package init(
        maxAttempts: UInt16 = 5, initialBackoff: UInt32 = 1_000, maxBackoff: UInt32 = 300_000,
        itemsPerLease: UInt32 = 0, parallelism: UInt32 = 0, tolerance: Tolerance = .items(0),
        attemptTimeout: UInt32 = 0, key: NameID = .none
    ) {
        precondition(maxAttempts >= 1, "an item is tried at least once")
        self.maxAttempts = maxAttempts
        self.initialBackoff = initialBackoff
        self.maxBackoff = maxBackoff
        self.itemsPerLease = itemsPerLease
        self.parallelism = parallelism
        self.tolerance = tolerance
        self.attemptTimeout = attemptTimeout
        self.key = key
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
