/// Where the rows of a list are, and which list it was: the content of an index file.
///
/// All numbers are little-endian. Layout: magic (8 bytes), version, columns, rows per offset (4 each), list's size,
/// modification time in nanoseconds, content hash, recipients, number of offsets (8 each); each column's name as
/// length (4) and bytes; the offsets (8 each); XXH64 of all before (8).
struct RecipientIndex: Equatable {
    static let magic: [UInt8] = Array("LHRECIPS".utf8)
    static let version: UInt32 = 1
    /// Enough for the most recipients and the longest header; anything larger is not an index.
    static let sizeLimit = Int(RecipientListLimits.recipients / RecipientListLimits.rowsPerOffset) * 8 + 131_072

    let identity: ListIdentity
    let columns: RecipientColumns
    let recipients: UInt64
    let offsets: [UInt64]

    init(identity: ListIdentity, columns: RecipientColumns, recipients: UInt64, offsets: [UInt64]) {
        self.identity = identity
        self.columns = columns
        self.recipients = recipients
        self.offsets = offsets
    }

    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.appendInteger(Self.version)
        bytes.appendInteger(UInt32(columns.names.count))
        bytes.appendInteger(UInt32(RecipientListLimits.rowsPerOffset))
        for number in [identity.size, UInt64(bitPattern: identity.modified), identity.hash, recipients] {
            bytes.appendInteger(number)
        }
        bytes.appendInteger(UInt64(offsets.count))
        for name in columns.names {
            bytes.appendInteger(UInt32(name.utf8.count))
            bytes += name.utf8
        }
        for offset in offsets { bytes.appendInteger(offset) }
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
            let size = body.integer(UInt64.self), let modified = body.integer(UInt64.self),
            let hash = body.integer(UInt64.self), let recipients = body.integer(UInt64.self),
            let offsetCount = body.integer(UInt64.self),
            recipients > 0, recipients <= RecipientListLimits.recipients,
            offsetCount == (recipients - 1) / RecipientListLimits.rowsPerOffset + 1
        else { return nil }
        var names: [String] = []
        for _ in 0..<columnCount {
            guard let name = body.string() else { return nil }
            names.append(name)
        }
        guard let columns = RecipientColumns(names), body.remaining / 8 > offsetCount else { return nil }
        var offsets: [UInt64] = []
        offsets.reserveCapacity(Int(offsetCount))
        for _ in 0..<offsetCount {
            guard let offset = body.integer(UInt64.self), offset < size, offset > offsets.last ?? 0 else { return nil }
            offsets.append(offset)
        }
        let identity = ListIdentity(size: size, modified: Int64(bitPattern: modified), hash: hash)
        self.init(identity: identity, columns: columns, recipients: recipients, offsets: offsets)
    }

    private static func unusable(_ reason: String) -> RecipientListError {
        RecipientListError(.unusableIndex, "The index \(reason). Build it again from the list.")
    }
}

/// By what a list is known again.
struct ListIdentity: Equatable, Sendable {
    /// Bytes.
    let size: UInt64
    /// Nanoseconds since 1970.
    let modified: Int64
    let hash: UInt64
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

    mutating func string() -> String? {
        guard let length = integer(UInt32.self), remaining >= Int(length) else { return nil }
        defer { position += Int(length) }
        return String(validating: bytes[position..<(position + Int(length))], as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate mutating func appendInteger<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
