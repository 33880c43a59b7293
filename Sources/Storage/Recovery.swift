package import Contract
package import Scheduling

/// What the journal gave back.
package struct RecoverySummary: Equatable, Sendable {
    package var lastSequence: UInt64 = 0
    package var facts = 0
    package var bytes = 0
}

extension Store {
    /// Applies every fact of the journal to an empty state. Throws when a row is damaged, missing, or of a newer
    /// version; the state is worthless then.
    package func recover(into state: inout State, codec: Codec) throws(StoreError) -> RecoverySummary {
        var summary = RecoverySummary()
        try readJournal { (row) throws(StoreError) in
            var decoder = try FactDecoder(try Self.batch(of: row, codec: codec))
            while let fact = try decoder.next(into: &state.blobs) {
                state.apply(fact)
                summary.facts += 1
            }
            state.blobs.freeRetired()
            summary.lastSequence = row.sequence
            summary.bytes += row.batch.count
        }
        return summary
    }

    private static func batch(of row: JournalRow, codec: Codec) throws(StoreError) -> JournalV1.Batch {
        do {
            return try row.batch.withUnsafeBytes { try codec.decode(JournalV1.Batch.self, from: $0) }
        } catch {
            throw StoreError(
                .damaged, "journal row \(row.sequence) can't be decoded: \(error)",
                "restore the database from a backup; no job in it was changed")
        }
    }
}
