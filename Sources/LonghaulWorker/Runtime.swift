import Contract
import Platform

/// What handlers and the session share: the ledger under a lock, leases that wait for a slot, and who waits for room.
///
/// Handlers run on the cooperative pool, the session on its loop; neither waits for the other but here.
final class Runtime: Sendable {
    private struct Shared {
        var ledger = Ledger(window: 1)
        /// Leases that no slot works on yet, oldest first.
        var ready: ContiguousArray<Lease> = []
        var position = 0
        var idleSlots: [CheckedContinuation<Lease?, Never>] = []
        var waitingForRoom: [CheckedContinuation<Void, Never>] = []
        /// The task that works on a lease, to be cancelled.
        var working: [UInt64: Task<Void, Never>] = [:]
        var slots: [Int: Task<Void, Never>] = [:]
        var finished: UInt64 = 0
        var isLeaving = false
        var isWoken = false
    }

    private let shared = Lock(Shared())
    private let handlers: [String: Handler]
    private let logger: Logger
    /// Wakes the session: there is something to say.
    private let wake: @Sendable () -> Void

    init(handlers: [String: Handler], logger: Logger, wake: @escaping @Sendable () -> Void) {
        self.handlers = handlers
        self.logger = logger
        self.wake = wake
    }

    var kinds: [String] { handlers.keys.sorted() }

    // MARK: Slots

    /// Slots work on one lease each, until the worker leaves.
    func start(slots: Int) {
        for slot in 0..<slots { startSlot(slot) }
    }

    private func startSlot(_ slot: Int) {
        let task = Task { await self.work(slot) }
        shared.withLock { shared in
            // The task may have taken a lease, or even ended, before it was known here.
            shared.slots[slot] = task
        }
    }

    private func work(_ slot: Int) async {
        while let lease = await nextLease() {
            let isHeld = shared.withLock { shared in
                if let task = shared.slots[slot] { shared.working[lease.id] = task }
                return shared.ledger.holds(lease.id)
            }
            if isHeld { await work(on: lease) }
            shared.withLock { shared in
                shared.working[lease.id] = nil
                shared.finished += 1
            }
            say(now: true)
            // A cancelled task stays so: another one takes its place.
            if Task.isCancelled { return startSlot(slot) }
        }
    }

    private func nextLease() async -> Lease? {
        if let lease = takeReady() { return lease }
        return await withCheckedContinuation { continuation in
            let (lease, isLeaving) = shared.withLock { shared in
                let lease = Self.takeReady(&shared)
                if lease == nil, !shared.isLeaving { shared.idleSlots.append(continuation) }
                return (lease, shared.isLeaving)
            }
            if lease != nil || isLeaving { continuation.resume(returning: lease) }
        }
    }

    private func takeReady() -> Lease? { shared.withLock { Self.takeReady(&$0) } }

    private static func takeReady(_ shared: inout Shared) -> Lease? {
        guard shared.position < shared.ready.count else { return nil }
        let lease = shared.ready[shared.position]
        shared.position += 1
        if shared.position == shared.ready.count {
            shared.ready.removeAll(keepingCapacity: true)
            shared.position = 0
        }
        return lease
    }

    private func work(on lease: Lease) async {
        guard let handler = handlers[lease.kind] else {
            let failure = V1.Failure(code: "no-handler", text: "this worker has no handler for \(lease.kind)")
            return finish(lease, .failed(V1.Outcome(disposition: .retry, failure: failure)))
        }
        do {
            if lease.hasOneItem, try await take({ $0.reserveOnly(of: lease.id) }) == nil {
                return finish(lease, .abandoned)
            }
            try await handler(lease)
            finish(lease, .returned)
        } catch let error as TaskFailure {
            finish(lease, .taskFailed(V1.Failure(error.failure)))
        } catch let error as Failure {
            finish(lease, .failed(V1.Outcome(disposition: .retry, failure: V1.Failure(error))))
        } catch is LeaseRevoked {
            finish(lease, .abandoned)
        } catch {
            if Task.isCancelled { return finish(lease, .abandoned) }
            logger.warning("A handler failed", ["kind": lease.kind, "job": lease.job, "error": "\(error)"])
            let failure = Failure(code: "handler-error", text: "\(error)")
            finish(lease, .failed(V1.Outcome(disposition: .retry, failure: V1.Failure(failure))))
        }
    }

    private func finish(_ lease: Lease, _ result: Ledger.HandlerResult) {
        shared.withLock { $0.ledger.finish(lease.id, result) }
    }

    // MARK: For leases

    func next(of lease: UInt64, upTo count: Int) async throws -> Range<UInt64>? {
        try await take { $0.next(of: lease, upTo: count) }
    }

