import MemoryStore
import Platform
import Storage
import Testing

@Suite(.timeLimit(.minutes(5))) struct JournalWriterTests {
    /// A writer on a journal in memory, with a loop that its answers come to.
    private final class Bench {
        let journal = MemoryJournal()
        let answers = Monitor<[AppendOutcome]>([])
        let reads = Monitor<[(id: UInt64, bytes: [UInt8]?)]>([])
        private let thread: LoopThread
        private let writer: JournalWriter

        init(pause: Duration, idleInterval: Duration = .seconds(30)) throws {
            thread = try EventLoop.spawn(name: "writer-test")
            let (answers, reads) = (answers, reads)
            writer = JournalWriter(
                store: try journal.open(), loop: thread.loop, pause: pause, idleInterval: idleInterval,
                onRead: { id, result in
                    reads.withLock { $0.append((id, try? result.get())) }
                    reads.broadcast()
                },
                completion: { outcome in
                    answers.withLock { $0.append(outcome) }
                    answers.broadcast()
                })
        }

        /// Returns what the row came to.
        func write(_ sequence: UInt64) -> AppendOutcome {
            let before = answers.withLock { $0.count }
            writer.write(.sample(sequence, epoch: 1))
            return waitForAnswer(before + 1)
        }

        func write(_ row: JournalRow) { writer.write(row) }

        func read(_ id: UInt64) { writer.read(id) }

        func waitForAnswer(_ count: Int) -> AppendOutcome {
            answers.wait(until: { $0.count >= count }, then: { $0[count - 1] })
        }

        func stop() {
            writer.stop()
            thread.stop()
        }
    }

    @Test func everyRowIsAnsweredAndTheStoreClosed() throws {
        let bench = try Bench(pause: .seconds(30))
        for sequence in 1...3 as ClosedRange<UInt64> { #expect(bench.write(sequence) == .durable) }
        #expect(bench.journal.rows.map(\.sequence) == [1, 2, 3])
        bench.stop()
        #expect(!bench.journal.isOpen)
    }

    /// A row may detach what was asked for before it.
    @Test func whatIsAskedForIsReadBeforeALaterRow() throws {
        let bench = try Bench(pause: .seconds(30))
        var row = JournalRow.sample(1, epoch: 1)
        row.attachments = [Attachment(id: 5, bytes: [1, 2]), Attachment(id: 6, bytes: [3])]
        bench.journal.hold()
        bench.write(row)
        _ = bench.journal.waitForOffers(1)
        for id in [6, 5, 7] as [UInt64] { bench.read(id) }
        bench.journal.release()
        #expect(bench.waitForAnswer(1) == .durable)
        row = .sample(2, epoch: 1)
        row.detached = [5, 6]
        bench.write(row)
        #expect(bench.waitForAnswer(2) == .durable)
        let reads = bench.reads.wait(until: { $0.count == 3 }, then: { $0 })
        #expect(reads.map(\.id) == [6, 5, 7])
        #expect(reads.map(\.bytes) == [[3], [1, 2], nil])
        #expect(bench.journal.attachments == [])
        bench.stop()
    }

    /// However busy the loop is between two rows, a pause that short is no idleness.
    @Test func aShortPauseIsNoTimeForHousekeeping() throws {
        let bench = try Bench(pause: .seconds(30))
        for sequence in 1...20 as ClosedRange<UInt64> { _ = bench.write(sequence) }
        let tidied = bench.journal.waitForTidying(20)
        #expect(tidied == [Bool](repeating: false, count: 20))
        bench.stop()
    }

    @Test func aLongPauseIs() throws {
        let bench = try Bench(pause: .milliseconds(1))
        _ = bench.write(1)
        bench.journal.waitForIdleTidying()
        bench.stop()
    }

    /// What happens to its files must be noticed also while nobody writes.
    @Test func anIdleStoreIsLookedAfterAgainAndAgain() throws {
        let bench = try Bench(pause: .milliseconds(1), idleInterval: .milliseconds(1))
        #expect(bench.journal.waitForTidying(5).allSatisfy { $0 })
        bench.stop()
    }

    @Test func housekeepingWithoutRoomIsMadeUpForLater() throws {
        let bench = try Bench(pause: .seconds(30))
        bench.journal.failTidying(StoreError(.full, "no room for a checkpoint", "free space"))
        for sequence in 1...3 as ClosedRange<UInt64> { #expect(bench.write(sequence) == .durable) }
        bench.stop()
        #expect(bench.answers.withLock { $0 } == [.durable, .durable, .durable])
    }

    @Test func housekeepingThatFailsOtherwiseIsAsGraveAsAFailedRow() throws {
        let bench = try Bench(pause: .seconds(30))
        let error = StoreError(.failed, "a sync failed", "look at the disk")
        bench.journal.failTidying(error)
        #expect(bench.write(1) == .durable)
        #expect(bench.waitForAnswer(2) == .unknown(error))
        bench.stop()
    }
}
