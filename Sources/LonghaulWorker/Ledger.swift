import Contract

/// What a worker holds, what it has settled, and what of that the scheduler has on disk. Pure: the runtime keeps it
/// under a lock, and does what it says.
///
/// Of each lease at most one report is under way; what is settled meanwhile goes with the next. After a lost
/// connection, what was not acknowledged is sent again, and the scheduler ignores what it knew.
struct Ledger {
    /// Items handed out to handlers and not known to be durable: the bound on work done twice after a crash.
    private(set) var unacknowledged = 0
    /// The most of those, as the scheduler says.
    var window: Int
    /// Nothing more is handed out.
    var isLeaving = false
    private var holdings: [UInt64: Holding] = [:]
    /// Leases with something to say, in the order in which it came up.
    private var unsaid: [UInt64] = []
    private(set) var itemsToSay = 0

    init(window: Int) { self.window = window }

    var count: Int { holdings.count }
    var isEmpty: Bool { holdings.isEmpty }
    /// Slots that work on a lease.
    var busySlots: [Int] { holdings.values.compactMap(\.slot).sorted() }
    var unfinished: Int { holdings.values.count { !$0.isFinished } }
    var hasRoom: Bool { unacknowledged < window }

    // MARK: Leases come

    mutating func hold(_ lease: UInt64, ranges: [Range<UInt64>]) {
        precondition(holdings[lease] == nil, "a lease is granted once")
        holdings[lease] = Holding(ranges: ranges)
    }

    // MARK: Handlers work

    enum OnNext: Equatable {
        /// These are handed out.
        case items(Range<UInt64>)
        /// All were handed out.
        case exhausted
        /// The window is full: ask again when something was acknowledged.
        case full
        /// Not this worker's any more.
        case revoked
    }

    enum OnBegin {
        case begun
        /// Its only item has to wait for room, see `reserveOnly`.
        case full
        case revoked
    }

    /// A slot begins to work on a lease. The only item of a lease counts as handed out from now on, so that its handler
    /// may settle it without asking for it.
    mutating func begin(_ lease: UInt64, slot: Int) -> OnBegin {
        guard let holding = holdings[lease] else { return .revoked }
        holding.slot = slot
        return holding.hasOneItem && reserveOnly(of: holding) == .full ? .full : .begun
    }

    /// Takes the only item of a lease for its handler, unless that was done before; the first `next` hands it out.
    /// Nothing for a lease of more items.
    mutating func reserveOnly(of lease: UInt64) -> OnNext {
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
    mutating func next(of lease: UInt64, upTo count: Int) -> OnNext {
        guard let holding = holdings[lease] else { return .revoked }
        if holding.isReserved {
            holding.isReserved = false
            return .items(holding.ranges[0])
        }
        return next(of: holding, upTo: count)
    }

    private mutating func next(of holding: Holding, upTo count: Int) -> OnNext {
        guard let open = holding.unbegun, !isLeaving else { return .exhausted }
        let room = window - unacknowledged
        if room <= 0 { return .full }
        let taken = UInt64(min(count, room, open.count))
        unacknowledged += Int(taken)
        return .items(holding.begin(taken))
    }

    /// An item that was handed out is settled. False: the lease is not held any more, or the item was settled before.
    mutating func settle(
        _ item: UInt64, of lease: UInt64, outcome: V1.Outcome? = nil, output: [UInt8] = []
    ) -> Bool {
        guard let holding = holdings[lease], holding.settle(item) else { return false }
        if let outcome { holding.fresh.outcomes.append(outcome) }
        if !output.isEmpty { holding.fresh.outputs.append(V1.Output(item: item, data: output)) }
        itemsToSay += 1
        say(lease, holding)
        return true
    }

    mutating func setCheckpoint(_ checkpoint: [UInt8], of lease: UInt64) {
        guard let holding = holdings[lease] else { return }
        holding.fresh.checkpoint = checkpoint
        say(lease, holding)
    }

    mutating func setItemCount(_ count: UInt64, ofTask task: UInt32, from lease: UInt64) {
        holdings[lease]?.fresh.itemCounts.append(V1.ItemCount(task: task, count: count))
    }

    enum HandlerResult {
        /// What was handed out and not settled otherwise is done.
        case returned
        /// What was handed out and not settled otherwise failed.
        case failed(V1.Outcome)
        case taskFailed(V1.Failure)
        /// What was handed out and not settled is as if it had not been: the worker is leaving, or the lease revoked.
        case abandoned
    }

    private static let nothingTaken = V1.Outcome(
        disposition: .retry,
        failure: V1.Failure(
            code: "nothing-taken", text: "the handler returned without taking an item; it must ask for them with `next`"
        ))

    /// The handler is done with a lease. What was never handed out goes back to the scheduler. A handler that took
    /// nothing would have it come again for ever: as many items as there is room for count as failed by it, unless
    /// there was nothing to take because the worker is leaving.
    mutating func finish(_ lease: UInt64, _ result: HandlerResult) {
        guard let holding = holdings[lease] else { return }
        if case .returned = result, !holding.hasBegun, case .items = next(of: holding, upTo: window) {
            itemsToSay += holding.finish(.failed(Self.nothingTaken))
        } else {
            itemsToSay += holding.finish(result)
        }
        say(lease, holding)
    }

    private mutating func say(_ lease: UInt64, _ holding: Holding) {
        if holding.isListed { return }
        holding.isListed = true
        unsaid.append(lease)
    }

    // MARK: The scheduler is told

    var hasSomethingToSay: Bool { !unsaid.isEmpty }

    /// Puts what is to be said into an update, as much as fits. Of a lease whose report is under way nothing is said
    /// until that was acknowledged. Returns whether more is left for another update.
    mutating func say(into update: inout V1.WorkerUpdate, limit: Int = 512) -> Bool {
        var waiting: [UInt64] = []
        var taken = 0
        for (place, lease) in unsaid.enumerated() {
            if taken == limit {
                waiting += unsaid[place...]
                break
            }
            guard let holding = holdings[lease] else { continue }
            if holding.isReporting {
                waiting.append(lease)
                continue
            }
            holding.isListed = false
            taken += 1
            if holding.isPlainlyDone {
                holding.beginReport()
                update.completed.append(lease)
            } else {
                update.reports.append(holding.beginReport(lease))
            }
        }
        unsaid = waiting
        itemsToSay = 0
        return taken == limit
    }

    // MARK: The scheduler answers

    /// A report is durable; the lease goes on.
    mutating func acknowledged(_ lease: UInt64) {
        guard let holding = holdings[lease] else { return }
        unacknowledged -= holding.endReport()
    }

    /// The lease has ended, or is not this worker's any more. Returns the slot that is still at work on it.
    @discardableResult
    mutating func drop(_ lease: UInt64) -> Int? {
        guard let holding = holdings.removeValue(forKey: lease) else { return nil }
        unacknowledged -= holding.unacknowledged
        return holding.slot
    }

    // MARK: The connection is lost

    /// What is held, to be named to the scheduler; everything not acknowledged is to be said again.
    mutating func reconnect() -> [UInt64] {
        let leases = holdings.keys.sorted()
        for lease in leases {
            if let holding = holdings[lease], holding.takeBack() { say(lease, holding) }
        }
        return leases
    }

    /// After a re-claim: what the scheduler did not keep. Returns the slots that are still at work on it.
    mutating func dropAll(but kept: [UInt64]) -> [Int] {
        let kept = Set(kept)
        return holdings.keys.sorted().filter { !kept.contains($0) }.compactMap { drop($0) }
    }
}
