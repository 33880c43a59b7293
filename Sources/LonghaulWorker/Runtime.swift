import Contract
import Platform

/// What handlers and the session share: the ledger under a lock, leases that wait for a slot, and who waits for room.
///
/// Handlers run on the cooperative pool, the session on its loop; neither waits for the other but here.
final class Runtime: Sendable {
    fileprivate struct Shared {
        var ledger = Ledger(window: 1)
        /// Leases that no slot works on yet, oldest first.
        var ready: ContiguousArray<Lease> = []
        var position = 0
        /// The tasks that work, by the number of their slot.
        var slots: [Task<Void, Never>?]
        var idleSlots: [(slot: Int, continuation: CheckedContinuation<Assignment?, Never>)] = []
        var waitingForRoom: [CheckedContinuation<Void, Never>] = []
        var finished: UInt64 = 0
        var isWoken = false
    }

    /// What a slot works on next.
    fileprivate struct Assignment {
        let lease: Lease
        /// Its only item could not be handed out yet.
        let mustWait: Bool
    }

    private let shared: Lock<Shared>
    private let handlers: [String: Handler]
    private let logger: Logger
    /// Wakes the session: there is something to say.
    private let wake: @Sendable () -> Void

    init(slots: Int, handlers: [String: Handler], logger: Logger, wake: @escaping @Sendable () -> Void) {
        shared = Lock(Shared(slots: Array(repeating: nil, count: slots)))
        self.handlers = handlers
        self.logger = logger
        self.wake = wake
    }

    var kinds: [String] { handlers.keys.sorted() }

    // MARK: Slots

    /// Slots work on one lease each, until the worker leaves.
    func start() {
        for slot in shared.withLock({ $0.slots.indices }) { start(slot) }
    }

    /// Under the lock, which the task takes first: it is known before it has a lease.
    private func start(_ slot: Int) {
        shared.withLock { shared in
            shared.slots[slot] = Task { await self.work(slot) }
        }
    }

    private func work(_ slot: Int) async {
        while let assignment = await nextAssignment(for: slot) {
            let result = await work(on: assignment)
            let mustWake = shared.withLock { shared in
                shared.ledger.finish(assignment.lease.id, result)
                shared.finished += 1
                return shared.mustWake()
            }
            if mustWake { wake() }
            // A cancelled task stays so: another one takes its place.
            if Task.isCancelled { return start(slot) }
        }
    }

    private func nextAssignment(for slot: Int) async -> Assignment? {
        if let assignment = shared.withLock({ $0.assign(slot) }) { return assignment }
        return await withCheckedContinuation { continuation in
            let (assignment, isLeaving) = shared.withLock { shared in
                let assignment = shared.assign(slot)
                if assignment == nil, !shared.ledger.isLeaving { shared.idleSlots.append((slot, continuation)) }
                return (assignment, shared.ledger.isLeaving)
            }
            if assignment != nil || isLeaving { continuation.resume(returning: assignment) }
        }
    }

    private func work(on assignment: Assignment) async -> Ledger.HandlerResult {
        let lease = assignment.lease
        guard let handler = handlers[lease.kind] else {
            let failure = V1.Failure(code: "no-handler", text: "this worker has no handler for \(lease.kind)")
            return .failed(V1.Outcome(disposition: .retry, failure: failure))
        }
        do {
            if assignment.mustWait, try await take({ $0.reserveOnly(of: lease.id) }) == nil { return .abandoned }
            try await handler(lease)
            return .returned
        } catch let error as TaskFailure {
            return .taskFailed(V1.Failure(error.failure))
        } catch let error as Failure {
            return .failed(V1.Outcome(disposition: .retry, failure: V1.Failure(error)))
        } catch is LeaseRevoked {
            return .abandoned
        } catch {
            if Task.isCancelled { return .abandoned }
            logger.warning("A handler failed", ["kind": lease.kind, "job": lease.job, "error": "\(error)"])
            let failure = Failure(code: "handler-error", text: "\(error)")
            return .failed(V1.Outcome(disposition: .retry, failure: V1.Failure(failure)))
        }
    }

    // MARK: For leases

    func next(of lease: UInt64, upTo count: Int) async throws -> Range<UInt64>? {
        try await take { $0.next(of: lease, upTo: count) }
    }

