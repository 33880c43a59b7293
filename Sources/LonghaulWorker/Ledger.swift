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
    private var holdings: [UInt64: Holding] = [:]
    /// Leases with something to say, in the order in which it came up.
    private var unsaid: [UInt64] = []
    private(set) var itemsToSay = 0

    init(window: Int) { self.window = window }

    var count: Int { holdings.count }
    var isEmpty: Bool { holdings.isEmpty }
    var unfinished: Int { holdings.values.count { !$0.isFinished } }
    var hasRoom: Bool { unacknowledged < window }

    func holds(_ lease: UInt64) -> Bool { holdings[lease] != nil }

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

    /// Takes the only item of a lease for its handler, which may then settle it without asking for it; the first `next`
    /// hands it out. Nothing for a lease of more items.
    mutating func reserveOnly(of lease: UInt64) -> OnNext {
        guard let holding = holdings[lease] else { return .revoked }
        guard holding.hasOneItem, !holding.isReserved else { return .exhausted }
        let next = next(of: lease, upTo: 1)
        if case .items = next { holdings[lease]!.isReserved = true }
        return next
    }

    /// The next items of a lease, at most `count` of them.
    mutating func next(of lease: UInt64, upTo count: Int) -> OnNext {
        guard let holding = holdings[lease] else { return .revoked }
        if holding.isReserved {
            holdings[lease]!.isReserved = false
            return .items(holding.ranges[0])
        }
        guard let open = holding.unbegun else { return .exhausted }
        let room = window - unacknowledged
        if room <= 0 { return .full }
        let taken = UInt64(min(count, room, open.count))
        unacknowledged += Int(taken)
        return .items(holdings[lease]!.begin(taken))
    }

    /// An item that was handed out is settled. False: the lease is not held any more, or the item was settled before.
    mutating func settle(
        _ item: UInt64, of lease: UInt64, outcome: V1.Outcome? = nil, output: [UInt8] = []
    ) -> Bool {
        guard holdings[lease] != nil, holdings[lease]!.settle(item) else { return false }
        if let outcome { holdings[lease]!.fresh.outcomes.append(outcome) }
        if !output.isEmpty { holdings[lease]!.fresh.outputs.append(V1.Output(item: item, data: output)) }
        itemsToSay += 1
        say(lease)
        return true
    }

    mutating func setCheckpoint(_ checkpoint: [UInt8], of lease: UInt64) {
        guard holdings[lease] != nil else { return }
        holdings[lease]!.fresh.checkpoint = checkpoint
        say(lease)
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

    /// The handler is done with a lease. What was never handed out goes back to the scheduler.
    mutating func finish(_ lease: UInt64, _ result: HandlerResult) {
        guard holdings[lease] != nil else { return }
        let open = holdings[lease]!.takeUnsettled()
        switch result {
        case .returned:
            for range in open { holdings[lease]!.settled.insert(range) }
        case .failed(var outcome):
            for range in open {
                for item in range {
                    outcome.item = item
                    holdings[lease]!.fresh.outcomes.append(outcome)
                }
                holdings[lease]!.settled.insert(range)
            }
        case .taskFailed(let failure):
            holdings[lease]!.ending = .taskFailed
            holdings[lease]!.failure = failure
        case .abandoned: break
        }
        if holdings[lease]!.ending == .none, !holdings[lease]!.isSettled { holdings[lease]!.ending = .returned }
        holdings[lease]!.isFinished = true
        itemsToSay += open.reduce(0) { $0 + $1.count }
        say(lease)
    }

    private mutating func say(_ lease: UInt64) {
        guard !holdings[lease]!.isListed else { return }
        holdings[lease]!.isListed = true
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
            holdings[lease]!.isListed = false
            taken += 1
            if holding.isPlainlyDone {
                holdings[lease]!.beginReport()
                update.completed.append(lease)
            } else {
                update.reports.append(holdings[lease]!.beginReport(lease))
            }
        }
        unsaid = waiting
        itemsToSay = 0
        return taken == limit
    }

    // MARK: The scheduler answers

    /// A report is durable; the lease goes on.
    mutating func acknowledged(_ lease: UInt64) {
        guard holdings[lease] != nil else { return }
        unacknowledged -= holdings[lease]!.endReport()
    }

    /// The lease has ended, or is not this worker's any more. Returns whether its handler is still at work.
    @discardableResult
    mutating func drop(_ lease: UInt64) -> Bool {
        guard let holding = holdings.removeValue(forKey: lease) else { return false }
        unacknowledged -= holding.unacknowledged
        return !holding.isFinished
    }

    // MARK: The connection is lost

    /// What is held, to be named to the scheduler; everything not acknowledged is to be said again.
    mutating func reconnect() -> [UInt64] {
        for lease in holdings.keys.sorted() where holdings[lease]!.takeBack() { say(lease) }
        return holdings.keys.sorted()
    }

    /// After a re-claim: what the scheduler did not keep. Returns those whose handlers are still at work.
    mutating func dropAll(but kept: [UInt64]) -> [UInt64] {
        let kept = Set(kept)
        return holdings.keys.sorted().filter { !kept.contains($0) && drop($0) }
    }
}
