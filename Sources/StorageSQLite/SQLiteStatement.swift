internal import CSQLite
import Storage

/// A prepared statement, finalized with its owner. Bound blobs must outlive the step that uses them.
struct SQLiteStatement: ~Copyable {
    private let handle: OpaquePointer

    init(_ connection: OpaquePointer, _ sql: StaticString) throws(SQLiteFailure) {
        var prepared: OpaquePointer?
        let code = sql.withUTF8Buffer { text in
            text.withMemoryRebound(to: CChar.self) { text in
                sqlite3_prepare_v3(
                    connection, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
            }
        }
        guard code == SQLITE_OK, let prepared else { throw SQLiteFailure(code, connection) }
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ place: Int32, _ number: Int64) {
        let code = sqlite3_bind_int64(handle, place, number)
        precondition(code == SQLITE_OK, "a number is bound to a place that the statement has")
    }

    func bind(_ place: Int32, unowned bytes: UnsafeRawBufferPointer) {
        let code = sqlite3_bind_blob64(handle, place, bytes.baseAddress, UInt64(bytes.count), nil)
        precondition(code == SQLITE_OK, "bytes are bound to a place that the statement has")
    }

    /// True: there is a row. False: done, and the statement is ready for the next time.
    func step() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            reset()
            return false
        case let code:
            let failure = SQLiteFailure(code, sqlite3_db_handle(handle))
            reset()
            throw failure
        }
    }

    func run() throws(SQLiteFailure) {
        while try step() {}
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func text(_ column: Int32) -> String {
        sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }
}

/// What SQLite said.
struct SQLiteFailure: Error {
    /// Extended.
    let code: Int32
    let text: String

    init(_ code: Int32, _ connection: OpaquePointer?) {
        self.code = code
        text = connection.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    }

    var primary: Int32 { code & 0xFF }

    /// There was no room, or somebody else was at it: once the transaction is rolled back, nothing of it is left, and
    /// it can be tried again. All else, a failed sync above all, leaves open what is on disk.
    var isRefusal: Bool { [SQLITE_FULL, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_NOMEM].contains(primary) }

    /// As an error of the store at `path`, which was doing what `action` says.
    func storeError(_ action: String, path: String) -> StoreError {
        let message = "\(action) \(path): \(text) (SQLite \(code))"
        switch primary {
        case SQLITE_FULL:
            return StoreError(
                .full, message,
                "free space on its file system; a scheduler that runs goes on by itself then, one that ended is to be started"
            )
        case SQLITE_NOMEM:
            return StoreError(.full, message, "free memory; work goes on by itself then")
        // Our statements are right, so an error in one is a table that is not as it was made.
        case SQLITE_CORRUPT, SQLITE_ERROR:
            return StoreError(.damaged, message, "restore it from a backup; no job in it was changed")
        case SQLITE_NOTADB:
            return StoreError(
                .unusable, message,
                "name another file with --database, or restore this one from a backup if it was a database; nothing was "
                    + "changed")
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
            return StoreError(.inaccessible, message, "check that the folder exists and that this user may write there")
        case SQLITE_BUSY, SQLITE_LOCKED:
            return StoreError(.locked, message, "stop the program that writes to it; readers must open it read-only")
        default:
            return StoreError(.failed, message, "see the kernel's log for errors of the disk; then start again")
        }
    }
}
