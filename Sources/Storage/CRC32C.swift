/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), as iSCSI (RFC 3720, appendix B.4) and many stores use it.
/// Eight bytes a step by eight tables: about 1.5 bytes a nanosecond.
package struct CRC32C {
    private static let tables: [UInt32] = makeTables()

    private var state: UInt32 = ~0

    package init() {}

    package var value: UInt32 { ~state }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        Self.tables.withUnsafeBufferPointer { tables in
            var crc = state
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                let mixed = word ^ UInt64(crc)
                crc = 0
                for byte in 0..<8 {
                    crc ^= tables[(7 - byte) * 256 + Int(truncatingIfNeeded: mixed >> UInt64(byte * 8) & 0xFF)]
                }
                offset += 8
            }
            while offset < bytes.count {
                crc = crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[offset])) & 0xFF)]
                offset += 1
            }
            state = crc
        }
    }

    package mutating func update(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { update($0) }
    }

    private static func makeTables() -> [UInt32] {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
            tables[byte] = crc
        }
        for byte in 0..<256 {
            for table in 1..<8 {
                let previous = tables[(table - 1) * 256 + byte]
                tables[table * 256 + byte] = previous >> 8 ^ tables[Int(previous & 0xFF)]
            }
        }
        return tables
    }
}

extension JournalRow {
    /// Over everything that the row says.
    package func checksum(partition: UInt16) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(UInt64(partition))
        checksum.update(sequence)
        checksum.update(UInt64(epoch))
        batch.withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }
}

extension Attachment {
    /// Over its bytes, and whose they are.
    package func checksum(partition: UInt16) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(UInt64(partition))
        checksum.update(id)
        bytes.withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }
}
