import Glibc
import Platform
import Storage
import Testing

@testable import StorageSQLite

/// SQLite goes on with files that are gone: what is written to them is too.
@Suite(.timeLimit(.minutes(5))) struct WhereaboutsTests {
    private let bench: SQLiteBench

    init() throws { bench = try SQLiteBench() }

    @Test(arguments: ["removed", "renamed", "replaced"]) func aDatabaseThatIsGoneTakesNoRow(_ how: String) throws {
        let store = try bench.openFile(lookInterval: .zero)
        #expect(store.fill(1...2) == [])
        if how == "removed" { remove(bench.path) } else { rename(bench.path, bench.path + ".away") }
        if how == "replaced" { try TestFile.write([1, 2, 3], to: bench.path) }
        let log = TestFile.bytes(bench.path + "-wal")
        guard case .unknown(let error) = store.append(.sample(3, epoch: store.epoch)) else {
            Issue.record("it would be acknowledged, and lost")
            return
        }
        let word = how == "replaced" ? "replaced by another file" : "removed or renamed"
        #expect(error.message == "\(bench.path) was \(word) while it was in use")
        #expect(error.advice.contains("put ") && error.advice.contains("start again"))
        // Also when nobody writes.
        #expect(throws: error) { try store.tidy(idle: true) }
        let isLogKept = TestFile.bytes(bench.path + "-wal") == log
        #expect(isLogKept, "it may be needed again")
    }

    /// What the log had is not lost with it: SQLite still has it open.
    @Test(arguments: ["removed", "replaced"]) func aLogThatIsGoneIsMovedIntoTheDatabase(_ how: String) throws {
        let log = bench.path + "-wal"
        do {
            let store = try bench.openFile(lookInterval: .zero)
            #expect(store.fill(1...2) == [])
            remove(log)
            if how == "replaced" { try TestFile.write([1, 2, 3], to: log) }
            guard case .unknown(let error) = store.append(.sample(3, epoch: store.epoch)) else {
                Issue.record("it would be acknowledged, and lost")
                return
            }
            #expect(error.message.contains("\(log) was removed, renamed or replaced while it was in use"))
            #expect(error.message.contains("so nothing is lost"))
            // As the process leaves it, which ends without closing anything.
            let copy = try SQLiteBench()
            try TestFile.write(TestFile.bytes(bench.path), to: copy.path)
            try TestFile.write(TestFile.bytes(bench.path + ".witness"), to: copy.path + ".witness")
            #expect(try copy.openFile().rows().count == 2)
        }
    }

    /// Asking the system for each row would cost more than it is worth: an interval is the window in which rows go to a
    /// file that is gone.
    @Test func itLooksOnceInAnInterval() throws {
        let store = try bench.openFile()
        #expect(store.fill(1...1) == [])
        let start = MonotonicTime.now
        var whereabouts = try Whereabouts(of: bench.path, interval: .seconds(100))
        #expect(whereabouts.look(at: start + .seconds(200)) == .unchanged)
        remove(bench.path + "-wal")
        #expect(whereabouts.look(at: start + .seconds(299)) == .unchanged)
        #expect(whereabouts.look(at: start + .seconds(300)) == .logGone)
        remove(bench.path)
        #expect(whereabouts.look(at: start + .seconds(399)) == .unchanged)
        #expect(whereabouts.look(at: start + .seconds(400)) != .unchanged)
        withExtendedLifetime(store) {}
    }
}
