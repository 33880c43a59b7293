import Glibc
import Storage

/// The files of a database as they lie there, looked at before SQLite opens any of them: it would make the database that
/// is missing, and then delete the log beside it with all rows in it, as one that belongs to nothing.
struct FilesAtRest {
    /// "LHul", so that `file` and we can tell a database of ours from others.
    static let applicationID: UInt32 = 0x4C48_756C
    private static let magic = Array("SQLite format 3\0".utf8)
    /// What of the first page says whose it is: SQLite's file header, and the head of the schema's tree behind it.
    private static let headSize = 108

    let path: String

    /// Throws `damaged` for what is left of a database that is gone, `unusable` for a file of somebody else,
    /// `inaccessible`. Nothing is made, changed or removed. Only under the lock, since it reads the database itself.
    func check() throws(StoreError) {
        guard let head = try readHead() else { return try expectNothing(of: ["-wal", ".witness"], as: "missing") }
        if head.isEmpty { return try expectNothing(of: ["-wal", ".witness"], as: "empty") }
        guard head.count == Self.headSize, head.starts(with: Self.magic) else {
            throw StoreError(
                .unusable, "\(path) is not an SQLite database",
                "name another file with --database, or restore this one from a backup if it was a database; nothing was "
                    + "changed")
        }
        // A first start that was interrupted leaves a log, but there is no witness before the first table is durable.
        if try !isOurs(head) { try expectNothing(of: [".witness"], as: "without anything in it") }
    }

    /// Nil: there is no such file.
    private func readHead() throws(StoreError) -> [UInt8]? {
        if let bytes = RawFile.bytes(path, count: Self.headSize) { return bytes }
        let code = errno
        if code == ENOENT { return nil }
        throw StoreError(
            .inaccessible, "can't open \(path): \(String(cString: strerror(code)))",
            "check that this user may read and write it; nothing was changed")
    }

    private func expectNothing(of suffixes: [String], as state: String) throws(StoreError) {
        let left = suffixes.map { path + $0 }.filter(RawFile.exists).joined(separator: " and ")
        if left.isEmpty { return }
        throw StoreError(
            .damaged, "\(path) is \(state), but what belongs to it is there: \(left)",
            "put back what was moved, the file and its -wal, beside what is there, or restore a backup in place of all of "
                + "them; to begin with an empty database, move \(left) away; nothing was changed")
    }

    // MARK: Whose it is

    /// False: it has nothing in it yet, nor in its log, and can become ours. Throws `unusable` when it is another's.
    private func isOurs(_ head: [UInt8]) throws(StoreError) -> Bool {
        let application = Self.application(head) ?? loggedApplication()
        switch application {
        case nil: return false
        case Self.applicationID: return true
        default: throw foreign
        }
    }

    var foreign: StoreError {
        StoreError(
            .unusable, "\(path) is an SQLite database, but not one of Longhaul",
            "name another file with --database; nothing was changed")
    }

    /// Of a first page; nil: there is no table yet. The number of ours is written together with its tables.
    private static func application(_ page: [UInt8]) -> UInt32? {
        let (number, interiorTree, tree) = (page.word(at: 68), UInt8(5), 100)
        let cells = page.word(at: tree + 3) >> 16
        return number == 0 && cells == 0 && page[tree] != interiorTree ? nil : number
    }

    /// The same of the first page as the log has it: until the first checkpoint nothing is in the file itself. See "The
    /// WAL File Format" on sqlite.org.
    private func loggedApplication() -> UInt32? {
        let (headerSize, frameHeaderSize, mostFrames) = (32, 24, 64)
        let log = path + "-wal"
        guard let header = RawFile.bytes(log, count: headerSize), header.count == headerSize else { return nil }
        let frameSize = frameHeaderSize + Int(header.word(at: 8))
        for index in 0..<mostFrames {
            let place = headerSize + index * frameSize
            guard let frame = RawFile.bytes(log, at: place, count: frameHeaderSize + Self.headSize),
                frame.count == frameHeaderSize + Self.headSize,
                // Frames of an older run of the log have other salts.
                frame[8..<16] == header[16..<24]
            else { return nil }
            if frame.word(at: 0) == 1 { return Self.application(Array(frame.dropFirst(frameHeaderSize))) }
        }
        return nil
    }
}
