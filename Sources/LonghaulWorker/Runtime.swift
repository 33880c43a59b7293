import Contract
import Platform

/// What handlers and the session share, under one lock; and the tasks that run the handlers.
///
/// Handlers run on the cooperative pool, the session on its loop; neither waits for the other but here.
final class Runtime: Sendable {
    /// What a slot works on next.
    struct Assignment {
        let lease: Lease
        /// Its only item could not be handed out yet.
        let mustWait: Bool
    }

    let shared: Lock<Shared>
    private let handlers: [String: Handler]
    private let logger: Logger
    /// Wakes the session: there is something to say.
    let wake: @Sendable () -> Void

    init(
        slots: Int, prefetch: Int, handlers: [String: Handler], logger: Logger, wake: @escaping @Sendable () -> Void
    ) {
        shared = Lock(Shared(slots: slots, prefetch: prefetch))
        self.handlers = handlers
        self.logger = logger
        self.wake = wake
    }

    var kinds: [String] { handlers.keys.sorted() }

    func wakeSession() {
        if shared.withLock({ $0.mustWake() }) { wake() }
    }

    // MARK: Slots

    /// Slots work on one lease each, until the worker leaves.
    func start() {
        for slot in shared.withLock({ $0.slots.indices }) { start(slot) }
    }

    /// Under the lock, which the task takes first: it is known before it has a lease.
    private func start(_ slot: Int) {
        shared.withLock { shared in
            shared.slots[slot] = Slot(task: Task { await self.work(slot) })
        }
    }

    private func work(_ slot: Int) async {
        var assignment = await assignment(for: slot)
        while let current = assignment {
            let result = await work(on: current)
            let (step, mustWake) = shared.withLock { $0.finish(current.lease.id, result, slot: slot) }
            if mustWake { wake() }
            switch step {
            case .work(let next): assignment = next
            case .wait: assignment = await self.assignment(for: slot)
            // A cancelled task stays so: another one takes its place.
            case .endTask: return start(slot)
            }
        }
    }

    /// Waits until there is one; nil: the worker leaves.
    private func assignment(for slot: Int) async -> Assignment? {
        await withCheckedContinuation { continuation in
            let (assignment, isLeaving) = shared.withLock { shared in
                let assignment = shared.assign(slot)
                if assignment == nil, !shared.ledger.isLeaving { shared.idle.append((slot, continuation)) }
                return (assignment, shared.ledger.isLeaving)
            }
            if assignment != nil || isLeaving { continuation.resume(returning: assignment) }
        }
    }

    private func work(on assignment: Assignment) async -> Ledger.HandlerResult {
        let lease = assignment.lease
        do {
            if assignment.mustWait, try await take(of: lease.id, { $0.reserveOnly(of: lease.id) }) == nil {
                return .abandoned
            }
            let result = await handle(lease)
            // However a cancelled handler ends, it may have stopped half-way: only what it settled by name counts.
            if Task.isCancelled { return .abandoned }
            // The only item of a lease is taken before its handler runs.
            return lease.hasOneItem ? result : try await charge(lease, with: result)
        } catch {
            return .abandoned
        }
    }

    private func handle(_ lease: Lease) async -> Ledger.HandlerResult {
        guard let handler = handlers[lease.kind] else {
            return .retry(Failure(code: "no-handler", text: "this worker has no handler for \(lease.kind)"))
        }
        do {
            try await handler(lease)
            return .returned
        } catch let error as TaskFailure {
            return .taskFailed(V1.Failure(error.failure))
        } catch let error as Failure {
            return .retry(error)
        } catch is LeaseRevoked {
            return .abandoned
        } catch {
            // Said only of a failure that counts.
            if Task.isCancelled { return .abandoned }
            logger.warning("A handler failed", ["kind": lease.kind, "job": lease.job, "error": "\(error)"])
            return .retry(Failure(code: "handler-error", text: "\(error)"))
        }
    }

    private static let nothingTaken = Failure(
        code: "nothing-taken", text: "the handler returned without taking an item; it must ask for them with `next`")

    /// A lease of which the handler took nothing would come again at once and for ever, and cost no attempt. So as many
    /// items as there is room for count as taken, and failed; unless there was nothing to take, since the worker leaves.
    private func charge(
        _ lease: Lease, with result: Ledger.HandlerResult
    ) async throws -> Ledger.HandlerResult {
        switch result {
        case .returned, .failed:
            guard try await take(of: lease.id, { $0.takeUntouched(lease.id) }) != nil else { return result }
            if case .returned = result { return .retry(Self.nothingTaken) }
            return result
        case .taskFailed, .abandoned: return result
        }
    }
}

extension Ledger.HandlerResult {
    fileprivate static func retry(_ failure: Failure) -> Self {
        .failed(V1.Outcome(disposition: .retry, failure: V1.Failure(failure)))
    }
}
