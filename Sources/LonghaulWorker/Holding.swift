import Contract

/// One lease in the ledger. A class, so that the ledger finds it once and changes it in place.
final class Holding {
    /// Bytes of outcomes and outputs in one report: with a checkpoint, and others beside it, it fits into a frame.
    static let detailBytes = 256 * 1_024

    /// Ascending, none of them empty. The scheduler may have asked for the far end of them.
    private(set) var ranges: [Range<UInt64>]
    /// As it was granted.
    let hasOneItem: Bool
    /// The first item that was not handed out.
    private var begun: UInt64
    /// Settled items, all of them but `last`; none of a lease whose handler settled none and left nothing else.
    private var settled = RangeSet()
    /// Of the settled items those that no report has told of.
    private var untold = RangeSet()
    private var unsettledCount: Int
    /// Settled as the last one while the handler still runs. The lease would end by a report that tells of it, and
    /// with the lease the handler's right to say more.
    private var last: (item: UInt64, detail: Extras.Detail?)?
    /// For the next report.
    private var fresh = Extras()
    /// Why it does not move; nil: it moves, as far as the handler says.
    private(set) var note: V1.Failure?
    /// What the scheduler was told last in this session; nil: nothing, or that it moves.
    private var toldNote: V1.Failure?
    /// The scheduler may have a note from an earlier session.
    private var mayHaveOldNote = false
    /// In the report under way.
    private var reported: (extras: Extras, items: RangeSet, hasNote: Bool)?
    /// Handed out, and not known to be durable.
    private(set) var unacknowledged = 0
    private var ending = V1.Ending.none
    private var failure: V1.Failure?
    /// Nothing more will be said by the handler.
    private(set) var isFinished = false
    /// Every item is done, and there is nothing else to say: the common end, told by the lease's id alone.
    private(set) var isPlainlyDone = false
    /// Of a finished lease: a report under way, or heard, told of everything.
    private var hasToldEnd = false
    /// Among the leases with something to say.
    var isListed = false
    /// Its only item counts as handed out, and will be by the first `next`.
    var isReserved = false
    /// It is to go back: nothing more of it is handed out.
    var isRecalled = false
    /// The scheduler was told, or is to be told with each report, where the lease ends.
    private var isTrimmed = false
    /// No report has told of that.
    private var hasUntoldEnd = false
    /// Who works on it, by the runtime's number; nil: nobody yet, or any more.
    var slot: Int?

    init(ranges: [Range<UInt64>]) {
        precondition(!ranges.isEmpty, "a lease has items")
        self.ranges = ranges
        hasOneItem = ranges.count == 1 && ranges[0].count == 1
        begun = ranges[0].lowerBound
        unsettledCount = ranges.reduce(0) { $0 + $1.count }
    }

    var isReporting: Bool { reported != nil }
    var hasBegun: Bool { begun > ranges[0].lowerBound }
    private var end: UInt64 { ranges[ranges.count - 1].upperBound }

    // MARK: The handler works

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

    /// False: it was settled before, or the handler had returned.
    func settle(_ item: UInt64, _ detail: Extras.Detail?) -> Bool {
        precondition(
            item < begun && ranges.contains { $0.contains(item) }, "only items that were handed out are settled")
        if isFinished || item == last?.item || settled.contains(item) { return false }
        note = nil
        unsettledCount -= 1
        if unsettledCount == 0 { last = (item, detail) } else { settleNow(item..<item + 1, detail) }
        return true
    }

    /// The bytes are for whoever works on from the first item that will not have been reported.
    func keep(_ bytes: [UInt8]) {
        if !isFinished { fresh.checkpoint = Extras.Checkpoint(item: cursor, bytes: bytes) }
    }

    func setItemCount(_ count: UInt64, ofTask task: UInt32) {
        if !isFinished { fresh.setItemCount(count, ofTask: task) }
    }

    /// Takes the place of the note before; nil: the lease moves. Settling an item says that too.
    func note(_ reason: V1.Failure?) {
        if !isFinished { note = reason }
    }

    /// Gives up the items from `asked` on, but for those that were begun, and so that the handler has something to settle:
    /// else the lease would end while it runs.
    func trim(to asked: UInt64) {
        if isFinished { return }
        isTrimmed = true
        hasUntoldEnd = true
        var lowest = max(asked, begun, ranges[0].lowerBound + 1)
        let hasOpenItem = unsettledCount > unbegunCount(from: begun)
        if !hasOpenItem, let open = unbegun { lowest = max(lowest, open.lowerBound + 1) }
        unsettledCount -= unbegunCount(from: lowest)
        ranges = ranges.compactMap { range in
            range.lowerBound < lowest ? range.lowerBound..<min(range.upperBound, lowest) : nil
        }
    }

    private func unbegunCount(from item: UInt64) -> Int {
        ranges.reduce(0) { $0 + ($1.upperBound > item ? Int($1.upperBound - max($1.lowerBound, item)) : 0) }
    }

