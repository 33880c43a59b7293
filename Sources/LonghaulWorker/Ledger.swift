package import Contract

/// What a worker holds, what it has settled, and what of that the scheduler has on disk. Pure: the runtime keeps it
/// under a lock, and does what it says.
///
/// Of each lease at most one report is under way; what is settled meanwhile, and what did not fit, goes with the next.
/// After a lost connection, what was not acknowledged is sent again, and the scheduler ignores what it knew.
package struct Ledger {
    /// One update holds no more leases, and ends with the one that brings it to so many bytes.
    private static let leasesPerUpdate = 512
    private static let bytesPerUpdate = 256 * 1_024

    /// Items handed out to handlers and not known to be durable: the bound on work done twice after a crash.
    package private(set) var unacknowledged = 0
    /// The most of those, as the scheduler says.
    package var window: Int
    /// Nothing more is handed out.
    package var isLeaving = false
    private var holdings: [UInt64: Holding] = [:]
    /// Leases with something to say, in the order in which it came up.
    private var unsaid: [UInt64] = []
    package private(set) var itemsToSay = 0

    package init(window: Int) { self.window = window }

    package var count: Int { holdings.count }
    package var isEmpty: Bool { holdings.isEmpty }
    package var hasRoom: Bool { unacknowledged < window }
    /// Slots that work on a lease of which nothing was handed out.
    package var slotsWithNothingTaken: [Int] { holdings.values.compactMap { $0.hasBegun ? nil : $0.slot }.sorted() }

    // MARK: Leases come

    /// False, and nothing changed: it is held already.
    package mutating func hold(_ lease: UInt64, ranges: [Range<UInt64>]) -> Bool {
        if holdings[lease] != nil { return false }
        holdings[lease] = Holding(ranges: ranges)
        return true
    }

    // MARK: Handlers work

    package enum OnNext: Equatable {
        /// These are handed out.
        case items(Range<UInt64>)
        /// All were handed out.
        case exhausted
        /// The window is full: ask again when something was acknowledged.
        case full
        /// Not this worker's any more.
        case revoked
    }

    package enum OnBegin {
        case begun
        /// Its only item has to wait for room, see `reserveOnly`.
        case full
        case revoked
    }

    /// A slot begins to work on a lease. The only item of a lease counts as handed out from now on, so that its handler
    /// may settle it without asking for it.
    package mutating func begin(_ lease: UInt64, slot: Int) -> OnBegin {
        // One that is finished before it was begun was recalled.
        guard let holding = holdings[lease], !holding.isFinished else { return .revoked }
        holding.slot = slot
        return holding.hasOneItem && reserveOnly(of: holding) == .full ? .full : .begun
    }

    /// Takes the only item of a lease for its handler, unless that was done before; the first `next` hands it out.
    /// Nothing for a lease of more items.
    package mutating func reserveOnly(of lease: UInt64) -> OnNext {
        guard let holding = holdings[lease] else { return .revoked }
        return reserveOnly(of: holding)
    }

    private mutating func reserveOnly(of holding: Holding) -> OnNext {
        guard holding.hasOneItem, !holding.isReserved else { return .exhausted }
        let next = next(of: holding, upTo: 1)
        if case .items = next { holding.isReserved = true }
        return next
    }

    /// The next items of a lease, at most `count` of them.
    package mutating func next(of lease: UInt64, upTo count: Int) -> OnNext {
        guard let holding = holdings[lease] else { return .revoked }
        if holding.isReserved {
            holding.isReserved = false
            return .items(holding.ranges[0])
        }
        return next(of: holding, upTo: count)
    }

    /// Items of a lease that nothing was taken from, as many as there is room for.
    package mutating func takeUntouched(_ lease: UInt64) -> OnNext {
        guard let holding = holdings[lease] else { return .revoked }
        return holding.hasBegun ? .exhausted : next(of: holding, upTo: .max)
    }

    /// Whether somebody who found no room for the lease's items would find none now.
    package func mustWait(_ lease: UInt64) -> Bool {
        guard let holding = holdings[lease] else { return false }
        return !hasRoom && !isLeaving && !holding.isRecalled
    }

    private mutating func next(of holding: Holding, upTo count: Int) -> OnNext {
        guard let open = holding.unbegun, !isLeaving, !holding.isRecalled else { return .exhausted }
        let room = window - unacknowledged
        if room <= 0 { return .full }
        let taken = UInt64(min(count, room, open.count))
        unacknowledged += Int(taken)
        return .items(holding.begin(taken))
    }

    /// An item that was handed out is settled. No effect when it was before, or the lease is not held any more.
    package mutating func settle(_ item: UInt64, of lease: UInt64, _ detail: Extras.Detail? = nil) {
        guard let holding = holdings[lease], holding.settle(item, detail) else { return }
        itemsToSay += 1
        list(lease, holding)
    }

    package mutating func keep(_ checkpoint: [UInt8], for lease: UInt64) {
        guard let holding = holdings[lease] else { return }
        holding.keep(checkpoint)
        list(lease, holding)
    }

    /// Why the lease does not move; nil: it moves.
    mutating func note(_ reason: V1.Failure?, of lease: UInt64) {
        guard let holding = holdings[lease] else { return }
        holding.note(reason)
        list(lease, holding)
    }

    package mutating func setItemCount(_ count: UInt64, ofTask task: UInt32, from lease: UInt64) {
        holdings[lease]?.setItemCount(count, ofTask: task)
    }

    package enum HandlerResult {
        /// What was handed out and not settled otherwise is done.
        case returned
        /// What was handed out and not settled otherwise failed.
        case failed(V1.Outcome)
        case taskFailed(V1.Failure)
        /// What was handed out and not settled is as if it had not been: the worker is leaving, or the lease revoked.
        case abandoned
    }

    /// The handler is done with a lease. What was never handed out goes back to the scheduler.
    package mutating func finish(_ lease: UInt64, _ result: HandlerResult) {
        guard let holding = holdings[lease], !holding.isFinished else { return }
        itemsToSay += holding.finish(result)
        list(lease, holding)
    }

    /// A lease is to go back: at once, unless a slot is at work on it, which is returned and is to stop.
    package mutating func recall(_ lease: UInt64) -> Int? {
        guard let holding = holdings[lease], !holding.isFinished else { return nil }
        holding.isRecalled = true
        if holding.slot == nil { finish(lease, .abandoned) }
        return holding.slot
    }

    /// The far end of a lease is to go back, as far as it was not begun.
    package mutating func trim(_ lease: UInt64, to end: UInt64) {
        guard let holding = holdings[lease] else { return }
        holding.trim(to: end)
        list(lease, holding)
    }

    /// Handlers have had their time: what they have settled is said, and what they say from now on is not heard.
    package mutating func abandonAll() {
        for lease in holdings.keys.sorted() { finish(lease, .abandoned) }
    }

    private mutating func list(_ lease: UInt64, _ holding: Holding) {
        guard holding.hasNews, !holding.isListed else { return }
        holding.isListed = true
        unsaid.append(lease)
    }

    // MARK: The scheduler is told

    /// Puts what is to be said into an update, as much as fits. Of a lease whose report is under way nothing is said
    /// until that was acknowledged. Returns whether more is left for another update.
    package mutating func say(into update: inout V1.WorkerUpdate) -> Bool {
        var waiting: [UInt64] = []
        var (leases, bytes) = (0, 0)
        var isFull = false
        for (place, lease) in unsaid.enumerated() {
            isFull = leases == Self.leasesPerUpdate || bytes >= Self.bytesPerUpdate
            if isFull {
                waiting += unsaid[place...]
                break
            }
            guard let holding = holdings[lease] else { continue }
            if holding.isReporting {
                waiting.append(lease)
                continue
            }
            holding.isListed = false
            if holding.isPlainlyDone {
                holding.beginPlainReport()
                update.completed.append(lease)
            } else if let (report, roughSize) = holding.beginReport(lease) {
                update.reports.append(report)
                bytes += roughSize
            }
            leases += 1
        }
        unsaid = waiting
        itemsToSay = 0
        return isFull
    }

    // MARK: The scheduler answers

    /// A report is durable; the lease goes on. What did not fit into it goes with the next.
    package mutating func acknowledged(_ lease: UInt64) {
        guard let holding = holdings[lease] else { return }
        unacknowledged -= holding.endReport()
        list(lease, holding)
    }

    /// The lease has ended, or is not this worker's any more. Returns the slot that is still at work on it.
    @discardableResult
    package mutating func drop(_ lease: UInt64) -> Int? {
        guard let holding = holdings.removeValue(forKey: lease) else { return nil }
        unacknowledged -= holding.unacknowledged
        return holding.slot
    }

    // MARK: The connection is lost

    /// What is held, to be named to the scheduler; everything not acknowledged is to be said again.
    package mutating func reconnect() -> [UInt64] {
        unsaid = []
        let leases = holdings.keys.sorted()
        for lease in leases {
            guard let holding = holdings[lease] else { continue }
            holding.takeBack()
            list(lease, holding)
        }
        return leases
    }

    /// After a re-claim: what the scheduler did not keep. Returns the slots that are still at work on it.
    package mutating func dropAll(but kept: [UInt64]) -> [Int] {
        let kept = Set(kept)
        return holdings.keys.sorted().filter { !kept.contains($0) }.compactMap { drop($0) }
    }
}
