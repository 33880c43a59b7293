import CSQLite
import MemoryStore
import Platform
import Storage

@testable import StorageSQLite

/// A journal that stores are opened on, and what can befall it.
protocol StoreBench {
    func open() throws(StoreError) -> any Store
    /// Appends that need room are refused from now on, or again taken. For the one store that is open.
    func setFull(_ isFull: Bool, _ store: any Store)
    /// Another writer takes over, without the store being told.
    func depose()
    func damage(_ sequence: UInt64)
    func damageAttachment(_ id: UInt64)
    func lose(_ sequence: UInt64)
}

enum StoreKind: CaseIterable {
    case memory
    case sqlite

    func bench() throws -> any StoreBench {
        switch self {
        case .memory: MemoryBench()
        case .sqlite: try SQLiteBench()
        }
    }
}

private struct MemoryBench: StoreBench {
    let journal = MemoryJournal()

    func open() throws(StoreError) -> any Store { try journal.open() }

    func setFull(_ isFull: Bool, _ store: any Store) {
        journal.answer(isFull ? .refused(StoreError(.full, "the journal is full", "free space")) : nil)
    }

    func depose() { journal.depose() }
    func damage(_ sequence: UInt64) { journal.damage(sequence) }
    func damageAttachment(_ id: UInt64) { journal.damageAttachment(id) }
    func lose(_ sequence: UInt64) { journal.lose(sequence) }
}

/// A file in a folder of its own, with a second connection that does what no second connection should.
struct SQLiteBench: StoreBench {
    let folder: TemporaryFolder
    var path: String { folder.file("journal.db") }

    init() throws { folder = try TemporaryFolder() }

    func open() throws(StoreError) -> any Store { try openFile() }

    func openFile(lookInterval: Duration = .seconds(1)) throws(StoreError) -> SQLiteStore {
        try SQLiteStore(path: path, lookInterval: lookInterval)
    }

    func setFull(_ isFull: Bool, _ store: any Store) {
        guard let store = store as? SQLiteStore else { preconditionFailure("a bench opens its own stores") }
        // SQLite never goes below the pages that are there.
        try! store.connection.run(isFull ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1000000")
    }

    func depose() { run("UPDATE writer SET epoch = epoch + 1") }

    func damage(_ sequence: UInt64) {
        run("UPDATE journal SET batch = CAST(X'FF' || substr(batch, 2) AS BLOB) WHERE id = \(sequence)")
    }

    func damageAttachment(_ id: UInt64) {
        run("UPDATE attachments SET bytes = CAST(X'FE' || substr(bytes, 2) AS BLOB) WHERE id = \(id)")
    }

    func lose(_ sequence: UInt64) { run("DELETE FROM journal WHERE id = \(sequence)") }

    func run(_ sql: String, whileOpen: () -> Void = {}) {
        var handle: OpaquePointer?
        precondition(sqlite3_open(path, &handle) == SQLITE_OK)
        defer { sqlite3_close(handle) }
        precondition(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK, String(cString: sqlite3_errmsg(handle)))
        whileOpen()
    }
}

extension JournalRow {
    /// Some bytes that are the row's own.
    static func sample(_ sequence: UInt64, epoch: UInt32, size: Int = 100) -> JournalRow {
        JournalRow(
            sequence: sequence, epoch: epoch,
            batch: (0..<size).map { UInt8(truncatingIfNeeded: UInt64($0) &* 31 &+ sequence) })
    }
}

extension Store {
    func rows() throws(StoreError) -> [JournalRow] {
        var rows: [JournalRow] = []
        try readJournal { rows.append($0) }
        return rows
    }

    /// Appends samples of these sequences, each of which must become durable.
    func fill(_ sequences: ClosedRange<UInt64>, size: Int = 100) -> [AppendOutcome] {
        sequences.map { append(.sample($0, epoch: epoch, size: size)) }.filter { $0 != .durable }
    }
}
