import Scheduling

/// The payloads of a grant that waits for them; its session's updates wait behind it.
final class PendingGrant {
    let lease: UInt64
    private let outbox: WorkerOutbox
    private let parts: [Scheduler.PayloadPart]
    /// By part; nil: not read yet.
    private var items: [[[UInt8]]?]

    init(_ lease: LeaseID, _ parts: [Scheduler.PayloadPart], for outbox: WorkerOutbox) {
        self.lease = lease.rawValue
        self.parts = parts
        self.outbox = outbox
        items = Array(repeating: nil, count: parts.count)
    }

    /// Each once.
    var missing: Set<BatchID> { Set(zip(parts, items).filter { $0.1 == nil }.map(\.0.batch)) }

    /// False: the batch has not the items that the core says.
    func take(_ payloads: Payloads, of batch: BatchID) -> Bool {
        for (place, part) in parts.enumerated() where part.batch == batch && items[place] == nil {
            guard part.items.upperBound <= payloads.count else { return false }
            items[place] = part.items.map { payloads[$0] }
        }
        if items.allSatisfy({ $0 != nil }) { outbox.supply(lease, items.flatMap { $0 ?? [] }) }
        return true
    }
}