    /// The handler is done. Returns how many items can be told of by that.
    func finish(_ result: Ledger.HandlerResult) -> Int {
        isFinished = true
        slot = nil
        if case .returned = result, settled.isEmpty, last?.detail == nil, fresh.isEmpty, begun == end, !isTrimmed {
            isPlainlyDone = true
            return unacknowledged
        }
        var count = 0
        if let (item, detail) = last {
            settleNow(item..<item + 1, detail)
            last = nil
            count = 1
        }
        switch result {
        case .returned: count += settleBegun(nil)
        case .failed(let outcome): count += settleBegun(outcome)
        case .taskFailed(let failure):
            ending = .taskFailed
            self.failure = failure
        case .abandoned: break
        }
        if ending == .none, unsettledCount > 0 { ending = .returned }
        isPlainlyDone = ending == .none && fresh.isEmpty && !isTrimmed
        return count
    }

    private func settleNow(_ range: Range<UInt64>, _ detail: Extras.Detail?) {
        settled.insert(range)
        untold.insert(range)
        if let detail { fresh.details.append(detail) }
    }

    /// What was handed out and not settled, as done or with an outcome. Returns how many items that were.
    private func settleBegun(_ outcome: V1.Outcome?) -> Int {
        var count = 0
        for range in ranges where unsettledCount > 0 && range.lowerBound < begun {
            for open in settled.gaps(in: range.lowerBound..<min(begun, range.upperBound)) {
                settleNow(open, nil)
                count += open.count
                guard var outcome else { continue }
                for item in open {
                    outcome.item = item
                    fresh.details.append(.outcome(outcome))
                }
            }
        }
        unsettledCount -= count
        return count
    }

    /// The first item that is not settled, or settled as the last one; the end when there is none.
    private var cursor: UInt64 {
        for range in ranges {
            if let missing = settled.firstMissing(in: range) { return missing }
        }
        return end
    }

    // MARK: The scheduler is told

    /// Whether a report may have something to tell.
    var hasNews: Bool {
        isFinished && !hasToldEnd || !untold.isEmpty || !fresh.isEmpty || hasNewNote || hasUntoldEnd
    }

    /// With the end of a lease its note ends too.
    private var hasNewNote: Bool { !isFinished && (note != toldNote || mayHaveOldNote) }

    /// The lease's id says everything.
    func beginPlainReport() {
        reported = (Extras(), RangeSet(), hasNote: false)
        hasToldEnd = true
    }

    /// Tells what no earlier report has told, or as much of it as fits; nil: nothing. What is left, and how the lease
    /// ends, waits for the next report: the lease must not end before its last item was told of.
    func beginReport(_ lease: UInt64) -> (report: V1.Report, roughSize: Int)? {
        var left = fresh.items(beyond: Self.detailBytes)
        let cursor = min(self.cursor, left.first ?? .max)
        var told = untold
        told.remove(left)
        for range in told.ranges(after: cursor).dropFirst(Limits.settledRanges) { left.insert(range) }
        told.remove(left)

        let extras = fresh.take(leaving: left, cursor: cursor)
        let isLast = isFinished && left.isEmpty
        // What settles an item takes the note back, unless it brings it along.
        let saysNote = hasNewNote || !isFinished && note != nil && !told.isEmpty
        guard isLast && !hasToldEnd || !told.isEmpty || !extras.isEmpty || saysNote || hasUntoldEnd else { return nil }
        untold = left
        reported = (extras, told, hasNote: saysNote)
        var report = V1.Report(extras, about: lease, cursor: cursor)
        for range in told.ranges(after: cursor) { report.settled += [range.lowerBound, range.upperBound] }
        if isTrimmed {
            report.end = end
            hasUntoldEnd = false
        }
        if saysNote {
            report.note = note ?? V1.Failure()
            toldNote = note
            mayHaveOldNote = false
        }
        hasToldEnd = isLast
        if isLast {
            report.ending = ending
            report.failure = failure
        }
        return (report, 64 + 10 * report.settled.count + extras.roughSize + (report.note?.roughSize ?? 0))
    }

    /// The report under way is durable. Returns how many items it told of.
    func endReport() -> Int {
        let count = reported?.items.count ?? 0
        reported = nil
        unacknowledged -= count
        return count
    }

    /// The report under way may be lost: it is to be said again.
    func takeBack() {
        isListed = false
        if reported?.hasNote == true || toldNote != nil { mayHaveOldNote = true }
        toldNote = nil
        hasUntoldEnd = isTrimmed
        guard let (extras, items, _) = reported else { return }
        reported = nil
        hasToldEnd = false
        untold.insert(items)
        fresh.prepend(extras)
        guard isPlainlyDone, !fresh.isEmpty else { return }
        isPlainlyDone = false
        for range in ranges {
            for open in settled.gaps(in: range) { settleNow(open, nil) }
        }
    }
}
