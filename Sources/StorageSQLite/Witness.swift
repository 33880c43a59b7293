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
    /// What it said before this process wrote to it.
    enum Reading: Equatable {
        case missing
        case damaged
        /// This row was durable; 0: none was yet.
        case saw(UInt64)
    }

    private static let magic: UInt64 = 0x4C48_7769_746E_0001
    private static let size = 32

    private let descriptor: Int32
    private let partition: UInt64

    /// Makes the file if there is none.
    init(besides database: String, partition: UInt16) throws(StoreError) {
        let path = Self.path(besides: database)
        self.partition = UInt64(partition)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(
                .inaccessible, "can't open \(path): \(reason)",
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

    static func read(besides database: String, partition: UInt16) -> Reading {
        let path = path(besides: database)
        guard RawFile.exists(path) else { return .missing }
        guard let bytes = RawFile.bytes(path, count: size), bytes.count == size else { return .damaged }
        let words = stride(from: 0, to: size, by: 8).map { place in
            bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) } as UInt64
        }
        guard words[3] == UInt64(checksum(words.dropLast().map(\.littleEndian))), words[0] == magic,
            words[1] == UInt64(partition)
        else { return .damaged }
        return .saw(words[2])
    }

    fileprivate static func path(besides database: String) -> String { database + ".witness" }

    private static func checksum(_ words: some Collection<UInt64>) -> UInt32 {
        var checksum = CRC32C()
        for word in words { checksum.update(UInt64(littleEndian: word)) }
        return checksum.value
    }
}

extension Witness.Reading {
    /// What is wrong with a journal that ends with this row; nil: nothing that the witness knows of.
    func objection(toEnd last: UInt64, of database: String) -> StoreError? {
        guard case .saw(let seen) = self, seen > last else { return nil }
        return StoreError(
            .damaged, "the journal ends with row \(last), but row \(seen) was durable: \(seen - last) are missing",
            "put back the database with its -wal file, or restore a backup; to go on without what is missing, "
                + "remove \(Witness.path(besides: database))")
    }

    /// What it can't be asked; nil: it can.
    func doubt(besides database: String) -> String? {
        let path = Witness.path(besides: database)
        let meaning = "whether rows at the end of the journal are missing can't be told this time; it is made anew"
        return switch self {
        case .missing: "\(path) is missing: \(meaning)"
        case .damaged: "\(path) is damaged: \(meaning)"
        case .saw: nil
        }
    }
}
