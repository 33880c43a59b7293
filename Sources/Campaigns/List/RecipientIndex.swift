/// Where the rows of a list are, and which list it was: the content of an index file.
///
/// All numbers are little-endian. Layout: magic (8 bytes), version, columns, rows per offset, bytes per block (4 each),
/// list's size, recipients (8 each); each column's name as length (4) and bytes; the rows' offsets and the blocks'
/// hashes (8 each); XXH64 of all before (8).
struct RecipientIndex: Equatable {
    static let magic: [UInt8] = Array("LHRECIPS".utf8)
    static let version: UInt32 = 2

    let blocks: ListBlocks
    let columns: RecipientColumns
    let recipients: UInt64
    /// Of row 0, 64, 128, …
    let offsets: [UInt64]

    init(blocks: ListBlocks, columns: RecipientColumns, recipients: UInt64, offsets: [UInt64]) {
        self.blocks = blocks
        self.columns = columns
        self.recipients = recipients
        self.offsets = offsets
    }

    /// Reads the index of `list` from a file; throws `unusableIndex` when it is of another list.
    init(reading path: String, of list: ListIdentity) throws(RecipientListError) {
        let file = try ListFile(reading: path)
        let size = try file.status().size
        // Enough for the most recipients and the longest header; anything larger is not an index.
        let limit =
            8
            * (RecipientListLimits.recipients / RecipientListLimits.rowsPerOffset
                + ListBlocks.count(size: list.size)) + 131_072
        guard size <= limit else { throw Self.unusable("is too large") }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let count = try file.read(into: &bytes, at: 0)
        try self.init(decoding: Array(bytes[..<count]))
        guard blocks.identity == list else { throw Self.unusable("is of another list") }
    }

    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.appendInteger(Self.version)
        bytes.appendInteger(UInt32(columns.names.count))
        bytes.appendInteger(UInt32(RecipientListLimits.rowsPerOffset))
        bytes.appendInteger(UInt32(ListBlocks.length))
        bytes.appendInteger(blocks.size)
        bytes.appendInteger(recipients)
        for name in columns.names {
            bytes.appendInteger(UInt32(name.utf8.count))
            bytes += name.utf8
        }
        for number in offsets { bytes.appendInteger(number) }
        for number in blocks.hashes { bytes.appendInteger(number) }
        bytes.appendInteger(ContentHash.of(bytes.span))
        return bytes
    }

    /// Reads what `encoded` wrote; the checksum is compared before anything is believed.
    init(decoding bytes: [UInt8]) throws(RecipientListError) {
        guard bytes.starts(with: Self.magic) else { throw Self.unusable("is not an index of recipients") }
        var body = IndexReader(bytes: bytes, position: Self.magic.count)
        guard let version = body.integer(UInt32.self) else { throw Self.unusable("is cut off") }
        guard version == Self.version else {
            throw Self.unusable("has version \(version), and this program reads version \(Self.version)")
        }
        var trailer = IndexReader(bytes: bytes, position: bytes.count - 8)
        guard bytes.count >= 8 + body.position,
            trailer.integer(UInt64.self) == ContentHash.of(bytes.span.extracting(..<(bytes.count - 8)))
        else { throw Self.unusable("is damaged (its checksum does not fit)") }
        guard let index = Self(reading: &body), body.position == bytes.count - 8 else {
            throw Self.unusable("contradicts itself")
        }
        self = index
    }

    private init?(reading body: inout IndexReader) {
        guard let columnCount = body.integer(UInt32.self), columnCount <= 64,
            body.integer(UInt32.self) == UInt32(RecipientListLimits.rowsPerOffset),
            body.integer(UInt32.self) == UInt32(ListBlocks.length),
            let size = body.integer(UInt64.self), let recipients = body.integer(UInt64.self),
            recipients > 0, recipients <= RecipientListLimits.recipients
        else { return nil }
        var names: [String] = []
        for _ in 0..<columnCount {
            guard let name = body.string() else { return nil }
            names.append(name)
        }
        let offsetCount = (recipients - 1) / RecipientListLimits.rowsPerOffset + 1
        guard let columns = RecipientColumns(names),
            let offsets = body.integers(offsetCount), let hashes = body.integers(ListBlocks.count(size: size)),
            zip(offsets, offsets.dropFirst()).allSatisfy(<), offsets.allSatisfy({ $0 > 0 && $0 < size })
        else { return nil }
        self.init(
            blocks: ListBlocks(size: size, hashes: hashes), columns: columns, recipients: recipients, offsets: offsets)
    }

    private static func unusable(_ reason: String) -> RecipientListError {
        RecipientListError(.unusableIndex, "The index \(reason). Build it again from the list.")
    }
}

private struct IndexReader {
    let bytes: [UInt8]
    var position: Int

    var remaining: Int { bytes.count - position }

    mutating func integer<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) -> Number? {
        let width = MemoryLayout<Number>.size
        guard position >= 0, remaining >= width else { return nil }
        defer { position += width }
        return Number(littleEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: Number.self))
    }

    mutating func integers(_ count: UInt64) -> [UInt64]? {
        guard position >= 0, count <= UInt64(remaining / 8) else { return nil }
        return (0..<count).compactMap { _ in integer(UInt64.self) }
    }

    mutating func string() -> String? {
        guard let length = integer(UInt32.self), remaining >= Int(length) else { return nil }
        defer { position += Int(length) }
        return String(validating: bytes[position..<(position + Int(length))], as: UTF8.self)
    }
}
