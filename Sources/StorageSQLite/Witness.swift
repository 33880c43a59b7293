import Glibc
import Storage

/// Remembers the last durable row in a file beside the database: rows that are lost at the journal's end leave no trace
/// in the database itself, which ends one row earlier and looks whole.
///
/// It is written after each commit and never synced, so it costs a microsecond, and is never ahead of the journal. It
/// sees a database or write-ahead log that was deleted, cut off, or replaced by an older one while the system ran on or
/// was shut down in good order. It can't see what a power failure took from both files, nor rows that were lost along
/// with it.
struct Witness: ~Copyable {
    private static let magic: UInt64 = 0x4C48_7769_746E_0001
    private static let size = 32

    private let descriptor: Int32
    private let path: String
    private let partition: UInt64

    init(besides database: String, partition: UInt16) throws(StoreError) {
        path = database + ".witness"
        self.partition = UInt64(partition)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(
                .unusable, "can't open \(path): \(reason)",
                "check that the folder exists and that this user may write there")
        }
    }

    deinit { close(descriptor) }

    /// The row is durable. A failure is no reason to stop: the witness then knows less.
    func saw(_ sequence: UInt64) {
        let words = [Self.magic, partition, sequence].map(\.littleEndian)
        let sealed = words + [UInt64(Self.checksum(words)).littleEndian]
        _ = sealed.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, Self.size, 0) }
    }

    /// What is wrong with a journal that ends with this row; nil: nothing that the witness knows of.
    func objection(toEnd last: UInt64) -> StoreError? {
        guard let seen = lastSeen, seen > last else { return nil }
        return StoreError(
            .damaged, "the journal ends with row \(last), but row \(seen) was durable: \(seen - last) are missing",
            "put back the database with its -wal file, or restore a backup; to go on without what is missing, "
                + "remove \(path)")
    }

    /// nil: none was written, or what is there is not one.
    private var lastSeen: UInt64? {
        var words = [UInt64](repeating: 0, count: Self.size / 8)
        let count = words.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, Self.size, 0) }
        guard count == Self.size, UInt64(littleEndian: words[3]) == UInt64(Self.checksum(words.dropLast())),
            UInt64(littleEndian: words[0]) == Self.magic, UInt64(littleEndian: words[1]) == partition
        else { return nil }
        return UInt64(littleEndian: words[2])
    }

    private static func checksum(_ words: some Collection<UInt64>) -> UInt32 {
        var checksum = CRC32C()
        for word in words { checksum.update(UInt64(littleEndian: word)) }
        return checksum.value
    }
}
