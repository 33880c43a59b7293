/// A list of recipients in a CSV file, read by row numbers through its index. May be shared between threads.
///
/// Build the index once with `buildIndex`, then `open` the list wherever it can be read. What `rows` answers is from
/// exactly the list whose identity was given, whatever happens to the file meanwhile.
package final class RecipientList: Sendable {
    package let columns: RecipientColumns
    /// How many there are; numbers go from 0 to one less.
    package let count: UInt64

    private let file: ListFile
    private let index: RecipientIndex

    private init(file: ListFile, index: RecipientIndex) {
        self.file = file
        self.index = index
        columns = index.columns
        count = index.recipients
    }

    /// Checks the whole list and keeps its index. Blocks for about a second per 3 million rows; throws `invalidList`
    /// with up to 20 problems, and then keeps nothing.
    package static func buildIndex(
        of path: String, in folder: IndexFolder
    ) throws(RecipientListError) -> RecipientListSummary {
        let result = try scan(try ListFile(reading: path))
        try folder.keep(result.index)
        return result.summary
    }

    /// Opens a list that was indexed before, on this machine or another one: builds the index when it is not there.
    /// Throws `listChanged` when the file has another size now; a change that leaves the size is noticed when the part
    /// that it is in is read.
    package static func open(
        _ path: String, identity: ListIdentity, indexes: IndexFolder
    ) throws(RecipientListError) -> RecipientList {
        let file = try ListFile(reading: path, ifMissing: missing)
        let size = try file.status().size
        guard size == identity.size else { throw changed(path, "has \(size) bytes instead of \(identity.size)") }
        if let index = try indexes.index(of: identity) { return RecipientList(file: file, index: index) }
        let index = try scan(file).index
        guard index.blocks.identity == identity else { throw changed(path, "has another content") }
        try indexes.keep(index)
        return RecipientList(file: file, index: index)
    }

    /// The rows of `range`, in order. Reads a block at a time, each when it is wanted.
    package func rows(in range: Range<UInt64>) throws(RecipientListError) -> RecipientRows {
        guard range.upperBound <= count else {
            throw RecipientListError(
                .outOfRange, "Recipients \(range) were asked for, and the list has \(count). Ask for fewer.")
        }
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
        return slot < UInt64(index.offsets.count) ? index.offsets[Int(slot)] : index.blocks.size
    }

    /// The whole block around `offset`; answers where it stands.
    func readBlock(at offset: UInt64, into block: inout [UInt8]) throws(RecipientListError) -> Range<UInt64> {
        let range = index.blocks.range(at: offset)
        if block.count != range.count { block = [UInt8](repeating: 0, count: range.count) }
        guard try file.read(into: &block, at: range.lowerBound) == range.count,
            index.blocks.contain(block.span, at: range.lowerBound)
        else { throw Self.changed(file.path, "has another content at byte \(range.lowerBound)") }
        return range
    }

    /// The rows are not where the index has them, in blocks that are as they were.
    func contradictsIndex() -> RecipientListError {
        RecipientListError(
            .unusableIndex, "The index of \(file.path) does not fit it. Remove the folder of indexes and try again.")
    }

    // MARK: Helpers

    private static func scan(_ file: ListFile) throws(RecipientListError) -> RecipientListScanner.Result {
        let before = try file.status()
        file.willReadInOrder()
        var scanner = RecipientListScanner()
        var block = [UInt8](repeating: 0, count: RecipientListLimits.block)
        var offset: UInt64 = 0
        while !scanner.hasStopped {
            let count = try file.read(into: &block, at: offset)
            if count == 0 { break }
            scanner.consume(block.span.extracting(..<count))
            offset += UInt64(count)
        }
        let result = try scanner.finish()
        guard try file.status() == before, result.summary.identity.size == before.size else {
            throw RecipientListError(
                .listChanged, "\(file.path) changed while it was read. Try again when nobody writes to it.")
        }
        return result
    }

    private static func changed(_ path: String, _ found: String) -> RecipientListError {
        RecipientListError(
            .listChanged, "\(path) is not the list that was checked when the campaign began: it \(found). \(remedy)")
    }

    private static let missing = """
        It was there when the campaign was checked, and every worker must find it there. Put it back and requeue this \
        letter: the campaign goes on where it stopped.
        """

    private static let remedy = """
        Nothing was sent from the changed part. Put the original back and requeue this letter: the campaign goes on \
        where it stopped. For another list, cancel this campaign and start a new one.
        """
}
