/// Dead letters that go back to work at a rate.
extension Scheduler {
    /// The core paces the order; the shell, which knows what new jobs are to be given, asks with `dueRequeue` what is to
    /// go, and says with `advance` what went. nil: as many orders as are kept are running.
    package mutating func order(_ filter: LetterFilter, _ rate: RequeueRate) -> UInt64? {
        if state.orders.count(where: { $0.state == .running }) >= State.mostOrders { return nil }
        let id = state.nextOrder
        emit(.requeueOrdered(id, filter, rate, last: DeadLetterID(rawValue: state.nextLetter - 1)))
        endIfDone(id)
        return id
    }

    /// False: it is not there, or has ended.
    package mutating func stopOrder(_ id: UInt64) -> Bool {
        guard state.orders.contains(where: { $0.id == id && $0.state == .running }) else { return false }
        emit(.requeueEnded(id, .stopped))
        return true
    }

    /// In the order in which they were given: those that run, and the last that have ended.
    package var orders: [RequeueOrder] { state.orders }

    /// An order whose time has come, and the letters that are to go now, oldest first. `looked`: up to where all others
    /// don't match. nil: none is due. Cost: O(`probes`).
    package func dueRequeue(
        probes: Int
    ) -> (order: UInt64, letters: [LetterView], looked: DeadLetterID)? {
        guard let order = state.orders.first(where: { $0.state == .running && $0.alarm <= now }) else { return nil }
        let most = order.allowance(at: now)
        var found: [LetterView] = []
        var id = order.looked.rawValue
        var left = probes
        while id < order.last.rawValue, left > 0, found.count < most {
            id += 1
            left -= 1
            let letter = state.letter(DeadLetterID(rawValue: id))
            if !letter.isNone, state.matches(letter, order.filter), let view = self.letter(state.letters[letter].id) {
                found.append(view)
            }
        }
        return (order.id, found, DeadLetterID(rawValue: id))
    }

    /// So many of the due letters went, and none up to `looked` is left to be looked at.
    package mutating func advance(_ order: UInt64, to looked: DeadLetterID, requeued: UInt32) {
        emit(.requeueAdvanced(order, looked: looked, requeued: requeued))
        endIfDone(order)
    }

    private mutating func endIfDone(_ id: UInt64) {
        guard let order = state.orders.first(where: { $0.id == id }), order.looked >= order.last else { return }
        emit(.requeueEnded(id, .finished))
    }

    var nextOrderAlarm: Timestamp? {
        var next: Timestamp?
        for order in state.orders where order.state == .running { next = min(next ?? order.alarm, order.alarm) }
        return next
    }
}
