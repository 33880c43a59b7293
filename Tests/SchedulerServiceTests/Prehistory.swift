import Contract
import MemoryStore
import Platform
import Scheduling
import Storage

/// A core that writes to a journal what a scheduler then finds there: also what no scheduler lets in any more.
struct Prehistory: ~Copyable {
    let journal = MemoryJournal()
    var core = Scheduler(
        recovered: State(partition: 0), epoch: 1, settings: Settings(),
        now: Timestamp(milliseconds: WallClock.unixMilliseconds()))
    private let worker = SessionID(rawValue: 1)
    private let store: MemoryStore
    private var sequence: UInt64 = 0

    init() throws {
        store = try journal.open()
        _ = core.join(JoinRequest(session: worker, name: [], instance: 99, kinds: ["k"]))
        core.credit(worker, leases: .max, items: .max)
    }

    /// Returns the leases that a worker of kind "k" gets. What came before is durable then: a full batch has no room
    /// for grants.
    mutating func grants() throws -> [LeaseID] {
        try commit()
        core.dispatch()
        return core.takeOutput().grants.map(\.lease)
    }

    mutating func report(_ report: LeaseReport) { _ = core.report(report, from: worker) }

    /// The only item of each lease is dead.
    mutating func kill(_ leases: [LeaseID]) {
        for lease in leases {
            var death = LeaseReport(lease: lease, cursor: 1)
            death.outcomes = [ItemOutcome(item: 0, disposition: .dead)]
            report(death)
        }
    }

    mutating func submit(_ tasks: [TaskSubmission]) -> JobID {
        let job = core.submit(JobSubmission())
        for task in tasks { core.addTask(to: job, task) }
        return job
    }

    /// Writes a row, as when it is durable.
    mutating func commit() throws {
        sequence += 1
        var encoder = FactEncoder()
        core.writeBatch { encoder.encode($0, blobs: $1) }
        let batch = try encoder.takeBatch(codec: Codec(keeping: 1 << 30))
        core.batchTaken()
        precondition(store.append(JournalRow(sequence: sequence, epoch: 1, batch: batch)) == .durable)
    }

    /// The worker leaves; what it held comes back. Returns what is to be recovered from.
    consuming func end() throws -> MemoryJournal {
        core.leave(worker)
        core.closed(worker)
        try commit()
        return journal
    }
}
