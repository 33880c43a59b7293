import Contract
import Platform
import RandomWalk
import Scheduling
import Storage
import StorageSQLite
import Testing

/// What the journal gives back is what was there: the facts of a random history, through the codec, the file and back.
@Suite struct RecoveryTests {
    @Test(arguments: 1...8) func theRecoveredStateEqualsTheLiveOne(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("journal.db")
        let codec = Codec(keeping: 1 << 26)
        var walk = Walk(seed: seed)
        var sequence: UInt64 = 0
        do {
            let store = try SQLiteStore(path: path)
            for _ in 0..<80 {
                walk.turn { core in
                    if core.facts.isEmpty { return }
                    sequence += 1
                    var encoder = FactEncoder()
                    core.writeBatch { encoder.encode($0, blobs: $1) }
                    let row = JournalRow(
                        sequence: sequence, epoch: store.epoch, batch: try! encoder.takeBatch(codec: codec))
                    #expect(store.append(row) == .durable)
                }
            }
        }
        let store = try SQLiteStore(path: path)
        var recovered = State(partition: 0)
        let summary = try store.recover(into: &recovered, codec: codec)
        #expect(summary.lastSequence == sequence)
        let contradiction = recovered.checkInvariants()
        #expect(contradiction == nil, "seed \(seed)")
        let (live, again) = (walk.core.state.fingerprint(), recovered.fingerprint())
        #expect(live == again, "seed \(seed)")
    }
}
