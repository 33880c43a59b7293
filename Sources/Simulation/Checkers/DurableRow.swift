import Contract
package import Scheduling
import Storage

/// A row of the journal, read: its facts, and the bytes that they name.
package struct DurableRow {
    package let sequence: UInt64
    package let epoch: UInt32
    package let facts: [Fact]
    private let texts: [BlobHandle: [UInt8]]

    package init(sequence: UInt64, epoch: UInt32, facts: [Fact], texts: [BlobHandle: [UInt8]] = [:]) {
        self.sequence = sequence
        self.epoch = epoch
        self.facts = facts
        self.texts = texts
    }

    /// As recovery reads it.
    init(_ row: JournalRow, codec: Codec) {
        var store = BlobStore()
        var facts: [Fact] = []
        var texts: [BlobHandle: [UInt8]] = [:]
        do {
            var decoder = try FactDecoder(try codec.decode(JournalV1.Batch.self, from: row.batch))
            while let fact = try decoder.next(into: &store) {
                facts.append(fact)
                for handle in fact.handles where handle != .none { texts[handle] = store[handle] }
            }
        } catch {
            preconditionFailure("a row that the scheduler wrote can be read: \(error)")
        }
        self.init(sequence: row.sequence, epoch: row.epoch, facts: facts, texts: texts)
    }

    /// A tick has submitted the job.
    func isOfTick(_ job: JobID) -> Bool {
        facts.contains { if case .tickFired(let fired) = $0 { fired.job == job } else { false } }
    }

    func bytes(_ handle: BlobHandle) -> [UInt8] { texts[handle, default: []] }

    func text(_ handle: BlobHandle) -> String { String(decoding: bytes(handle), as: UTF8.self) }
}

extension Fact {
    fileprivate var handles: [BlobHandle] {
        switch self {
        case .named(_, _, let name): [name]
        case .jobAccepted(let accepted): [accepted.name]
        case .taskAdded(let added): [added.name, added.payload, added.inputs]
        case .workerJoined(_, _, let name): [name]
        case .checkpointed(_, let checkpoint): [checkpoint]
        case .outputLeft(_, _, let data): [data]
        case .scheduleSet(let set): [set.name, set.spec]
        case .itemDied(_, _, let letter), .taskDied(_, let letter): [letter.failure]
        default: []
        }
    }
}
