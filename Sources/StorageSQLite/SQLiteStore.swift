internal import CSQLite
import Platform
package import Storage

/// The journal in an SQLite file: the embedded default, with nothing to set up.
///
/// One connection in one process writes and checkpoints, on one thread: Debian 12's SQLite (3.40.1) can damage a file
/// when two connections do (sqlite.org/wal.html, "The WAL-Reset Bug"). People read with `?mode=ro`. Commits are
/// synced (WAL, synchronous=FULL), and so durable when `append` returns.
package final class SQLiteStore: Store {
    private static let schemaVersion: Int64 = 2
    /// WAL pages after which a checkpoint runs when there is time, and when there is none.
    private static let checkpointPages = (idle: 256, busy: 2_048)

    package let epoch: UInt32
    /// What could not be checked at the start, for the log; nil: nothing.
    package let doubt: String?
    private let path: String
    private let partition: UInt16
    let connection: SQLiteConnection
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let rollback: SQLiteStatement
    private let readEpoch: SQLiteStatement
    private let insert: SQLiteStatement
    private let attachments: AttachmentTable
    private let witness: Witness
    private var whereabouts: Whereabouts
    /// The last to go, and so last in this list: the connection checkpoints as it closes, with the statements before it.
    private var lock: LockFile

    /// Opens or makes the file, and takes the next epoch. Throws `locked`, `inaccessible`, `unusable`, `unreadable`,
    /// `damaged`, `full`. What is refused is left as it was.
    ///
    /// `lookInterval`: how often it looks whether the files are still where they were; what is written between two looks
    /// is lost with them.
    package init(
        path name: String, partition: UInt16 = 0, lookInterval: Duration = .seconds(1)
    ) throws(StoreError) {
        let path = try OwnPath.resolve(name)
        self.path = path
        self.partition = partition
        lock = try LockFile(besides: path)
        let reading = Witness.read(besides: path, partition: partition)
        try FilesAtRest(path: path).check()
        let hasLog = RawFile.exists(path + "-wal")
        connection = try attempting("can't open", path) { () throws(SQLiteFailure) in try SQLiteConnection(path: path) }
        connection.keepLogOnClose(hasLog)
        let isNew = try Self.adopt(connection, path: path)
        let last = try Self.lastSequence(connection, path: path, partition: partition)
        if let objection = reading.objection(toEnd: last, of: path) { throw objection }
        epoch = try Self.takeEpoch(connection, path: path, partition: partition)
        witness = try Witness(besides: path, partition: partition)
        if isNew { witness.saw(0) }
        doubt = isNew ? nil : reading.doubt(besides: path)
        do throws(SQLiteFailure) {
            begin = try connection.prepare("BEGIN IMMEDIATE")
            commit = try connection.prepare("COMMIT")
            rollback = try connection.prepare("ROLLBACK")
            readEpoch = try connection.prepare("SELECT epoch FROM writer WHERE partition = ?1")
            insert = try connection.prepare(
                "INSERT INTO journal (id, epoch, checksum, batch) VALUES (?1, ?2, ?3, ?4)")
            attachments = try AttachmentTable(connection, partition: partition)
        } catch { throw error.storeError("can't use", path: path) }
        whereabouts = try Whereabouts(of: path, interval: lookInterval)
        connection.keepLogOnClose(false)
        lock.keep()
    }

    /// Makes a new file ours, or checks that an old one is. True: it is new.
    private static func adopt(_ connection: borrowing SQLiteConnection, path: String) throws(StoreError) -> Bool {
        let application = try attempting("can't open", path) { () throws(SQLiteFailure) in
            try connection.number("PRAGMA application_id")
        }
        let isNew = try attempting("can't open", path) { () throws(SQLiteFailure) in
            let tables = try connection.number("SELECT count(*) FROM sqlite_schema")
            return application == 0 && tables == 0
        }
        guard isNew || application == FilesAtRest.applicationID else { throw FilesAtRest(path: path).foreign }
        let mode = try attempting("can't open", path) { () throws(SQLiteFailure) in
            if isNew { try connection.run("PRAGMA page_size = 16384") }
            return try connection.text("PRAGMA journal_mode = WAL")
        }
        guard mode == "wal" else {
            throw StoreError(
                .inaccessible, "\(path) can't be switched to write-ahead logging",
                "put it on a local file system: network file systems do not support it")
        }
        let version = try attempting("can't open", path) { () throws(SQLiteFailure) in
            try connection.run("PRAGMA synchronous = FULL")
            if isNew { try createSchema(connection) }
            return try connection.number("PRAGMA user_version")
        }
        guard version == schemaVersion else {
            throw StoreError(
                .unreadable,
                "\(path) has schema version \(version), and this version of Longhaul knows \(schemaVersion)",
                "start the version that wrote it, or a newer one")
        }
        return isNew
    }

    private static func createSchema(_ connection: borrowing SQLiteConnection) throws(SQLiteFailure) {
        try connection.run("BEGIN IMMEDIATE")
        // id = partition × 2^48 + sequence: the key of the journal, in the order in which it is written.
        try connection.run(
            """
            CREATE TABLE journal (
                id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, checksum INTEGER NOT NULL, batch BLOB NOT NULL
            ) STRICT
            """)
        try connection.run("CREATE TABLE writer (partition INTEGER PRIMARY KEY, epoch INTEGER NOT NULL) STRICT")
        try AttachmentTable.createSchema(connection)
        try connection.run("PRAGMA application_id = 0x4C48756C")
        try connection.run("PRAGMA user_version = 2")
        try connection.run("COMMIT")
    }

    /// Of the journal's last row; 0: it has none.
    private static func lastSequence(
        _ connection: borrowing SQLiteConnection, path: String, partition: UInt16
    ) throws(StoreError) -> UInt64 {
        try attempting("can't read", path) { () throws(SQLiteFailure) in
            let read = try connection.prepare("SELECT max(id) FROM journal WHERE id > ?1 AND id < ?2")
            read.bind(1, Int64(partition) << 48)
            read.bind(2, Int64(partition + 1) << 48)
            defer { read.reset() }
            return try read.step() ? UInt64(read.number(0)) & (1 << 48 - 1) : 0
        }
    }

    private static func takeEpoch(
        _ connection: borrowing SQLiteConnection, path: String, partition: UInt16
    ) throws(StoreError) -> UInt32 {
        try attempting("can't take over", path) { () throws(SQLiteFailure) in
            let take = try connection.prepare(
                """
                INSERT INTO writer (partition, epoch) VALUES (?1, 1)
                ON CONFLICT (partition) DO UPDATE SET epoch = epoch + 1 RETURNING epoch
                """)
            take.bind(1, Int64(partition))
            guard try take.step() else { preconditionFailure("an upsert returns its row") }
            let epoch = UInt32(take.number(0))
            try take.run()
            return epoch
        }
    }

    package func readJournal(_ body: (JournalRow) throws(StoreError) -> Void) throws(StoreError) {
        let read = try attempting("can't read", path) { () throws(SQLiteFailure) in
            try connection.prepare(
                "SELECT id, epoch, checksum, batch FROM journal WHERE id > ?1 AND id < ?2 ORDER BY id")
        }
        read.bind(1, Int64(partition) << 48)
        read.bind(2, Int64(partition + 1) << 48)
        var expected: UInt64 = 1
        while try attempting("can't read", path, { () throws(SQLiteFailure) in try read.step() }) {
            let row = JournalRow(
                sequence: UInt64(read.number(0)) & (1 << 48 - 1), epoch: UInt32(truncatingIfNeeded: read.number(1)),
                batch: read.bytes(3))
            if let error = objection(to: row, checksum: read.number(2), expected: expected) { throw error }
            try body(row)
            expected += 1
        }
        // One that was missing or damaged is made anew by this.
        witness.saw(expected - 1)
    }

    private func objection(to row: JournalRow, checksum: Int64, expected: UInt64) -> StoreError? {
        if row.sequence != expected {
            return StoreError(
                .damaged, "\(path): journal row \(expected) is missing; row \(row.sequence) follows",
                "restore it from a backup; no job in it was changed")
        }
        if Int64(row.checksum(partition: partition)) != checksum {
            return StoreError(
                .damaged, "\(path): journal row \(row.sequence) is damaged: its checksum does not fit",
                "restore it from a backup; no job in it was changed")
        }
        return nil
    }

    package func append(_ row: JournalRow) -> AppendOutcome {
        if let error = misplacement() { return .unknown(error) }
        do throws(SQLiteFailure) {
            try begin.run()
            let owner = try owner()
            guard owner == Int64(epoch) else {
                _ = abandon()
                return .unknown(
                    StoreError(
                        .deposed, "\(path) now belongs to a scheduler with epoch \(owner); this one has \(epoch)",
                        "two schedulers must not share one file"))
            }
            try write(row)
            try attachments.write(row)
            try commit.run()
        } catch {
            let reason = error.storeError("can't write to", path: path)
            return abandon() && error.isRefusal ? .refused(reason) : .unknown(reason)
        }
        // That took a while on a slow disk.
        if let error = misplacement() { return .unknown(error) }
        witness.saw(row.sequence)
        return .durable
    }

    package func readAttachment(_ id: UInt64) throws(StoreError) -> [UInt8] {
        let found = try attempting("can't read", path) { () throws(SQLiteFailure) in try attachments.read(id) }
        guard let found, Int64(found.attachment.checksum(partition: partition)) == found.checksum else {
            let what = found == nil ? "missing" : "damaged: their checksum does not fit"
            throw StoreError(
                .damaged, "\(path): the payloads of appended items (attachment \(id)) are \(what)",
                "restore it from a backup; no job in it was changed")
        }
        return found.attachment.bytes
    }

    private func owner() throws(SQLiteFailure) -> Int64 {
        readEpoch.bind(1, Int64(partition))
        defer { readEpoch.reset() }
        return try readEpoch.step() ? readEpoch.number(0) : 0
    }

    private func write(_ row: JournalRow) throws(SQLiteFailure) {
        let result = row.batch.withUnsafeBytes { bytes -> Result<Void, SQLiteFailure> in
            insert.bind(1, Int64(partition) << 48 | Int64(row.sequence))
            insert.bind(2, Int64(row.epoch))
            insert.bind(3, Int64(row.checksum(partition: partition)))
            insert.bind(4, unowned: bytes)
            return Result { () throws(SQLiteFailure) in try insert.run() }
        }
        try result.get()
    }

    /// After it nothing of the transaction is left. False: even that failed.
    private func abandon() -> Bool {
        if connection.isAutocommit { return true }
        do throws(SQLiteFailure) { try rollback.run() } catch { return false }
        return true
    }

    /// What was written is kept where it still can be: without its name the log is lost with this process, but not what
    /// was moved from it into the database.
    private func misplacement() -> StoreError? {
        switch whereabouts.look(at: .now) {
        case .unchanged: return nil
        case .databaseGone(let error): return error
        case .logGone:
            let isSaved = (try? connection.checkpoint()) ?? false
            return whereabouts.logGone(isSaved: isSaved)
        }
    }

    package func tidy(idle: Bool) throws(StoreError) {
        if let error = misplacement() { throw error }
        if idle, attachments.hasMarked {
            try attempting("can't delete from", path) { () throws(SQLiteFailure) in try attachments.deleteSomeMarked() }
        }
        guard connection.walPages >= (idle ? Self.checkpointPages.idle : Self.checkpointPages.busy) else { return }
        _ = try attempting("can't checkpoint", path) { () throws(SQLiteFailure) in try connection.checkpoint() }
    }
}

private func attempting<Value: ~Copyable>(
    _ action: String, _ path: String, _ body: () throws(SQLiteFailure) -> Value
) throws(StoreError) -> Value {
    do throws(SQLiteFailure) { return try body() } catch { throw error.storeError(action, path: path) }
}