    private func take(_ take: (inout Ledger) -> Ledger.OnNext) async throws -> Range<UInt64>? {
        while true {
            let next = shared.withLock { shared in
                shared.isLeaving ? Ledger.OnNext.exhausted : take(&shared.ledger)
            }
            switch next {
            case .items(let items): return items
            case .exhausted: return nil
            case .revoked: throw LeaseRevoked()
            case .full: await room()
            }
        }
    }

    /// Returns when something was acknowledged, or the worker leaves. What is settled is said at once, since room comes
    /// from it.
    private func room() async {
        say(now: true)
        await withCheckedContinuation { continuation in
            let hasRoom = shared.withLock { shared in
                if shared.ledger.hasRoom || shared.isLeaving { return true }
                shared.waitingForRoom.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    func settle(_ item: UInt64, of lease: UInt64, _ outcome: V1.Outcome?, output: [UInt8]) {
        let isMuch = shared.withLock { shared in
            _ = shared.ledger.settle(item, of: lease, outcome: outcome, output: output)
            return shared.ledger.itemsToSay >= Session.itemsPerReport || !shared.waitingForRoom.isEmpty
        }
        say(now: isMuch)
    }

    func keep(_ checkpoint: [UInt8], for lease: UInt64) {
        shared.withLock { $0.ledger.setCheckpoint(checkpoint, of: lease) }
    }

    func setItemCount(_ count: UInt64, ofTask task: UInt32, from lease: UInt64) {
        shared.withLock { $0.ledger.setItemCount(count, ofTask: task, from: lease) }
    }

    /// One wake-up is under way at most.
    private func say(now: Bool) {
        guard now else { return }
        let mustWake = shared.withLock { shared in
            defer { shared.isWoken = true }
            return !shared.isWoken
        }
        if mustWake { wake() }
    }

    // MARK: For the session, on its loop

    func granted(_ leases: [Lease]) {
        let wakened = shared.withLock { shared in
            for lease in leases {
                shared.ledger.hold(lease.id, ranges: lease.ranges)
                shared.ready.append(lease)
            }
            let count = min(leases.count, shared.idleSlots.count)
            let slots = shared.idleSlots.suffix(count)
            shared.idleSlots.removeLast(count)
            return slots.map { ($0, Self.takeReady(&shared)) }
        }
        for (slot, lease) in wakened { slot.resume(returning: lease) }
    }

    func setWindow(_ items: Int) {
        shared.withLock { $0.ledger.window = items }
        admit()
    }

    /// Leases that have ended, or go on from a durable cursor, or are not this worker's any more.
    func answered(ended: [UInt64], acknowledged: [UInt64], revoked: [UInt64]) {
        let cancelled = shared.withLock { shared in
            for lease in ended { shared.ledger.drop(lease) }
            for lease in acknowledged { shared.ledger.acknowledged(lease) }
            return revoked.compactMap { lease in shared.ledger.drop(lease) ? shared.working[lease] : nil }
        }
        for task in cancelled { task.cancel() }
        admit()
    }

    private func admit() {
        let waiting = shared.withLock { shared in
            guard shared.ledger.hasRoom || shared.isLeaving else { return [CheckedContinuation<Void, Never>]() }
            defer { shared.waitingForRoom = [] }
            return shared.waitingForRoom
        }
        for continuation in waiting { continuation.resume() }
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
            shared.isWoken = false
            var saying = Saying()
            saying.hasMore = shared.ledger.say(into: &saying.update)
            saying.isEmpty = shared.ledger.isEmpty
            return saying
        }
    }

    /// Leases that handlers have finished with since the start.
    var finishedLeases: UInt64 { shared.withLock { $0.finished } }

    /// What is held, when the connection is made anew.
    func reclaim() -> [UInt64] { shared.withLock { $0.ledger.reconnect() } }

    /// Leases that handlers have still to finish with.
    var unfinishedLeases: Int { shared.withLock { $0.ledger.unfinished } }

    /// How many leases are held, finished or not.
    var heldLeases: Int { shared.withLock { $0.ledger.count } }

    func kept(_ leases: [UInt64]) {
        let cancelled = shared.withLock { shared in
            shared.ledger.dropAll(but: leases).compactMap { shared.working[$0] }
        }
        for task in cancelled { task.cancel() }
        admit()
    }

    /// Hands out nothing more; leases that no slot works on go back, and waiting handlers are let go.
    func leave() {
        let slots = shared.withLock { shared in
            shared.isLeaving = true
            while let lease = Self.takeReady(&shared) {
                shared.ledger.finish(lease.id, .abandoned)
            }
            defer { shared.idleSlots = [] }
            return shared.idleSlots
        }
        for slot in slots { slot.resume(returning: nil) }
        admit()
        say(now: true)
    }

    /// Handlers that did not let go in time are told to.
    func cancelHandlers() {
        let tasks = shared.withLock { Array($0.working.values) }
        for task in tasks { task.cancel() }
    }
}
