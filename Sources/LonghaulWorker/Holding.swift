import Contract

/// One lease in the ledger. A class, so that the ledger finds it once and changes it in place.
final class Holding {
    /// What is to be said beside the cursor.
    struct Extras {
        var outcomes: [V1.Outcome] = []
        var outputs: [V1.Output] = []
        var itemCounts: [V1.ItemCount] = []
        var checkpoint: [UInt8]?

        var isEmpty: Bool { outcomes.isEmpty && outputs.isEmpty && itemCounts.isEmpty && checkpoint == nil }

        /// `earlier` was not heard: it comes first again.
        mutating func prepend(_ earlier: Extras) {
            outcomes = earlier.outcomes + outcomes
            outputs = earlier.outputs + outputs
            itemCounts = earlier.itemCounts + itemCounts
            checkpoint = checkpoint ?? earlier.checkpoint
        }
    }

    /// Ascending.
    let ranges: [Range<UInt64>]
    /// The first item that was not handed out.
    private var begun: UInt64
    /// Settled items, all of them; none of a lease that is `isPlainlyDone`.
    private var settled = RangeSet()
    var fresh = Extras()
    /// In the report under way.
    private var reported: (extras: Extras, items: RangeSet)?
    /// Settled, and known to be durable.
    private var durable = RangeSet()
    /// Handed out, and not known to be durable.
    private(set) var unacknowledged = 0
    private(set) var ending = V1.Ending.none
    private var failure: V1.Failure?
    /// The handler has returned.
    private(set) var isFinished = false
    /// Every item is done, and there is nothing else to say: the common end, told by the lease's id alone.
    private(set) var isPlainlyDone = false
    /// Among the leases with something to say.
    var isListed = false
    /// Its only item counts as handed out, and will be by the first `next`.
    var isReserved = false
    /// Who works on it, by the runtime's number; nil: nobody yet, or any more.
    var slot: Int?

    init(ranges: [Range<UInt64>]) {
        precondition(!ranges.isEmpty, "a lease has items")
        self.ranges = ranges
        begun = ranges[0].lowerBound
    }

    var hasOneItem: Bool { ranges.count == 1 && ranges[0].count == 1 }
    var isReporting: Bool { reported != nil }
    private var isSettled: Bool { settled.count == ranges.reduce(0) { $0 + $1.count } }
    var hasBegun: Bool { begun > ranges[0].lowerBound }

    /// The first range that has items left to hand out.
    var unbegun: Range<UInt64>? {
        for range in ranges where range.upperBound > begun { return max(range.lowerBound, begun)..<range.upperBound }
        return nil
    }

    func begin(_ count: UInt64) -> Range<UInt64> {
        guard let open = unbegun, open.count >= count else { preconditionFailure("what is begun is open") }
        begun = open.lowerBound + count
        unacknowledged += Int(count)
        return open.lowerBound..<begun
    }

    /// False: it was settled before.
    func settle(_ item: UInt64) -> Bool {
        precondition(
            item < begun && ranges.contains { $0.contains(item) }, "only items that were handed out are settled")
        if settled.contains(item) { return false }
        settled.insert(item..<item + 1)
        return true
    }

    /// The handler is done. Returns how many items are settled by that.
    func finish(_ result: Ledger.HandlerResult) -> Int {
        isFinished = true
        slot = nil
        if case .returned = result, settled.count == 0, fresh.isEmpty, unbegun == nil {
            isPlainlyDone = true
            return unacknowledged
        }
        let open = unsettled
        var count = 0
        switch result {
        case .returned:
            for range in open { settled.insert(range) }
            count = open.reduce(0) { $0 + $1.count }
        case .failed(var outcome):
            for range in open {
                for item in range {
                    outcome.item = item
                    fresh.outcomes.append(outcome)
                }
                settled.insert(range)
            }
            count = open.reduce(0) { $0 + $1.count }
        case .taskFailed(let failure):
            ending = .taskFailed
            self.failure = failure
        case .abandoned: break
        }
        if ending == .none, !isSettled { ending = .returned }
        isPlainlyDone = ending == .none && fresh.isEmpty
        return count
    }

    /// Handed out and not settled.
    private var unsettled: [Range<UInt64>] {
        let handedOut = ranges[0].lowerBound..<max(begun, ranges[0].lowerBound)
        return ranges.flatMap { settled.gaps(in: $0.clamped(to: handedOut)) }
    }

    /// The first item that is not settled; the end when all are.
    private var cursor: UInt64 {
        for range in ranges {
            if let gap = settled.gaps(in: range).first { return gap.lowerBound }
        }
        return ranges[ranges.count - 1].upperBound
    }

    func beginReport() {
        reported = (fresh, settled)
        fresh = Extras()
    }

    func beginReport(_ lease: UInt64) -> V1.Report {
        let cursor = cursor
        var report = V1.Report(
            lease: lease, cursor: cursor, outcomes: fresh.outcomes, checkpoint: fresh.checkpoint,
            outputs: fresh.outputs, itemCounts: fresh.itemCounts, ending: isFinished ? ending : .none,
            failure: isFinished ? failure : nil)
        let past = settled.ranges(after: cursor)
        for range in past.prefix(Limits.settledRanges) { report.settled += [range.lowerBound, range.upperBound] }
        beginReport()
        // What did not fit is not in this report; it goes with the next.
        for range in past.dropFirst(Limits.settledRanges) { reported?.items.remove(from: range.lowerBound) }
        return report
    }

    /// The report under way is durable. Returns how many items it told of for the first time.
    func endReport() -> Int {
        guard let (_, items) = reported else { return 0 }
        let news = items.count - durable.count
        durable = items
        reported = nil
        unacknowledged -= news
        return news
    }

    /// The report under way may be lost: it is to be said again. Returns whether there is anything to say.
    func takeBack() -> Bool {
        if let (lost, _) = reported { fresh.prepend(lost) }
        reported = nil
        isListed = false
        if isPlainlyDone, !fresh.isEmpty {
            isPlainlyDone = false
            for range in ranges { settled.insert(range) }
        }
        return isFinished || !fresh.isEmpty || settled != durable
    }
}
