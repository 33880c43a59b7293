package import Contract
package import Scheduling

/// From facts to what may leave the process: persist, then reply, then notify. Pure: the shell carries rows to the
/// store and outcomes back.
///
/// One row is on its way at a time, while the next batch fills. `Held` is what waits for rows to be durable.
package struct CommitPipeline<Held>: ~Copyable {
    private var commit: GroupCommit
    private var release: ReleaseQueue<Held>
    private var encoder = FactEncoder()
    /// For the row of the batch that is being filled.
    private var attachments: [Attachment] = []
    /// The row that was offered last, until it is durable. A refused one is to be offered again, unchanged.
    package private(set) var offeredRow: JournalRow?
    /// Why the store does not take that row.
    package private(set) var refusal: StoreError?

    /// Goes on behind the journal's last row.
    package init(lastSequence: UInt64) {
        commit = GroupCommit(lastSequence: lastSequence)
        release = ReleaseQueue(durable: lastSequence)
    }

    /// Rows up to this one are durable.
    package var durable: UInt64 { release.durable }

    /// No row is on its way.
    package var isIdle: Bool { commit.isIdle }

    /// Keeps an item until every fact emitted so far is durable. True: all are, so it was not kept and may leave now.
    package mutating func hold(_ item: Held, hasFacts: Bool) -> Bool {
        release.hold(item, until: commit.dependency(hasFacts: hasFacts))
    }

    /// Whether `hold` would keep an item.
    package func wouldHold(hasFacts: Bool) -> Bool { commit.dependency(hasFacts: hasFacts) > release.durable }

    /// Takes back what waits, where it does not want to wait any longer.
    package mutating func withdraw(where mayLeave: (Held) -> Bool) -> ContiguousArray<Held> {
        release.withdraw(where: mayLeave)
    }

    /// Is written with the facts emitted so far, which speak of it.
    package mutating func attach(_ attachment: Attachment) { attachments.append(attachment) }

    /// The core's batch as a row for the store; the core begins the next batch. nil: there are no facts, or a row is on
    /// its way.
    package mutating func takeRow(from core: inout Scheduler, codec: Codec) -> JournalRow? {
        guard !core.facts.isEmpty, let sequence = commit.begin() else { return nil }
        core.writeBatch { encoder.encode($0, blobs: $1) }
        core.batchTaken()
        do throws(CodecError) {
            let row = JournalRow(
                sequence: sequence, epoch: core.state.epoch, batch: try encoder.takeBatch(codec: codec),
                attachments: attachments, detached: core.takeDroppedBatches().map(\.rawValue))
            attachments = []
            offeredRow = row
            return row
        } catch {
            preconditionFailure("a batch within the limits can be encoded: \(error)")
        }
    }

    package enum OnOutcome {
        /// These may leave, in their order.
        case released(ContiguousArray<Held>)
        /// Certainly not written: offer the row again after a while. `isNews`: the one before was taken.
        case refused(isNews: Bool)
        /// Nobody knows what was written. Nothing may leave any more: the process must end.
        case fatal(StoreError)
    }

    /// What became of the row that was offered.
    package mutating func answered(_ outcome: AppendOutcome) -> OnOutcome {
        switch outcome {
        case .durable:
            refusal = nil
            offeredRow = nil
            return .released(release.committed(commit.durable()))
        case .refused(let error):
            defer { refusal = error }
            return .refused(isNews: refusal == nil)
        case .unknown(let error):
            return .fatal(error)
        }
    }
}
