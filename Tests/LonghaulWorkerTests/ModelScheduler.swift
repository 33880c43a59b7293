import Contract
import Testing

@testable import LonghaulWorker

/// What a scheduler makes of reports, as far as a ledger can tell; and what the handlers meant by them.
struct ModelScheduler {
    enum Fate: Equatable {
        case pending
        case leased
        case done
        case failed
    }

    /// What a handler has said of an item.
    struct Claim {
        var isDone: Bool
        var output: [UInt8]?
    }

    struct Lease {
        var unsettled: Set<UInt64>
        var end: UInt64
        var outputs: [UInt64: [UInt8]] = [:]
        var itemCount: UInt64?
        var note: V1.Failure?
        // The handler's side of it.
        var claims: [UInt64: Claim] = [:]
        var begun: Set<UInt64> = []
        var claimedCount: UInt64?
        /// Whoever the lease is lost with is not held to what was said last.
        var hasReturned = false
    }

    private(set) var fates: [Fate]
    private(set) var leases: [UInt64: Lease] = [:]
    private var granted: UInt64 = 0

    init(items: Int) { fates = Array(repeating: .pending, count: items) }

    var hasPending: Bool { fates.contains(.pending) }

    /// A lease of the first pending items, at most `count`.
    mutating func grant(_ count: Int) -> (lease: UInt64, ranges: [Range<UInt64>]) {
        var items = RangeSet()
        for item in fates.indices where fates[item] == .pending && items.count < count {
            fates[item] = .leased
            items.insert(UInt64(item)..<UInt64(item) + 1)
        }
        granted += 1
        leases[granted] = Lease(unsettled: Set(items.ranges.joined()), end: items.ranges.last!.upperBound)
        return (granted, items.ranges)
    }

    mutating func claim(_ lease: UInt64, _ change: (inout Lease) -> Void) {
        if leases[lease] != nil { change(&leases[lease]!) }
    }

    mutating func hear(_ update: V1.WorkerUpdate) -> V1.SchedulerUpdate {
        var answer = V1.SchedulerUpdate()
        for id in update.completed {
            guard let lease = leases[id] else {
                answer.revoked.append(id)
                continue
            }
            for item in lease.unsettled.sorted() { settle(item, of: id, isDone: true) }
            end(id)
            answer.ended.append(id)
        }
        for report in update.reports { hear(report, &answer) }
        return answer
    }

    private mutating func hear(_ report: V1.Report, _ answer: inout V1.SchedulerUpdate) {
        let id = report.lease
        guard let lease = leases[id] else { return answer.revoked.append(id) }
        #expect(report.cursor <= report.end ?? lease.end)
        if let end = report.end, end < lease.end { trim(id, to: end) }
        for output in report.outputs { leases[id]!.outputs[output.item] = output.data }
        for outcome in report.outcomes { settle(outcome.item, of: id, isDone: false) }
        for item in report.settledRanges.joined() { settle(item, of: id, isDone: true) }
        for item in lease.unsettled.sorted() where item < report.cursor { settle(item, of: id, isDone: true) }
        if let checkpoint = report.checkpoint { #expect(checkpoint == [UInt8(truncatingIfNeeded: report.cursor)]) }
        if let note = report.note {
            leases[id]!.note = note == V1.Failure() ? nil : note
        } else if leases[id]!.unsettled != lease.unsettled {
            leases[id]!.note = nil
        }
        if let count = report.itemCounts.last { leases[id]!.itemCount = count.count }
        if leases[id]!.unsettled.isEmpty || report.ending != .none {
            end(id)
            answer.ended.append(id)
        } else {
            answer.acknowledged.append(V1.Acknowledgement(lease: id, cursor: report.cursor))
        }
    }

    /// What is given up was not begun, and goes to others.
    private mutating func trim(_ id: UInt64, to end: UInt64) {
        for item in leases[id]!.unsettled.sorted() where item >= end {
            #expect(!leases[id]!.begun.contains(item) && leases[id]!.claims[item] == nil, "item \(item) was begun")
            leases[id]!.unsettled.remove(item)
            fates[Int(item)] = .pending
        }
        leases[id]!.end = end
    }

    private mutating func settle(_ item: UInt64, of id: UInt64, isDone: Bool) {
        guard leases[id]!.unsettled.remove(item) != nil else { return }
        guard let claim = leases[id]!.claims[item] else {
            Issue.record("item \(item) was settled without the handler")
            return
        }
        #expect(claim.isDone == isDone, "item \(item)")
        #expect(claim.output == leases[id]!.outputs[item], "the output of item \(item)")
        fates[Int(item)] = isDone ? .done : .failed
    }

    private mutating func end(_ id: UInt64) {
        let lease = leases.removeValue(forKey: id)!
        #expect(lease.hasReturned, "lease \(id) ended under its handler")
        #expect(lease.itemCount == lease.claimedCount, "lease \(id)")
        for item in lease.unsettled { fates[Int(item)] = .pending }
    }

    /// A worker comes back with these. Those that are `lost` are not its own any more. Returns what it keeps.
    mutating func join(held: [UInt64], lost: Set<UInt64>) -> [UInt64] {
        for (id, lease) in leases where !held.contains(id) || lost.contains(id) {
            for item in lease.unsettled { fates[Int(item)] = .pending }
            leases[id] = nil
        }
        return held.filter { leases[$0] != nil }
    }
}
