import Contract
import Platform
import RandomWalk
import Scheduling
import Storage
import StorageSQLite
import Testing

/// What the journal gives back is what was there: the facts of a random history, through the codec, the file and back;
/// and the history goes on from it, in epoch after epoch.
@Suite struct RecoveryTests {
    private let codec = Codec(keeping: 1 << 26)

    @Test(arguments: 1...8) func theRecoveredStateEqualsTheLiveOne(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("journal.db")
        var walk = Walk(seed: seed)
        var sequence: UInt64 = 0
        for epoch in 1...4 as ClosedRange<UInt32> {
            do {
                let store = try SQLiteStore(path: path)
                try #require(store.epoch == 2 * epoch - 1)
                for _ in 0..<25 { walk.turn { write($0, to: store, &sequence) } }
            }
            let store = try SQLiteStore(path: path)
            var recovered = State(partition: 0)
            let summary = try store.recover(into: &recovered, codec: codec)
            #expect(summary.lastSequence == sequence)
            let contradiction = recovered.checkInvariants()
            #expect(contradiction == nil, "seed \(seed), epoch \(epoch)")
            let (live, again) = (walk.core.state.fingerprint(), recovered.fingerprint())
            try #require(live == again, "seed \(seed), epoch \(epoch)")
            // It began with a fact of this epoch; the store of the next one writes it.
            walk.core = Scheduler(
                recovered: recovered, epoch: store.epoch + 1, settings: walk.core.settings, now: walk.core.now)
        }
        #expect(walk.complaints == [])
    }

    private func write(_ core: borrowing Scheduler, to store: SQLiteStore, _ sequence: inout UInt64) {
        if core.facts.isEmpty { return }
        sequence += 1
        var encoder = FactEncoder()
        core.writeBatch { encoder.encode($0, blobs: $1) }
        let row = JournalRow(sequence: sequence, epoch: store.epoch, batch: try! encoder.takeBatch(codec: codec))
        #expect(store.append(row) == .durable)
    }
}
