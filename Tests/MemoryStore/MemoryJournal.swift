import Platform
package import Storage

/// What a `MemoryStore` keeps its rows in: it outlives the store, as a file does, and can be held, filled and damaged.
/// From any thread.
package final class MemoryJournal: Sendable {
    struct Contents {
        var rows: [JournalRow] = []
        var checksums: [UInt32] = []
        var attachments: [UInt64: (attachment: Attachment, checksum: UInt32)] = [:]
        var lastDurable: UInt64 = 0
        var epoch: UInt32 = 0
        var isOpen = false

        var isHeld = false
        /// What appends come to instead of being durable.
        var fault: AppendOutcome?
        var offered: [JournalRow] = []
        var tidied: [Bool] = []
        var tidyFault: StoreError?
    }

    let contents = Monitor(Contents())

    package init() {}

    /// Takes the next epoch. Throws `locked` while another store has the journal.
    package func open() throws(StoreError) -> MemoryStore {
        let epoch = contents.withLock { contents -> UInt32? in
            if contents.isOpen { return nil }
            contents.isOpen = true
            contents.epoch += 1
            return contents.epoch
        }
        guard let epoch else {
            throw StoreError(.locked, "the journal is in use by another store", "close that one first")
        }
        return MemoryStore(self, epoch: epoch)
    }

    // MARK: What became of it

    package var rows: [JournalRow] { contents.withLock { $0.rows } }
    /// Ids of those that are kept, ascending.
    package var attachments: [UInt64] { contents.withLock { $0.attachments.keys.sorted() } }
    package var isOpen: Bool { contents.withLock { $0.isOpen } }
    /// Waits until so many rows were offered, those that were refused and offered again included.
    package func waitForOffers(_ count: Int) -> [JournalRow] {
        contents.wait(until: { $0.offered.count >= count }, then: { $0.offered })
    }

    /// Of each housekeeping, whether the store was idle.
    package func waitForTidying(_ count: Int) -> [Bool] {
        contents.wait(until: { $0.tidied.count >= count }, then: { $0.tidied })
    }

    /// Waits for housekeeping of an idle store.
    package func waitForIdleTidying() {
        contents.wait(until: { $0.tidied.contains(true) }, then: { _ in })
    }

    // MARK: What befalls it

    /// Appends wait from now on.
    package func hold() { change { $0.isHeld = true } }

    package func release() { change { $0.isHeld = false } }

    /// What appends come to from now on; nil: they are durable. After `unknown` the row is there all the same.
    package func answer(_ fault: AppendOutcome?) { change { $0.fault = fault } }

    package func failTidying(_ error: StoreError?) { change { $0.tidyFault = error } }

    /// Another writer takes over, without the store being told.
    package func depose() { change { $0.epoch += 1 } }

    /// Changes one bit of the row.
    package func damage(_ sequence: UInt64) {
        change { $0.rows[Int(sequence) - 1].batch[0] ^= 1 }
    }

    package func damageAttachment(_ id: UInt64) {
        change { $0.attachments[id]?.attachment.bytes[0] ^= 1 }
    }

    package func lose(_ sequence: UInt64) {
        change { contents in
            contents.rows.remove(at: Int(sequence) - 1)
            contents.checksums.remove(at: Int(sequence) - 1)
        }
    }

    private func change(_ body: (inout Contents) -> Void) {
        contents.withLock(body)
        contents.broadcast()
    }
}

/// The smallest store there can be; it keeps every promise of `Store` but that of outliving the process.
package final class MemoryStore: Store {
    package let epoch: UInt32
    private let journal: MemoryJournal

    fileprivate init(_ journal: MemoryJournal, epoch: UInt32) {
        self.journal = journal
        self.epoch = epoch
    }

    deinit { journal.contents.withLock { $0.isOpen = false } }

    package func readJournal(_ body: (JournalRow) throws(StoreError) -> Void) throws(StoreError) {
        let contents = journal.contents.withLock { $0 }
        var expected: UInt64 = 1
        for (row, checksum) in zip(contents.rows, contents.checksums) {
            if row.sequence != expected { throw damage("row \(expected) is missing; row \(row.sequence) follows") }
            if row.checksum(partition: 0) != checksum { throw damage("row \(expected) is damaged") }
            try body(row)
            expected += 1
        }
        if expected <= contents.lastDurable { throw damage("row \(expected) is missing at the end") }
    }

    private func damage(_ text: String) -> StoreError { StoreError(.damaged, text, "restore it from a backup") }

    package func append(_ row: JournalRow) -> AppendOutcome {
        journal.contents.withLock { $0.offered.append(row) }
        journal.contents.broadcast()
        let outcome = journal.contents.wait(until: { !$0.isHeld }) { contents in write(row, &contents) }
        journal.contents.broadcast()
        return outcome
    }

    private func write(_ row: JournalRow, _ contents: inout MemoryJournal.Contents) -> AppendOutcome {
        if contents.epoch != epoch {
            return .unknown(StoreError(.deposed, "the journal belongs to epoch \(contents.epoch)", "end this one"))
        }
        if let fault = contents.fault, case .refused = fault { return fault }
        guard row.sequence == contents.lastDurable + 1 else {
            return .unknown(StoreError(.failed, "row \(row.sequence) can't follow \(contents.lastDurable)", "a bug"))
        }
        contents.rows.append(JournalRow(sequence: row.sequence, epoch: row.epoch, batch: row.batch))
        contents.checksums.append(row.checksum(partition: 0))
        for attachment in row.attachments {
            contents.attachments[attachment.id] = (attachment, attachment.checksum(partition: 0))
        }
        for id in row.detached { contents.attachments[id] = nil }
        contents.lastDurable = row.sequence
        return contents.fault ?? .durable
    }

    package func readAttachment(_ id: UInt64) throws(StoreError) -> [UInt8] {
        let found = journal.contents.withLock { $0.attachments[id] }
        guard let found, found.attachment.checksum(partition: 0) == found.checksum else {
            throw damage("attachment \(id) is \(found == nil ? "missing" : "damaged")")
        }
        return found.attachment.bytes
    }

    package func tidy(idle: Bool) throws(StoreError) {
        let fault = journal.contents.withLock { contents in
            contents.tidied.append(idle)
            return contents.tidyFault
        }
        journal.contents.broadcast()
        if let fault { throw fault }
    }
}
