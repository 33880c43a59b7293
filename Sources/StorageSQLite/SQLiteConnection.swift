internal import CSQLite

/// A connection, closed with its owner.
struct SQLiteConnection: ~Copyable {
    private let handle: OpaquePointer
    /// Pages in the write-ahead log after the newest commit: written by SQLite's hook.
    private let pages: UnsafeMutablePointer<Int32>

    init(path: String) throws(SQLiteFailure) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let failure = SQLiteFailure(code, opened)
            sqlite3_close_v2(opened)
            throw failure
        }
        handle = opened
        pages = .allocate(capacity: 1)
        pages.initialize(to: 0)
        // A hook of our own also turns SQLite's automatic checkpoints off.
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, pages)
    }

    deinit {
        sqlite3_close_v2(handle)
        pages.deallocate()
    }

    var walPages: Int { Int(pages.pointee) }
    var isAutocommit: Bool { sqlite3_get_autocommit(handle) != 0 }

    func prepare(_ sql: StaticString) throws(SQLiteFailure) -> SQLiteStatement {
        try SQLiteStatement(handle, sql)
    }

    func run(_ sql: StaticString) throws(SQLiteFailure) {
        try prepare(sql).run()
    }

    func number(_ sql: StaticString) throws(SQLiteFailure) -> Int64 {
        let statement = try prepare(sql)
        return try statement.step() ? statement.number(0) : 0
    }

    func text(_ sql: StaticString) throws(SQLiteFailure) -> String {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : ""
    }

    /// Moves what it can from the log into the file, without waiting for readers. True: that was all.
    @discardableResult
    func checkpoint() throws(SQLiteFailure) -> Bool {
        var (logged, moved): (Int32, Int32) = (0, 0)
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, &logged, &moved)
        guard code == SQLITE_OK || code == SQLITE_BUSY else { throw SQLiteFailure(code, handle) }
        pages.pointee = 0
        return code == SQLITE_OK && logged == moved
    }

    /// Else closing moves the log into the file, and deletes it.
    func keepLogOnClose(_ keeps: Bool) {
        csqlite_keep_log_on_close(handle, keeps ? 1 : 0)
    }
}
