/// Attempts that take longer than they may.
extension Scheduler {
    /// A lease began, or its cursor moved on: the item there has its full time. `isNew`: nobody looks after it yet.
    mutating func expectAttempt(under lease: LeaseIndex, isNew: Bool) {
        let timeout = state.policies[state.tasks[state.leases[lease].task].policy].attemptTimeout
        if timeout == 0 { return }
        let place = Int(lease.rawValue)
        while volatile.attemptsBegan.count <= place { volatile.attemptsBegan.append(.zero) }
        volatile.attemptsBegan[place] = now
        if isNew { volatile.timeouts.insert(now + UInt64(timeout), state.leases[lease].id) }
    }

    /// The item at the cursor has failed, when its time is up; its neighbours come back at no cost.
    mutating func checkTimeout(of id: LeaseID) {
        let lease = state.lease(id)
        if lease.isNone { return }
        let record = state.leases[lease]
        let policy = state.policies[state.tasks[record.task].policy]
        let due = volatile.attemptsBegan[Int(lease.rawValue)] + UInt64(policy.attemptTimeout)
        if due > now { return volatile.timeouts.insert(due, id) }
        // It is called back already.
        if state.tasks[record.task].state == .stopping { return }
        let item = state.unsettledRanges(of: lease)[0].begin
        settle(item, .retry, failure: [], exhausted: .timedOut, of: lease)
        if state.leases[lease].remaining == 0 { revoke(lease, .completed) } else { recall(lease) }
    }
}