    private func take(_ take: (inout Ledger) -> Ledger.OnNext) async throws -> Range<UInt64>? {
        while true {
            switch shared.withLock({ take(&$0.ledger) }) {
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
        say()
        await withCheckedContinuation { continuation in
            let hasRoom = shared.withLock { shared in
                if shared.ledger.hasRoom || shared.ledger.isLeaving { return true }
                shared.waitingForRoom.append(continuation)
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    func settle(_ item: UInt64, of lease: UInt64, _ detail: Extras.Detail?) {
        let mustWake = shared.withLock { shared in
            shared.ledger.settle(item, of: lease, detail)
            let isMuch = shared.ledger.itemsToSay >= Session.itemsPerReport || !shared.waitingForRoom.isEmpty
            return isMuch && shared.mustWake()
        }
        if mustWake { wake() }
    }

    func keep(_ checkpoint: [UInt8], for lease: UInt64) {
        shared.withLock { $0.ledger.keep(checkpoint, for: lease) }
    }

    func setItemCount(_ count: UInt64, ofTask task: UInt32, from lease: UInt64) {
        shared.withLock { $0.ledger.setItemCount(count, ofTask: task, from: lease) }
    }

    private func say() {
        if shared.withLock({ $0.mustWake() }) { wake() }
    }

    // MARK: For the session, on its loop

    func granted(_ leases: [Lease]) {
        let wakened = shared.withLock { shared in
            var wakened: [(CheckedContinuation<Assignment?, Never>, Assignment)] = []
            for lease in leases {
                let isNew = shared.ledger.hold(lease.id, ranges: lease.ranges)
                precondition(isNew, "a lease is granted once")
                shared.ready.append(lease)
            }
            if shared.ledger.isLeaving { shared.handBackReady() }
            while let idle = shared.idleSlots.last, let assignment = shared.assign(idle.slot) {
                shared.idleSlots.removeLast()
                wakened.append((idle.continuation, assignment))
            }
            return wakened
        }
        for (slot, assignment) in wakened { slot.resume(returning: assignment) }
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
            return revoked.compactMap { shared.ledger.drop($0) }.compactMap { shared.slots[$0] }
        }
        for task in cancelled { task.cancel() }
        admit()
    }

    private func admit() {
        let waiting = shared.withLock { shared in
            guard shared.ledger.hasRoom || shared.ledger.isLeaving else { return [CheckedContinuation<Void, Never>]() }
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
            shared.ledger.dropAll(but: leases).compactMap { shared.slots[$0] }
        }
        for task in cancelled { task.cancel() }
        admit()
    }

    /// Hands out nothing more; leases that no slot works on go back, and waiting handlers are let go.
    func leave() {
        let slots = shared.withLock { shared in
            shared.ledger.isLeaving = true
            shared.handBackReady()
            defer { shared.idleSlots = [] }
            return shared.idleSlots
        }
        for slot in slots { slot.continuation.resume(returning: nil) }
        admit()
        say()
    }

    /// Handlers that did not let go in time are told to.
    func cancelHandlers() {
        let tasks = shared.withLock { shared in shared.ledger.busySlots.compactMap { shared.slots[$0] } }
        for task in tasks { task.cancel() }
    }
}

extension Runtime.Shared {
    /// The next lease that is still held, for a slot to work on.
    fileprivate mutating func assign(_ slot: Int) -> Runtime.Assignment? {
        while let lease = takeReady() {
            switch ledger.begin(lease.id, slot: slot) {
            case .begun: return Runtime.Assignment(lease: lease, mustWait: false)
            case .full: return Runtime.Assignment(lease: lease, mustWait: true)
            case .revoked: finished += 1
            }
        }
        return nil
    }

    fileprivate mutating func handBackReady() {
        while let lease = takeReady() { ledger.finish(lease.id, .abandoned) }
    }

    private mutating func takeReady() -> Lease? {
        guard position < ready.count else { return nil }
        let lease = ready[position]
        position += 1
        if position == ready.count {
            ready.removeAll(keepingCapacity: true)
            position = 0
        }
        return lease
    }

    /// One wake-up is under way at most.
    fileprivate mutating func mustWake() -> Bool {
        defer { isWoken = true }
        return !isWoken
    }
}
