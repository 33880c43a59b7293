import Contract
import Platform

/// What leases ask for, on the tasks of their handlers.
extension Runtime {
    func next(of lease: UInt64, upTo count: Int) async throws -> Range<UInt64>? {
        try await take(of: lease) { $0.next(of: lease, upTo: count) }
    }

    /// Waits for room as long as there is none. Throws when the lease is revoked or the task cancelled.
    func take(of lease: UInt64, _ take: (inout Ledger) -> Ledger.OnNext) async throws -> Range<UInt64>? {
        while true {
            switch shared.withLock({ take(&$0.ledger) }) {
            case .items(let items): return items
            case .exhausted: return nil
            case .revoked: throw LeaseRevoked()
            case .full:
                try Task.checkCancellation()
                await room(for: lease)
            }
        }
    }

    /// Returns when something was acknowledged, or nothing more can be taken of the lease. What is settled is said at
    /// once, since room comes from it.
    private func room(for lease: UInt64) async {
        wakeSession()
        let waiter = shared.withLock { $0.nextWaiter() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = shared.withLock { shared in
                    guard shared.ledger.mustWait(lease), !Task.isCancelled else { return false }
                    shared.wait(waiter, continuation)
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            shared.withLock { $0.stopWaiting(waiter) }?.resume()
        }
    }

    func settle(_ item: UInt64, of lease: UInt64, _ detail: Extras.Detail?) {
        let mustWake = shared.withLock { shared in
            shared.ledger.settle(item, of: lease, detail)
            return shared.hasMuchToSay && shared.mustWake()
        }
        if mustWake { wake() }
    }

    func keep(_ checkpoint: [UInt8], for lease: UInt64) {
        shared.withLock { $0.ledger.keep(checkpoint, for: lease) }
    }

    func note(_ reason: V1.Failure?, of lease: UInt64) {
        shared.withLock { $0.ledger.note(reason, of: lease) }
    }

    func setItemCount(_ count: UInt64, ofTask task: UInt32, from lease: UInt64) {
        shared.withLock { $0.ledger.setItemCount(count, ofTask: task, from: lease) }
    }
}
