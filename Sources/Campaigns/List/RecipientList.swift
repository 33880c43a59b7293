/// A list of recipients in a CSV file, read by row numbers through its index. May be shared between threads.
///
/// Build the index once with `buildIndex`, then `open` the list wherever both files can be read.
package final class RecipientList: Sendable {
    package let columns: RecipientColumns
    /// How many there are; numbers go from 0 to one less.
    package let count: UInt64

    private let file: ListFile
    private let index: RecipientIndex
    private let status: ListFile.Status

    private init(file: ListFile, index: RecipientIndex, status: ListFile.Status) {
        self.file = file
        self.index = index
        self.status = status
        columns = index.columns
        count = index.recipients
    }

    /// Checks the whole list and writes its index, replacing an older one in one step. Blocks for about a second per
    /// 3 million rows; throws `invalidList` with up to 20 problems, and then writes nothing.
    package static func buildIndex(
        of listPath: String, at indexPath: String
    ) throws(RecipientListError) -> RecipientListSummary {
        let file = try ListFile(reading: listPath)
        let before = try file.status()
        file.willReadInOrder()
        var scanner = RecipientListScanner(expectedSize: before.size)
        try forEachBlock(of: file) { block in
            scanner.consume(block)
            return !scanner.hasStopped
        }
        let result = try scanner.finish()
        guard try file.status() == before, result.summary.size == before.size else {
            throw RecipientListError(
                .listChanged, "\(listPath) changed while it was read. Try again when nobody writes to it.")
        }
        let identity = ListIdentity(size: before.size, modified: before.modified, hash: result.hash)
        let index = RecipientIndex(
            identity: identity, columns: result.summary.columns, recipients: result.summary.recipients,
            offsets: result.offsets)
        try ListFile.replace(indexPath, with: index.encoded())
        return result.summary
    }

    /// Opens a list by its index, and checks that it is the list that was indexed: by size and modification time, or,
    /// where only the time differs (a copy, a restored backup), by reading it all for its hash.
    package static func open(_ listPath: String, index indexPath: String) throws(RecipientListError) -> RecipientList {
        let index = try RecipientIndex(decoding: readIndex(indexPath))
        let file = try ListFile(reading: listPath)
        let status = try file.status()
        guard status.size == index.identity.size else {
            throw changed(listPath, "has \(status.size) bytes", "\(index.identity.size)")
        }
        if status.modified != index.identity.modified {
            var hash = ContentHash()
            try forEachBlock(of: file) { block in
                hash.update(block)
                return true
            }
            guard hash.value == index.identity.hash else {
                throw changed(
                    listPath, "has the content hash \(String(hash.value, radix: 16))",
                    String(index.identity.hash, radix: 16))
            }
        }
        return RecipientList(file: file, index: index, status: status)
    }

    /// The rows of `range`, in order. Reads blocks of 256 KiB at most, each when it is wanted.
    package func rows(in range: Range<UInt64>) throws(RecipientListError) -> RecipientRows {
        guard range.upperBound <= count else {
            throw RecipientListError(
                .outOfRange, "Recipients \(range) were asked for, and the list has \(count). Ask for fewer.")
        }
        try checkUnchanged()
        return RecipientRows(of: self, range: range)
    }

    // MARK: For RecipientRows

    /// A row at or before `number`, with its offset.
    func landmark(before number: UInt64) -> (number: UInt64, offset: UInt64) {
        let slot = number / RecipientListLimits.rowsPerOffset
        return (slot * RecipientListLimits.rowsPerOffset, index.offsets[Int(slot)])
    }

    /// The first landmark at or after the end of a range: no need to read further.
    func endOffset(ofRowsBefore number: UInt64) -> UInt64 {
        let slot = (number + RecipientListLimits.rowsPerOffset - 1) / RecipientListLimits.rowsPerOffset
        return slot < UInt64(index.offsets.count) ? index.offsets[Int(slot)] : index.identity.size
    }

    func read(into buffer: inout [UInt8], at offset: UInt64) throws(RecipientListError) -> Int {
        try file.read(into: &buffer, at: offset)
    }

    func damaged() -> RecipientListError {
        Self.changed(file.path, "has other rows", "those of the index")
    }

    private func checkUnchanged() throws(RecipientListError) {
        guard try file.status() == status else {
            throw Self.changed(file.path, "was written to", "that nobody writes to it while a campaign runs")
        }
    }

    // MARK: Helpers

    private static func changed(_ path: String, _ found: String, _ expected: String) -> RecipientListError {
        RecipientListError(
            .listChanged,
            """
            \(path) is not the list that was indexed: it \(found), and expected was \(expected). \
            Put the original back, or index this one and start a new campaign.
            """)
    }

    private static func readIndex(_ path: String) throws(RecipientListError) -> [UInt8] {
        let file = try ListFile(reading: path)
        let size = try file.status().size
        guard size <= UInt64(RecipientIndex.sizeLimit) else {
            throw RecipientListError(.unusableIndex, "\(path) is too large for an index. Build it from the list.")
        }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let count = try file.read(into: &bytes, at: 0)
        return Array(bytes[..<count])
    }

    /// Until the file's end, or until `body` answers false.
    private static func forEachBlock(
        of file: ListFile, _ body: (Span<UInt8>) -> Bool
    ) throws(RecipientListError) {
        var block = [UInt8](repeating: 0, count: RecipientListLimits.block)
        var offset: UInt64 = 0
        while true {
            let count = try file.read(into: &block, at: offset)
            guard count > 0, body(block.span.extracting(..<count)) else { return }
            offset += UInt64(count)
        }
    }
}
