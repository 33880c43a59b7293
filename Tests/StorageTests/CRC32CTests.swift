import Storage
import Testing

@Suite struct CRC32CTests {
    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        var checksum = CRC32C()
        bytes.withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }

    /// RFC 3720, appendix B.4.
    @Test func theVectorsOfTheStandard() {
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(checksum(Array(0..<32)) == 0x46DD_794E)
        #expect(checksum((0..<32).reversed()) == 0x113F_DB5C)
        #expect(
            checksum([
                0x01, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0, 0x14, 0,
                0, 0, 0x18, 0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
            ]) == 0xD996_3A56)
        #expect(checksum([]) == 0)
    }

    /// Eight bytes a step or one: however the bytes are cut, the answer is the same.
    @Test func piecesGiveWhatTheWholeGives() {
        let bytes = (0..<100).map { UInt8($0 * 37 & 0xFF) }
        let whole = checksum(bytes)
        for cut in 0...bytes.count {
            var checksum = CRC32C()
            bytes[..<cut].withUnsafeBytes { checksum.update($0) }
            bytes[cut...].withUnsafeBytes { checksum.update($0) }
            #expect(checksum.value == whole, "cut at \(cut)")
        }
    }

    @Test func aRowsChecksumCoversAllOfIt() {
        let row = JournalRow.sample(7, epoch: 3)
        let checksum = row.checksum(partition: 1)
        var others = [row, row, row]
        others[0].sequence = 8
        others[1].epoch = 4
        others[2].batch[99] ^= 0x80
        for other in others { #expect(other.checksum(partition: 1) != checksum) }
        #expect(row.checksum(partition: 2) != checksum)
    }
}
