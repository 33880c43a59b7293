/// The far end of a busy worker's lease goes to an idle one: the holder is asked to give it up, and what it gives up is
/// pending again. One that does not answer keeps all of its lease.
extension Scheduler {
    /// A lease of many items went out: should it last long, somebody may wait for a part of it.
    mutating func expectTrim(of lease: LeaseID, items: UInt32) {
        if items > 1 { volatile.looks.insert(now + 2 * settings.leaseLength, lease) }
    }

    /// Asks for the half of what is left of a long lease, when a worker has nothing to do and there is nothing else of the
    /// task for it. Looks again later.
    mutating func considerTrim(of id: LeaseID) {
        let lease = state.lease(id)
        if lease.isNone { return }
        let record = state.leases[lease]
        if record.remaining <= 1 || state.tasks[record.task].state == .stopping { return }
        volatile.looks.insert(now + settings.leaseLength, id)
        let session = presence(of: record.worker).session
        guard !session.isNone, record.losses == 0, lasts(lease), couldLeaseMore(of: record.task) else { return }
        let lane = state.tasks[record.task].lane
        guard volatile.trims.count(where: { $0.lane == lane }) < idleSessions(of: lane),
            !volatile.trims.contains(where: { $0.lease == id })
        else { return }
        volatile.trims.append((id, lane))
        output.trims.append((volatile.sessions[session].id, id, middle(of: lease)))
    }

    /// For longer than leases should, by what is known of the task's pace.
    private func lasts(_ lease: LeaseIndex) -> Bool {
        let task = Int(state.leases[lease].task.rawValue)
        guard task < volatile.paces.count, volatile.paces[task].rate > 0 else { return true }
        return UInt64(state.leases[lease].remaining) * 1_000_000 / volatile.paces[task].rate > settings.leaseLength
    }

    /// Whether the task has nothing to lease, and items that came back would be leased.
    private func couldLeaseMore(of task: TaskIndex) -> Bool {
        let work = state[work: task]
        return !work.hasPending && !state.isAtParallelism(task, leases: work.leaseCount) && !state.isHeld(task)
            && state.gate(state.queueGate(of: task)).isOpen
    }

    /// Those that could begin at once with what they are given.
    private func idleSessions(of lane: LaneIndex) -> Int {
        volatile.hungry[Int(lane.rawValue)].count { session in
            state.workers[volatile.sessions[session].worker].leaseCount < volatile.sessions[session].slots
        }
    }

    /// The first half of the items that are left ends here.
    private func middle(of lease: LeaseIndex) -> UInt32 {
        var left = (state.leases[lease].remaining + 1) / 2
        for range in state.unsettledRanges(of: lease) {
            if range.count >= left { return range.begin + left }
            left -= range.count
        }
        preconditionFailure("a lease has the items that are left of it")
    }

    /// The holder has answered. A lower end than before holds; what was said before changes nothing. An item that was
    /// settled meanwhile without the holder stays under the lease.
    mutating func trim(_ lease: LeaseIndex, to said: UInt32) {
        let record = state.leases[lease]
        volatile.endTrim(of: record.id)
        let end = max(said, state.settledEnd(of: lease))
        if end >= state.end(of: lease) { return }
        emit(.leaseTrimmed(record.id, end: end), about: record.task)
        // A checkpoint that went with what was given up must stay in the journal.
        let place = Int(lease.rawValue)
        if place < volatile.newestReports.count { volatile.newestReports[place] = NewestReport() }
    }

    /// What is given up must not be settled by the same report, nor all there is.
    func objection(toEnding lease: LeaseIndex, at end: UInt32, _ report: LeaseReport) -> String? {
        guard end > state.leases[lease].first.begin, report.cursor <= end,
            report.settled.allSatisfy({ $0.end <= end }), report.outcomes.allSatisfy({ $0.item < end }),
            report.outputs.allSatisfy({ $0.item < end })
        else { return "the end \(end) is before what the report settles, or before the lease's first item" }
        return nil
    }
}
