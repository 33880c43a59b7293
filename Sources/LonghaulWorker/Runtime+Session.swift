import Contract
import Platform

/// What the session hears and says, on its loop.
extension Runtime {
    // MARK: Hearing

    /// Takes leases in. False: one of them was granted before, and the rest is not taken in.
    func granted(_ leases: [Lease]) -> Bool {
        let (isValid, wakened) = shared.withLock { shared in
            let isValid = leases.allSatisfy { shared.grant($0) }
            if shared.ledger.isLeaving { shared.handBackReady() }
            var wakened: [(CheckedContinuation<Assignment?, Never>, Assignment)] = []
            while let idle = shared.idle.last, let assignment = shared.assign(idle.slot) {
                shared.idle.removeLast()
                wakened.append((idle.continuation, assignment))
            }
            return (isValid, wakened)
        }
        for (slot, assignment) in wakened { slot.resume(returning: assignment) }
        return isValid
    }

    /// Leases that have ended, or go on from a durable cursor, or are not this worker's any more.
    func answered(ended: [UInt64], acknowledged: [UInt64], revoked: [UInt64]) {
        let (cancelled, waiters) = shared.withLock { shared in
            for lease in ended { shared.ledger.drop(lease) }
            for lease in acknowledged { shared.ledger.acknowledged(lease) }
            let slots = revoked.compactMap { shared.ledger.drop($0) }
            return (shared.cancel(slots), shared.admit(all: !revoked.isEmpty))
        }
        for task in cancelled { task.cancel() }
        for waiter in waiters { waiter.resume() }
    }

    /// Leases that are to go back: their handlers are cancelled, and what these settle by name is heard until `abandon`.
    func recall(_ leases: [UInt64]) {
        let (cancelled, waiters) = shared.withLock { shared in
            (shared.cancel(leases.compactMap { shared.ledger.recall($0) }), shared.admit(all: true))
        }
        for task in cancelled { task.cancel() }
        for waiter in waiters { waiter.resume() }
    }

    /// The handlers of recalled leases have had their time.
    func abandon(_ leases: [UInt64]) {
        shared.withLock { shared in
            for lease in leases { shared.ledger.finish(lease, .abandoned) }
        }
    }

    /// Somebody has nothing to do: the far ends of long leases go back.
    func trim(_ trims: [V1.Trim]) {
        shared.withLock { shared in
            for trim in trims { shared.ledger.trim(trim.lease, to: trim.end) }
        }
    }

    /// The scheduler has taken this worker in, with what it still holds, and says how far it may run ahead.
    func joined(kept: [UInt64], window: Int) {
        let (cancelled, waiters) = shared.withLock { shared in
            shared.ledger.window = window
            return (shared.cancel(shared.ledger.dropAll(but: kept)), shared.admit(all: true))
        }
        for task in cancelled { task.cancel() }
        for waiter in waiters { waiter.resume() }
    }

    // MARK: Saying

    /// A session begins: its first update says for how many leases there is room. Returns what is held, for it to name.
    func beginSession(in update: inout V1.WorkerUpdate) -> [UInt64] {
        shared.withLock { shared in
            shared.beginSession()
            shared.sayCredit(in: &update)
            return shared.ledger.reconnect()
        }
    }

    struct Saying {
        var update = V1.WorkerUpdate()
        /// Another update is needed for the rest.
        var hasMore = false
        /// Nothing is held any more.
        var isEmpty = false
    }

    /// What there is to say now.
    func takeSaying() -> Saying {
        shared.withLock { shared in
            var saying = Saying()
            saying.hasMore = shared.say(into: &saying.update)
            saying.isEmpty = shared.ledger.isEmpty
            return saying
        }
    }

    /// Whether leases are held, finished or not.
    var holdsLeases: Bool { shared.withLock { !$0.ledger.isEmpty } }

    // MARK: Leaving

    /// Hands out nothing more; leases that no slot works on go back, and waiting handlers are let go. Those that have
    /// taken nothing yet are cancelled: there is nothing that they could finish.
    func leave() {
        let (slots, waiters, tasks) = shared.withLock { shared in
            shared.ledger.isLeaving = true
            shared.handBackReady()
            defer { shared.idle = [] }
            return (shared.idle, shared.admit(), shared.cancel(shared.ledger.slotsWithNothingTaken))
        }
        for slot in slots { slot.continuation.resume(returning: nil) }
        for waiter in waiters { waiter.resume() }
        for task in tasks { task.cancel() }
        wakeSession()
    }

    /// Handlers that did not let go in time are told to. What they settle by name is heard until `abandonAll`.
    func cancelHandlers() {
        let tasks = shared.withLock { shared in
            shared.cancel(shared.slots.indices.filter { shared.slots[$0].isBusy })
        }
        for task in tasks { task.cancel() }
    }

    /// What handlers have settled can be said; what they say from now on is not heard.
    func abandonAll() {
        shared.withLock { $0.ledger.abandonAll() }
    }
}
