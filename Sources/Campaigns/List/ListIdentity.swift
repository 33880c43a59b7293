/// By what a list is known again, on any machine and under any name: its size and its content.
package struct ListIdentity: Hashable, Sendable {
    /// Bytes.
    package let size: UInt64
    /// XXH64 of the size and of each block's hash, see `ListBlocks`.
    package let hash: UInt64

    package init(size: UInt64, hash: UInt64) {
        self.size = size
        self.hash = hash
    }
}

/// A hash of each block of a list: whoever has these can tell of any part of the file that it is still the part that
/// was hashed, and need not read the rest for it.
struct ListBlocks: Equatable, Sendable {
    /// Bytes of a block; the last one may be shorter. Another size makes other identities of the same lists.
    static let length = 16_384

    /// Bytes of the whole list.
    let size: UInt64
    /// XXH64 of each block.
    let hashes: [UInt64]

    /// What holds for exactly these blocks.
    var identity: ListIdentity {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 * (hashes.count + 1))
        bytes.appendInteger(size)
        for hash in hashes { bytes.appendInteger(hash) }
        return ListIdentity(size: size, hash: ContentHash.of(bytes.span))
    }

    static func count(size: UInt64) -> UInt64 { size / UInt64(length) + (size % UInt64(length) == 0 ? 0 : 1) }

    /// The block that holds the byte at `offset`, as a range of offsets.
    func range(at offset: UInt64) -> Range<UInt64> {
        let start = offset - offset % UInt64(Self.length)
        return start..<min(size, start + UInt64(Self.length))
    }

    /// Whether `bytes` are the block that begins at `offset`.
    func contain(_ bytes: Span<UInt8>, at offset: UInt64) -> Bool {
        let block = Int(offset) / Self.length
        return hashes.indices.contains(block) && hashes[block] == ContentHash.of(bytes)
    }
}

/// Makes `ListBlocks` of a list's bytes, however they are cut.
struct ListBlocksMaker {
    private var size: UInt64 = 0
    private var hashes: [UInt64] = []
    private var block = ContentHash()

    mutating func update(_ bytes: Span<UInt8>) {
        var offset = 0
        while offset < bytes.count {
            let room = ListBlocks.length - Int(size % UInt64(ListBlocks.length))
            let part = min(room, bytes.count - offset)
            block.update(bytes.extracting(offset..<offset + part))
            offset += part
            size += UInt64(part)
            guard part == room else { return }
            hashes.append(block.value)
            block = ContentHash()
        }
    }

    /// Of all bytes so far.
    var blocks: ListBlocks {
        let isWhole = size % UInt64(ListBlocks.length) == 0
        return ListBlocks(size: size, hashes: isWhole ? hashes : hashes + [block.value])
    }
}

extension [UInt8] {
    /// Little-endian.
    mutating func appendInteger<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
