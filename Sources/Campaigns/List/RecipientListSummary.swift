/// What a list turned out to hold.
package struct RecipientListSummary: Equatable, Sendable, CustomStringConvertible {
    package let columns: RecipientColumns
    package let recipients: UInt64
    /// Rows whose address an earlier row has too, without regard to ASCII case. They are kept: each gets its message.
    package let duplicates: UInt64
    /// The first of these rows' lines, at most `RecipientListLimits.duplicatesShown`.
    package let duplicateLines: [UInt64]
    package let identity: ListIdentity

    package var description: String {
        var text = "\(recipients) recipients, columns \(columns.names.joined(separator: ", "))"
        if duplicates > 0 {
            let lines = duplicateLines.map(String.init).joined(separator: ", ")
            let more = duplicates > UInt64(duplicateLines.count) ? ", …" : ""
            text += "; \(duplicates) repeat an address (lines \(lines)\(more)) and will get the message again"
        }
        return text
    }
}

/// The limits of a list.
package enum RecipientListLimits {
    /// Keeps a scan's memory under 220 MB; split what is larger into several campaigns.
    package static let recipients: UInt64 = 10_000_000
    /// After so many problems a scan stops.
    package static let problems = 20
    package static let duplicatesShown = 5
    /// Every so many rows the index notes an offset: a read skips fewer rows than that.
    package static let rowsPerOffset: UInt64 = 64
    /// Bytes read at a time.
    static let block = 262_144
}
