/// How work comes to a queue and goes from it, as it was measured. Volatile: after a restart it begins anew.
struct QueueFlow: BitwiseCopyable, Sendable {
    /// Items that became ready. Over a minute: a burst waits already, and is not to count as much again.
    var arrivals = RateMeter(windows: 60)
    /// Items that were settled, or tried in vain.
    var completions = RateMeter()
    /// Leases that the worker could have had at once whose lease ended last.
    private(set) var slots: UInt64 = 1
    /// Of the leases that ended of late: milliseconds, and 1,024ths of items.
    private var leased: UInt64 = 0
    private var worked: UInt64 = 0

    /// Milliseconds of leases that are remembered, about.
    private static let memory: UInt64 = 600_000

    /// Of short leases, of which there are many, one in so many is measured, and stands for the others.
    static let sample: UInt64 = 16
    /// Milliseconds from which a lease is not short.
    static let long: UInt64 = 1_000

    /// `weight`: how many leases it stands for.
    mutating func leaseEnded(after milliseconds: UInt64, items: UInt32, weight: UInt64, slots: UInt64) {
        self.slots = max(1, slots)
        leased += milliseconds * weight
        worked += UInt64(items) * weight << 10
        if leased < Self.memory { return }
        leased /= 2
        worked /= 2
    }

    /// Microseconds of a lease that an item takes; nil: not measured.
    var itemTime: UInt64? {
        if worked == 0 { return nil }
        return UInt64(clamping: UInt128(leased) * 1_024_000 / UInt128(worked))
    }
}

extension Volatile {
    @inline(__always) mutating func measure(_ queue: NameID, _ change: (inout QueueFlow) -> Void) {
        while flows.count <= Int(queue.rawValue) { flows.append(QueueFlow()) }
        change(&flows[Int(queue.rawValue)])
    }

    func flow(of queue: NameID) -> QueueFlow {
        Int(queue.rawValue) < flows.count ? flows[Int(queue.rawValue)] : QueueFlow()
    }
}

extension Scheduler {
    /// Items of the task can be leased that could not be before.
    @inline(__always) mutating func countArrival(_ items: UInt32, of task: TaskIndex) {
        let now = now
        volatile.measure(state.queue(of: task)) { $0.arrivals.count(UInt64(items), at: now) }
    }

    @inline(__always) mutating func countCompletion(_ items: UInt32, of task: TaskIndex) {
        if items == 0 { return }
        let now = now
        volatile.measure(state.queue(of: task)) { $0.completions.count(UInt64(items), at: now) }
    }

    /// A lease is to end. One that settled nothing says nothing of how long items take.
    @inline(__always) mutating func measureService(of lease: LeaseIndex, _ ending: LeaseEnding) {
        let milliseconds = now.milliseconds(since: state.leases[lease].granted)
        let isLong = milliseconds >= QueueFlow.long
        if !isLong, state.leases[lease].id.rawValue % QueueFlow.sample != 0 { return }
        measure(lease, ending, milliseconds, weight: isLong ? 1 : QueueFlow.sample)
    }

    private mutating func measure(
        _ lease: LeaseIndex, _ ending: LeaseEnding, _ milliseconds: UInt64, weight: UInt64
    ) {
        let record = state.leases[lease]
        let items = state.size(of: lease) - (ending == .completed ? 0 : record.remaining)
        if items == 0 { return }
        let session = presence(of: record.worker).session
        let slots = session.isNone ? 1 : slots(of: session)
        volatile.measure(state.queue(of: record.task)) {
            $0.leaseEnded(after: milliseconds, items: items, weight: weight, slots: slots)
        }
    }

    /// Leases that a connected worker can have at once.
    private func slots(of session: SessionIndex) -> UInt64 {
        let (credit, granted) = (volatile.sessions[session].leaseCredit, volatile.sessions[session].leasesGranted)
        let held = state.workers[volatile.sessions[session].worker].leaseCount
        return min(UInt64(held) + (credit - min(credit, granted)), UInt64(Self.mostLeasesPerWorker))
    }
}

extension State {
    /// Items that the lease was granted.
    @inline(__always) func size(of lease: LeaseIndex) -> UInt32 {
        var size = leases[lease].first.count
        var more = leases[lease].more.head
        while !more.isNone {
            size += segments[more].range.count
            more = segments[more].next
        }
        return size
    }
}
