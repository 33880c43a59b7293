internal import CSQLite
import Storage

/// The attachments of rows in an SQLite file. Those that are detached are marked by the row's transaction, and deleted in
/// slices by later ones: a list of gigabytes would hold up the journal.
final class AttachmentTable {
    /// Attachments that a transaction deletes beside what else it does.
    private static let slice: Int64 = 16

    private let partition: UInt16
    private let insert: SQLiteStatement
    private let select: SQLiteStatement
    private let mark: SQLiteStatement
    private let firstMarked: SQLiteStatement
    private let deleteSlice: SQLiteStatement
    private let lastDeleted: SQLiteStatement
    private let shorten: SQLiteStatement
    private let unmark: SQLiteStatement
    /// False: nothing is marked.
    private(set) var hasMarked: Bool

    static func createSchema(_ connection: borrowing SQLiteConnection) throws(SQLiteFailure) {
        // id = partition × 2^48 + the attachment's own, as in the journal.
        try connection.run(
            "CREATE TABLE attachments (id INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT")
        // Ids from `first` to `last` that are to be deleted.
        try connection.run("CREATE TABLE detached (first INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT")
    }

    init(_ connection: borrowing SQLiteConnection, partition: UInt16) throws(SQLiteFailure) {
        self.partition = partition
        insert = try connection.prepare("INSERT INTO attachments (id, checksum, bytes) VALUES (?1, ?2, ?3)")
        select = try connection.prepare("SELECT checksum, bytes FROM attachments WHERE id = ?1")
        mark = try connection.prepare("INSERT INTO detached (first, last) VALUES (?1, ?2)")
        firstMarked = try connection.prepare("SELECT first, last FROM detached ORDER BY first LIMIT 1")
        lastDeleted = try connection.prepare(
            "SELECT max(id) FROM (SELECT id FROM attachments WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3)")
        deleteSlice = try connection.prepare("DELETE FROM attachments WHERE id BETWEEN ?1 AND ?2")
        shorten = try connection.prepare("UPDATE detached SET first = ?2 WHERE first = ?1")
        unmark = try connection.prepare("DELETE FROM detached WHERE first = ?1")
        hasMarked = try connection.number("SELECT count(*) FROM detached") > 0
    }

    /// In the transaction of the row.
    func write(_ row: JournalRow) throws(SQLiteFailure) {
        for attachment in row.attachments { try write(attachment) }
        for ids in Self.runs(row.detached) {
            mark.bind(1, key(ids.lowerBound))
            mark.bind(2, key(ids.upperBound))
            try mark.run()
            hasMarked = true
        }
        if hasMarked { try deleteSomeMarked() }
    }

    private func write(_ attachment: Attachment) throws(SQLiteFailure) {
        let result = attachment.bytes.withUnsafeBytes { bytes -> Result<Void, SQLiteFailure> in
            insert.bind(1, key(attachment.id))
            insert.bind(2, Int64(attachment.checksum(partition: partition)))
            insert.bind(3, unowned: bytes)
            return Result { () throws(SQLiteFailure) in try insert.run() }
        }
        try result.get()
    }

    /// nil: it is not there.
    func read(_ id: UInt64) throws(SQLiteFailure) -> (attachment: Attachment, checksum: Int64)? {
        select.bind(1, key(id))
        defer { select.reset() }
        guard try select.step() else { return nil }
        return (Attachment(id: id, bytes: select.bytes(1)), select.number(0))
    }

    /// A slice of what is marked.
    func deleteSomeMarked() throws(SQLiteFailure) {
        guard try firstMarked.step() else {
            hasMarked = false
            return
        }
        let (first, last) = (firstMarked.number(0), firstMarked.number(1))
        firstMarked.reset()
        lastDeleted.bind(1, first)
        lastDeleted.bind(2, last)
        lastDeleted.bind(3, Self.slice)
        let end = try lastDeleted.step() ? lastDeleted.number(0) : 0
        lastDeleted.reset()
        // None is left: the largest of none is 0.
        guard end > 0, end < last else {
            try run(deleteSlice, first, last)
            unmark.bind(1, first)
            return try unmark.run()
        }
        try run(deleteSlice, first, end)
        try run(shorten, first, end + 1)
    }

    private func run(
        _ statement: borrowing SQLiteStatement, _ first: Int64, _ second: Int64
    ) throws(SQLiteFailure) {
        statement.bind(1, first)
        statement.bind(2, second)
        try statement.run()
    }

    private func key(_ id: UInt64) -> Int64 { Int64(partition) << 48 | Int64(id) }

    /// Ids that follow each other, as ranges.
    private static func runs(_ ids: [UInt64]) -> [ClosedRange<UInt64>] {
        var runs: [ClosedRange<UInt64>] = []
        for id in ids.sorted() {
            if let last = runs.last, last.upperBound + 1 == id {
                runs[runs.count - 1] = last.lowerBound...id
            } else {
                runs.append(id...id)
            }
        }
        return runs
    }
}
