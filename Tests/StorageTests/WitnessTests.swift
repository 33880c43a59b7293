import Glibc
import Platform
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
            try writeFile(copy.path + suffix, try readFile(bench.path + suffix))
        }
        withExtendedLifetime(store) {}
        try befall(copy)
        return copy
    }

    private func error(_ bench: SQLiteBench) throws -> StoreError? {
        let store = try bench.openFile()
        do throws(StoreError) {
            _ = try store.rows()
            return nil
        } catch {
            return error
        }
    }

    @Test func aCrashAloneIsNoDamage() throws {
        let bench = try crash(1...5) { _ in }
        #expect(try bench.openFile().rows().count == 5)
    }

    /// To SQLite a log that was cut off is one that a crash cut off: it drops the end, and says nothing.
    @Test func aLogThatWasCutOffIsNoticed() throws {
        let bench = try crash(1...5) { truncate($0.path + "-wal", off_t(try readFile($0.path + "-wal").count - 1)) }
        let error = try #require(try error(bench))
        #expect(error.code == .damaged)
        #expect(error.message == "the journal ends with row 4, but row 5 was durable: 1 are missing")
        #expect(error.advice.contains("remove \(bench.path).witness"))
    }

    @Test func aLogThatWasRemovedIsNoticed() throws {
        let bench = try crash(1...5) { remove($0.path + "-wal") }
        #expect(try error(bench)?.code == .damaged)
    }

    @Test func aDatabaseThatWasRemovedIsNoticed() throws {
        let bench = try SQLiteBench()
        do { #expect(try bench.openFile().fill(1...2) == []) }
        remove(bench.path)
        #expect(try error(bench)?.message == "the journal ends with row 0, but row 2 was durable: 2 are missing")
    }

    /// As the message says.
    @Test func withoutTheWitnessItGoesOn() throws {
        let bench = try crash(1...5) {
            remove($0.path + "-wal")
            remove($0.path + ".witness")
        }
        #expect(try error(bench) == nil)
    }

    /// One that a power failure tore, or that is behind, refuses nothing.
    @Test func aWorthlessWitnessIsNone() throws {
        let bench = try SQLiteBench()
        do { #expect(try bench.openFile().fill(1...2) == []) }
        let witness = bench.path + ".witness"
        let old = try readFile(witness)
        do { #expect(try bench.openFile().fill(3...4) == []) }
        try writeFile(witness, old)
        #expect(try error(bench) == nil)
        bench.lose(4)
        bench.lose(3)
        bench.lose(2)
        try writeFile(witness, old.dropLast() + [old[31] ^ 1])
        #expect(try error(bench) == nil)
        try writeFile(witness, Array(old.prefix(20)))
        #expect(try error(bench) == nil)
        try writeFile(witness, old)
        #expect(try error(bench) != nil)
    }

    private func readFile(_ path: String) throws -> [UInt8] {
        let file = try FileDescriptor("open \(path)") { open(path, O_RDONLY) }
        var bytes = [UInt8](repeating: 0, count: 1 << 24)
        let count = bytes.withUnsafeMutableBytes { read(file.rawValue, $0.baseAddress, $0.count) }
        return Array(bytes.prefix(count))
    }

    private func writeFile(_ path: String, _ bytes: [UInt8]) throws {
        let file = try FileDescriptor("open \(path)") { open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644) }
        let count = bytes.withUnsafeBytes { write(file.rawValue, $0.baseAddress, $0.count) }
        #expect(count == bytes.count)
    }
}
