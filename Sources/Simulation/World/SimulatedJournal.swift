import Scheduling
import Storage

/// What is on the disk: it outlives every process. One epoch at a time may write.
final class SimulatedJournal {
    private(set) var rows: [JournalRow] = []
    private(set) var epoch: UInt32 = 0
    fileprivate private(set) var attachments: [UInt64: [UInt8]] = [:]

    var lastSequence: UInt64 { UInt64(rows.count) }

    /// Takes the next epoch: from now on no other can write.
    func open() -> SimulatedStore {
        epoch += 1
        return SimulatedStore(self, epoch: epoch)
    }

    /// What happens on the disk itself, some time after the row was offered. The epoch is checked here.
    fileprivate func write(_ row: JournalRow) -> AppendOutcome {
        if row.epoch != epoch {
            return .unknown(StoreError(.deposed, "the journal belongs to epoch \(epoch)", "end this one"))
        }
        guard row.sequence == lastSequence + 1 else {
            return .unknown(StoreError(.failed, "row \(row.sequence) can't follow \(lastSequence)", "a bug"))
        }
        rows.append(JournalRow(sequence: row.sequence, epoch: row.epoch, batch: row.batch))
        for attachment in row.attachments { attachments[attachment.id] = attachment.bytes }
        for id in row.detached { attachments[id] = nil }
        return .durable
    }
}

/// One scheduler's way to the journal. What an append takes of time, and what may come of it beside these, is up to the
/// world.
final class SimulatedStore: Store {
    let epoch: UInt32
    private let journal: SimulatedJournal

    fileprivate init(_ journal: SimulatedJournal, epoch: UInt32) {
        self.journal = journal
        self.epoch = epoch
    }

    func readJournal(_ body: (JournalRow) throws(StoreError) -> Void) throws(StoreError) {
        for row in journal.rows { try body(row) }
    }

    func append(_ row: JournalRow) -> AppendOutcome { journal.write(row) }

    func readAttachment(_ id: UInt64) throws(StoreError) -> [UInt8] {
        guard let bytes = journal.attachments[id] else {
            throw StoreError(.damaged, "attachment \(id) is missing", "a bug")
        }
        return bytes
    }

    func tidy(idle: Bool) throws(StoreError) {}
}
