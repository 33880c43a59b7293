import Contract
import LonghaulWorker
import Scheduling

/// A worker with one slot: the ledger that ships, and what is on its way.
struct SmallWorker {
    let instance: UInt64
    private var ledger = Ledger(window: 100)
    private(set) var session: SessionID?
    var toScheduler: [V1.WorkerUpdate] = []
    var toWorker: [V1.SchedulerUpdate] = []
    /// Of leases that are held: their tasks and items, and whether they were done.
    private var leases: [UInt64: (task: TaskID, items: [UInt32], isDone: Bool)] = [:]
    private var order: [UInt64] = []
    private var granted: UInt64 = 0
    private var finished: UInt64 = 0
    private var grantedBefore: UInt64 = 0
    private var hasJoined = false

    init(instance: UInt64) { self.instance = instance }

    /// What it works on: the first lease that was not done.
    var inHand: UInt64? { order.first { leases[$0]?.isDone == false } }

    mutating func connect(_ session: SessionID) {
        self.session = session
        hasJoined = false
        grantedBefore = granted
        let held = ledger.reconnect()
        var update = V1.WorkerUpdate(
            join: V1.Join(instance: instance, kinds: ["a"], held: held.map { V1.HeldLease(lease: $0) }))
        sayCredit(in: &update)
        toScheduler = [update]
        toWorker = []
    }

    mutating func disconnect() {
        session = nil
        toScheduler = []
        toWorker = []
    }

    mutating func work() {
        guard let lease = inHand else { return }
        // What was revoked or called back meanwhile has no items.
        if case .items = ledger.next(of: lease, upTo: .max) {}
        leases[lease]?.isDone = true
        ledger.finish(lease, .returned)
        finished += 1
        say()
    }

    /// Returns what it now knows to be safe.
    mutating func hear(_ update: V1.SchedulerUpdate) -> [(LeaseID, TaskID, [UInt32])] {
        if let joined = update.joined {
            hasJoined = true
            _ = ledger.dropAll(but: joined.kept)
            let kept = Set(joined.kept)
            for lease in order where !kept.contains(lease) { forget(lease) }
        }
        for grant in update.grants {
            let ranges = stride(from: 0, to: grant.ranges.count, by: 2).map { grant.ranges[$0]..<grant.ranges[$0 + 1] }
            granted += 1
            guard ledger.hold(grant.lease, ranges: ranges) else { continue }
            let task = TaskID(job: JobID(rawValue: grant.job), ordinal: grant.task)
            leases[grant.lease] = (task, ranges.joined().map { UInt32($0) }, false)
            order.append(grant.lease)
        }
        var safe: [(LeaseID, TaskID, [UInt32])] = []
        for lease in update.ended {
            if let known = leases[lease], known.isDone {
                safe.append((LeaseID(rawValue: lease), known.task, known.items))
            }
            _ = ledger.drop(lease)
            forget(lease)
        }
        for answer in update.acknowledged { ledger.acknowledged(answer.lease) }
        for lease in update.revoked {
            _ = ledger.drop(lease)
            forget(lease)
        }
        for lease in update.recalled where leases[lease]?.isDone == false {
            _ = ledger.recall(lease)
            leases[lease] = nil
            order.removeAll { $0 == lease }
            finished += 1
        }
        say()
        return safe
    }

    private mutating func forget(_ lease: UInt64) {
        guard let known = leases.removeValue(forKey: lease) else { return }
        order.removeAll { $0 == lease }
        if !known.isDone { finished += 1 }
    }

    private mutating func sayCredit(in update: inout V1.WorkerUpdate) {
        update.leaseCredit = 1 + finished - grantedBefore
        update.itemCredit = .max
    }

    private mutating func say() {
        guard session != nil, hasJoined else { return }
        var update = V1.WorkerUpdate()
        sayCredit(in: &update)
        _ = ledger.say(into: &update)
        toScheduler.append(update)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(session != nil)
        hasher.combine(hasJoined)
        hasher.combine(toScheduler.map { "\($0)" })
        hasher.combine(toWorker.map { "\($0)" })
        for lease in order {
            hasher.combine(lease)
            hasher.combine(leases[lease]?.isDone)
        }
        hasher.combine([granted, finished, grantedBefore, UInt64(ledger.count), UInt64(ledger.unacknowledged)])
    }
}
