import CSQLite
import Glibc
import Platform
import Storage
import Testing

@testable import StorageSQLite

/// What only a store in a file promises.
@Suite(.timeLimit(.minutes(5))) struct SQLiteStoreTests {
    /// Somebody has the file open for writing: nothing was begun, so it can be tried again.
    @Test func aBusyFileIsARefusal() throws {
        let bench = try SQLiteBench()
        let store = try bench.openFile()
        #expect(store.fill(1...1) == [])
        var other: OpaquePointer?
        #expect(sqlite3_open(bench.path, &other) == SQLITE_OK)
        #expect(sqlite3_exec(other, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
        guard case .refused(let error) = store.append(.sample(2, epoch: store.epoch)) else {
            Issue.record("a busy file refuses")
            return
        }
        #expect(error.code == .locked)
        #expect(sqlite3_exec(other, "ROLLBACK", nil, nil, nil) == SQLITE_OK)
        sqlite3_close(other)
        #expect(store.append(.sample(2, epoch: store.epoch)) == .durable)
    }

    @Test func whatIsNoWantOfRoomIsUnknown() throws {
        let bench = try SQLiteBench()
        let store = try bench.openFile()
        #expect(store.fill(1...1) == [])
        try store.connection.run("PRAGMA query_only = 1")
        guard case .unknown = store.append(.sample(2, epoch: store.epoch)) else {
            Issue.record("it would be offered for ever")
            return
        }
    }

    /// The connection still checkpoints when it closes: the next process must wait until it has.
    @Test func theLockIsGivenBackLast() throws {
        let bench = try SQLiteBench()
        var store: SQLiteStore? = try bench.openFile()
        #expect(store?.fill(1...40, size: 500_000) == [])
        let wal = bench.path + "-wal"
        #expect(access(wal, F_OK) == 0)

        let isWaiting = Monitor(false)
        let isLogGone = Monitor<Bool?>(nil)
        let next = SystemThread(name: "next") {
            let lock = open(bench.path + ".lock", O_RDWR)
            isWaiting.withLock { $0 = true }
            isWaiting.signal()
            flock(lock, LOCK_EX)
            isLogGone.withLock { $0 = access(wal, F_OK) != 0 }
            close(lock)
        }
        isWaiting.wait(until: { $0 }, then: { _ in })
        store = nil
        next.join()
        #expect(isLogGone.withLock { $0 } == true)
    }

    /// A lock and a log stand beside a name: two names of one file would be two of each.
    @Test func everyNameOfAFileIsTheSameDatabase() throws {
        let bench = try SQLiteBench()
        let store = try bench.openFile()
        let link = bench.path + ".link"
        #expect(symlink(bench.path, link) == 0)
        #expect { try SQLiteStore(path: link) } throws: { ($0 as? StoreError)?.code == .locked }
        withExtendedLifetime(store) {}
        let name = bench.path + ".name"
        #expect(Glibc.link(bench.path, name) == 0)
        #expect { try SQLiteStore(path: name) } throws: { ($0 as? StoreError)?.code == .inaccessible }
    }

    /// A table that somebody dropped is damage, not an error of the disk.
    @Test(arguments: ["writer", "journal"]) func aMissingTableIsDamage(_ table: String) throws {
        let bench = try SQLiteBench()
        do { #expect(try bench.openFile().fill(1...1) == []) }
        bench.run("DROP TABLE \(table)")
        #expect { try bench.openFile() } throws: {
            guard let error = $0 as? StoreError else { return false }
            return error.code == .damaged && error.message.contains("no such table: \(table)")
        }
    }

    @Test func whatIsNoFileIsSaidSo() throws {
        let bench = try SQLiteBench()
        #expect(mkdir(bench.path, 0o755) == 0)
        #expect { try bench.openFile() } throws: { ($0 as? StoreError)?.message == "\(bench.path) is a directory" }
        #expect(access(bench.path + ".lock", F_OK) != 0)
        #expect(rmdir(bench.path) == 0 && mkfifo(bench.path, 0o644) == 0)
        #expect { try bench.openFile() } throws: {
            ($0 as? StoreError)?.message == "\(bench.path) is not a regular file"
        }
    }

    @Test func aNewerSchemaIsNotRead() throws {
        let bench = try SQLiteBench()
        _ = try bench.openFile()
        bench.run("PRAGMA user_version = 9")
        #expect { try bench.openFile() } throws: { ($0 as? StoreError)?.code == .unreadable }
    }
}
