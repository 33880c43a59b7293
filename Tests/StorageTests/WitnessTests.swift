import Glibc
import Storage
import Testing

@testable import StorageSQLite

/// The end of a journal can vanish without a trace in the database: the witness beside it knows.
@Suite(.timeLimit(.minutes(5))) struct WitnessTests {
    /// A running store's files as a crash leaves them, with something done to the copy.
    private func crash(_ rows: ClosedRange<UInt64>, then befall: (SQLiteBench) throws -> Void) throws -> SQLiteBench {
        let (bench, copy) = (try SQLiteBench(), try SQLiteBench())
        let store = try bench.openFile()
        #expect(store.fill(rows) == [])
        for suffix in ["", "-wal", ".witness"] {
            try TestFile.write(TestFile.bytes(bench.path + suffix), to: copy.path + suffix)
        }
        withExtendedLifetime(store) {}
        try befall(copy)
        return copy
    }

    private func error(_ bench: SQLiteBench) throws -> StoreError? {
        do throws(StoreError) {
            _ = try bench.openFile().rows()
            return nil
        } catch {
            return error
        }
    }

    /// After a start in good order.
    private func doubt(_ bench: SQLiteBench) throws -> String? {
        let store = try bench.openFile()
        _ = try store.rows()
        return store.doubt
    }

    @Test func aCrashAloneIsNoDamage() throws {
        let bench = try crash(1...5) { _ in }
        #expect(try bench.openFile().rows().count == 5)
    }

    /// To SQLite a log that was cut off is one that a crash cut off: it drops the end, and says nothing.
    @Test func aLogThatWasCutOffIsNoticed() throws {
        let bench = try crash(1...5) { truncate($0.path + "-wal", off_t(TestFile.bytes($0.path + "-wal").count - 1)) }
        let error = try #require(try error(bench))
        #expect(error.code == .damaged)
        #expect(error.message == "the journal ends with row 4, but row 5 was durable: 1 are missing")
        #expect(error.advice.contains("remove \(bench.path).witness"))
    }

    @Test func aLogThatWasRemovedIsNoticed() throws {
        let bench = try crash(1...5) { remove($0.path + "-wal") }
        #expect(try error(bench)?.code == .damaged)
    }

    /// Whoever finds the log again can put it back: the start that missed it has written nothing.
    @Test func aRefusedStartLeavesTheRestAsItWas() throws {
        let bench = try crash(1...5) { rename($0.path + "-wal", $0.path + ".away") }
        let before = TestFile.bytes(bench.path)
        #expect(try error(bench)?.code == .damaged)
        let isUnchanged = TestFile.bytes(bench.path) == before
        #expect(isUnchanged)
        rename(bench.path + ".away", bench.path + "-wal")
        #expect(try bench.openFile().rows().count == 5)
    }

    /// What SQLite can't read of a log it would delete with it.
    @Test func aDamagedLogIsKept() throws {
        let bench = try crash(1...5) {
            var bytes = TestFile.bytes($0.path + "-wal")
            bytes[bytes.count / 2] ^= 1
            try TestFile.write(bytes, to: $0.path + "-wal")
        }
        let before = TestFile.bytes(bench.path + "-wal")
        #expect(try error(bench)?.code == .damaged)
        let isKept = TestFile.bytes(bench.path + "-wal") == before
        #expect(isKept)
    }

    /// As the message says.
    @Test func withoutTheWitnessItGoesOn() throws {
        let bench = try crash(1...5) {
            remove($0.path + "-wal")
            remove($0.path + ".witness")
        }
        #expect(try error(bench) == nil)
    }

    /// One that a power failure tore, or that is behind, refuses nothing; but that it could not be asked is said.
    @Test func aWorthlessWitnessRefusesNothingAndIsTold() throws {
        let bench = try SQLiteBench()
        do {
            let store = try bench.openFile()
            #expect(store.doubt == nil, "a new database has nothing to miss")
            #expect(store.fill(1...2) == [])
        }
        let witness = bench.path + ".witness"
        let old = TestFile.bytes(witness)
        #expect(try doubt(bench) == nil)
        do { #expect(try bench.openFile().fill(3...4) == []) }
        try TestFile.write(old, to: witness)
        #expect(try doubt(bench) == nil)

        let damages: [(String, [UInt8]?)] = [
            ("damaged", old.dropLast() + [old[31] ^ 1]), ("damaged", [old[0] ^ 1] + old.dropFirst()),
            ("damaged", Array(old.prefix(20))), ("damaged", []), ("missing", nil),
        ]
        for (word, bytes) in damages {
            remove(witness)
            if let bytes { try TestFile.write(bytes, to: witness) }
            let text = try #require(try doubt(bench))
            #expect(text.hasPrefix("\(bench.path).witness is \(word): whether rows at the end"))
            // It is made anew, and knows of the last row.
            #expect(try doubt(bench) == nil)
        }
        bench.lose(4)
        #expect(try error(bench)?.code == .damaged)
    }

    /// A database that never had a row has a witness of that.
    @Test func anEmptyJournalHasAWitnessToo() throws {
        let bench = try SQLiteBench()
        _ = try bench.openFile()
        #expect(try doubt(bench) == nil)
    }
}
