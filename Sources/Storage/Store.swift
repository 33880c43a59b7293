/// A row of the journal: one batch of facts.
package struct JournalRow: Equatable, Sendable {
    /// 1, 2, 3, … without gaps.
    package var sequence: UInt64
    /// Of the scheduler that wrote it.
    package var epoch: UInt32
    package var batch: [UInt8]
    /// Written with the row, and kept beside the journal: what `readJournal` gives is without them.
    package var attachments: [Attachment]
    /// Ids of attachments that nobody needs any more once the row is there, its own included.
    package var detached: [UInt64]

    package init(
        sequence: UInt64, epoch: UInt32, batch: [UInt8], attachments: [Attachment] = [], detached: [UInt64] = []
    ) {
        self.sequence = sequence
        self.epoch = epoch
        self.batch = batch
        self.attachments = attachments
        self.detached = detached
    }
}

/// Bytes that facts speak of, and that recovery does not need: they are read when they are.
package struct Attachment: Equatable, Sendable {
    /// Below 2^48, never given twice.
    package var id: UInt64
    package var bytes: [UInt8]

    package init(id: UInt64, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }
}

/// What became of an append. A failed commit is not a no: it may be durable all the same.
package enum AppendOutcome: Equatable, Sendable {
    case durable
    /// Certainly not written. The same row may be offered again.
    case refused(StoreError)
    /// Nobody knows. The process must end, and read the journal again.
    case unknown(StoreError)
}

/// Where the journal is. All calls come from one thread, which may block in them.
///
/// A store belongs to one writer at a time: opening it takes the next epoch, and an append under an older epoch is
/// refused in the same transaction that would have written it.
package protocol Store: AnyObject {
    /// The epoch that opening took; greater than every one before.
    var epoch: UInt32 { get }

    /// Every row, in order, verified. Throws `damaged` at the first one that is not as it was written, or missing; rows
    /// that are missing at the end too, as far as the store can know of them.
    func readJournal(_ body: (JournalRow) throws(StoreError) -> Void) throws(StoreError)

    /// Returns after the row is durable, with its attachments; what it detaches is gone then, or on its way. Rows come in
    /// order of sequence.
    func append(_ row: JournalRow) -> AppendOutcome
    /// The bytes of an attachment of a durable row. Throws `damaged` when they are not as they were written, or missing.
    func readAttachment(_ id: UInt64) throws(StoreError) -> [UInt8]

    /// Housekeeping, after an append. `idle`: no row came for a while, so there is time for a little more of it; it goes on
    /// being called then, about every second. `full`: it waits for a better time. Any other error is a failed sync or
    /// worse: the process must end.
    func tidy(idle: Bool) throws(StoreError)
}
