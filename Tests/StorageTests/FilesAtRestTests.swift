import Glibc
import Platform
import Storage
import Testing

@testable import StorageSQLite

/// What is opened, and what is refused, of all that can lie there; a start that is refused changes no file.
@Suite(.timeLimit(.minutes(5))) struct FilesAtRestTests {
    /// What is found at the database's own path.
    enum Found: String, CaseIterable {
        case missing, empty
        /// Five rows, all in the file; or still in the log, as a crash leaves them.
        case whole, begun
        /// Another program's: with an empty first page, its tables in the log, it looks as one of ours that has begun.
        case foreign, foreignBegun
        case text
    }

    enum Witness: String, CaseIterable { case missing, blank, ahead, right }

    struct Case: CustomTestStringConvertible, Sendable {
        var database: Found
        var hasLog: Bool
        var hasIndex: Bool
        var witness: Witness

        var testDescription: String {
            "\(database)\(hasLog ? ", -wal" : "")\(hasIndex ? ", -shm" : ""), witness \(witness)"
        }

        /// Nil: it is opened, with `rows`.
        var refusal: StoreError.Code? {
            switch database {
            case .missing, .empty: hasLog || witness != .missing ? .damaged : nil
            case .whole: witness == .ahead ? .damaged : nil
            // Without its log it has nothing in it; but there was something once there is a witness.
            case .begun: witness == .ahead || !hasLog && witness != .missing ? .damaged : nil
            case .foreign, .text: .unusable
            case .foreignBegun: hasLog ? .unusable : witness != .missing ? .damaged : nil
            }
        }

        var rows: Int {
            switch database {
            case .whole: 5
            case .begun: hasLog ? 5 : 0
            case .missing, .empty, .foreign, .foreignBegun, .text: 0
            }
        }
    }

    private static let cases = Found.allCases.flatMap { database in
        [false, true].flatMap { hasLog in
            [false, true].flatMap { hasIndex in
                Witness.allCases.map { Case(database: database, hasLog: hasLog, hasIndex: hasIndex, witness: $0) }
            }
        }
    }

    @Test(arguments: cases) func whatIsRefusedIsLeftAsItWas(_ found: Case) throws {
        let bench = try SQLiteBench()
        try lay(found, at: bench.path)
        let before = files(bench.path)
        do throws(StoreError) {
            let store = try bench.openFile()
            #expect(found.refusal == nil)
            #expect(try store.rows().count == found.rows)
        } catch {
            #expect(error.code == found.refusal, "\(error)")
            // Of some only the journal says it. SQLite has looked into them, with an index of its own.
            let isOpened = found.database == .whole || found.database == .begun && found.hasLog
            let after = files(bench.path)
            let changed = Self.suffixes.filter { before[$0] != after[$0] && !(isOpened && $0 == "-shm") }
            #expect(changed == [])
        }
    }

    @Test func itSaysWhatToPutBack() throws {
        let bench = try SQLiteBench()
        try lay(Case(database: .missing, hasLog: true, hasIndex: true, witness: .right), at: bench.path)
        do throws(StoreError) {
            _ = try bench.openFile()
            Issue.record("the database is missing")
        } catch {
            let left = "\(bench.path)-wal and \(bench.path).witness"
            #expect(error.message == "\(bench.path) is missing, but what belongs to it is there: \(left)")
            #expect(error.advice.contains("put back what was moved"))
            #expect(error.advice.contains("move \(left) away; nothing was changed"))
        }
        rename(bench.path + "-wal", bench.path + ".away")
        remove(bench.path + ".witness")
        #expect(try bench.openFile().rows() == [], "as the message says")
    }

    /// The log of a database lies beside the file that a link leads to, also when that one is missing.
    @Test func aLinkToNothingIsFollowed() throws {
        let bench = try SQLiteBench()
        try lay(Case(database: .missing, hasLog: true, hasIndex: false, witness: .missing), at: bench.path)
        let link = bench.folder.file("link.db")
        #expect(symlink("journal.db", link) == 0)
        #expect { try SQLiteStore(path: link) } throws: { ($0 as? StoreError)?.code == .damaged }
        remove(bench.path + "-wal")
        _ = try SQLiteStore(path: link)
        #expect(access(bench.path, F_OK) == 0 && access(bench.path + ".witness", F_OK) == 0)
    }

    private static let suffixes = ["", "-wal", "-shm", ".witness", ".lock"]

    private func files(_ path: String) -> [String: [UInt8]] {
        let there = Self.suffixes.filter { access(path + $0, F_OK) == 0 }
        return Dictionary(uniqueKeysWithValues: there.map { ($0, TestFile.bytes(path + $0)) })
    }

    private func lay(_ found: Case, at path: String) throws {
        let isForeign = found.database == .foreign || found.database == .foreignBegun
        let files = try (isForeign ? Files.foreign : Files.ours).get()
        let database: [UInt8]? =
            switch found.database {
            case .missing: nil
            case .empty: []
            case .whole, .foreign: files.whole
            case .begun, .foreignBegun: files.begun
            case .text: Array("no database, and longer than the sixteen bytes that SQLite looks at\n".utf8)
            }
        let witness: [UInt8]? =
            switch found.witness {
            case .missing: nil
            case .blank: []
            case .right: files.witness
            case .ahead: try Files.ahead.get()
            }
        let all = [
            "": database, "-wal": found.hasLog ? files.log : nil, "-shm": found.hasIndex ? files.index : nil,
            ".witness": witness,
        ]
        for (suffix, bytes) in all {
            if let bytes { try TestFile.write(bytes, to: path + suffix) }
        }
    }
}

/// A database that had all it has in its log once, and has it in itself now.
private struct Files {
    var begun: [UInt8] = []
    var log: [UInt8] = []
    var index: [UInt8] = []
    var whole: [UInt8] = []
    var witness: [UInt8] = []

    // Each is made once.
    static let ours = Result { try filled(1...5) }
    static let foreign = Result { try somebodyElses() }
    /// A witness of one row more.
    static let ahead = Result { try filled(1...6).witness }

    private static func filled(_ rows: ClosedRange<UInt64>) throws -> Files {
        let bench = try SQLiteBench()
        var files = Files()
        do {
            let store = try bench.openFile()
            #expect(store.fill(rows) == [])
            files.readOpen(bench.path)
            withExtendedLifetime(store) {}
        }
        files.whole = TestFile.bytes(bench.path)
        files.witness = TestFile.bytes(bench.path + ".witness")
        return files
    }

    private static func somebodyElses() throws -> Files {
        let bench = try SQLiteBench()
        var files = Files()
        bench.run("PRAGMA journal_mode = WAL; CREATE TABLE theirs (number INTEGER); INSERT INTO theirs VALUES (1)") {
            files.readOpen(bench.path)
        }
        files.whole = TestFile.bytes(bench.path)
        files.witness = try ours.get().witness
        return files
    }

    private mutating func readOpen(_ path: String) {
        (begun, log, index) = (TestFile.bytes(path), TestFile.bytes(path + "-wal"), TestFile.bytes(path + "-shm"))
    }
}
