import Testing

@testable import Contract

/// What the program wrote itself it can read again, at the shapes that take the most memory for their bytes.
@Suite struct KeptRowTests {
    private let codec = Codec(keeping: 1 << 26)

    /// protobuf-c notes fields in slabs of 16, 32, 64, …: one past a slab's end takes the most for each field.
    private static let worstCounts = (0...13).map { 16 << $0 - 16 + 1 }

    @Test(arguments: worstCounts, [0, 1]) func smallBlobs(_ count: Int, ofBytes size: Int) throws {
        let blob = [UInt8](repeating: 7, count: size)
        let batch = JournalV1.Batch(format: 1, blobs: [[UInt8]](repeating: blob, count: count))
        #expect(try codec.decode(JournalV1.Batch.self, from: codec.bytes(of: batch)) == batch)
    }

    @Test func smallNumbers() throws {
        let batch = JournalV1.Batch(
            format: 1, kinds: [UInt32](repeating: 1, count: 1_000_000),
            numbers: [UInt64](repeating: 1, count: 9_000_000), blobs: [])
        #expect(try codec.decode(JournalV1.Batch.self, from: codec.bytes(of: batch)) == batch)
    }

    /// As one submit makes it: three blobs for each task, two of them empty.
    @Test func aSubmitOfManyTinyTasks() throws {
        var batch = JournalV1.Batch(format: 1)
        for task in 0..<22_000 {
            batch.kinds.append(6)
            batch.numbers += [1, 0, 0, 0, 0, 0, 1]
            batch.blobs += [Array(String(task % 1_000).utf8), [], []]
        }
        #expect(try codec.decode(JournalV1.Batch.self, from: codec.bytes(of: batch)) == batch)
    }

    /// A peer's bytes keep the narrower budget: the same shape is refused there.
    @Test func aStrangersBytesStayBounded() throws {
        let bytes = try Codec().bytes(of: JournalV1.Batch(blobs: [[UInt8]](repeating: [], count: 100_000)))
        #expect { try Codec().decode(JournalV1.Batch.self, from: bytes) } throws: {
            ($0 as? CodecError)?.code == .overBudget
        }
    }
}
