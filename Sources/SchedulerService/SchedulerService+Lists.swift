import Contract
import Platform
import RPC
import Scheduling
import Storage

/// Items that come in batches with payloads of their own, which lie in the store beside the journal, and go out with the
/// leases of their items.
extension SchedulerService {
    func appendItems(_ request: V1.AppendItemsRequest, _ call: UnaryCall<V1.AppendItemsResponse>) {
        if let refusalStatus { return call.fail(refusalStatus) }
        openTurn()
        let task = TaskID(job: JobID(rawValue: request.job), ordinal: request.task)
        do throws(Status) {
            if let objection = ListReader.objection(to: request.items) { throw Status(.invalidArgument, objection) }
            guard let first = UInt32(exactly: request.firstIndex) else {
                throw Status(.outOfRange, "first_index is \(request.firstIndex), past every item")
            }
            try append(request.items, at: first, seals: request.seal, to: task)
            guard let list = core.list(of: task) else { preconditionFailure("what was appended to is there") }
            let response = V1.AppendItemsResponse(nextIndex: UInt64(list.count), sealed: !list.isOpen)
            whenDurable { call.reply(response, at: $0) }
        } catch {
            whenDurable { [error] in call.fail(error, at: $0) }
        }
    }

    /// Of a task that was accepted in this turn.
    func appendFirst(_ list: V1.ItemList, to task: TaskID) {
        if list.items.isEmpty { return }
        do throws(Status) {
            try append(list.items, at: 0, seals: list.sealed, to: task)
        } catch {
            preconditionFailure("a new list takes its first items: \(error)")
        }
    }

    /// Within the limits of one append.
    private func append(_ items: [[UInt8]], at first: UInt32, seals: Bool, to task: TaskID) throws(Status) {
        let (bytes, largest) = items.reduce((0, 0)) { ($0.0 + $1.count, max($0.1, $1.count)) }
        let outcome = core.append(
            UInt32(items.count), bytes: UInt32(bytes), largest: UInt32(largest), at: first, seals: seals, to: task)
        switch outcome {
        case .appended(let batch): keep(Payloads(items), of: batch)
        case .known: return
        case .noSuchTask:
            if core.job(task.job) == nil { throw Self.noSuchJob }
            throw Status(.notFound, "the job has no task \(task.ordinal)")
        case .notListed:
            throw Status(.failedPrecondition, "task \(task.ordinal) was not submitted with a list of items")
        case .outOfOrder:
            let next = core.list(of: task)?.count ?? 0
            throw Status(
                .outOfRange,
                "\(items.count) items at first_index \(first)\(seals ? " that seal the list" : "") don't fit: the list "
                    + "has \(next) items; append what follows, with first_index \(next)")
        case .closed:
            throw Status(
                .failedPrecondition,
                "nothing can be appended to task \(task.ordinal): its list is sealed, or it has ended. It has "
                    + "\(core.list(of: task)?.count ?? 0) items")
        case .full:
            throw Status(
                .failedPrecondition,
                "a list has at most \(Scheduler.listLimits.items) items, from \(Scheduler.listLimits.batches) appends: "
                    + "append more at once, or submit another task for the rest")
        }
    }

    private func keep(_ payloads: Payloads, of batch: BatchID) {
        do throws(CodecError) {
            attach(Attachment(id: batch.rawValue, bytes: try journalCodec.bytes(of: payloads.message)))
        } catch {
            preconditionFailure("items within the limits can be encoded: \(error)")
        }
        payloadCache.wasAppended(batch, payloads)
    }

    // MARK: Leases

    /// A grant to a session gets the payloads of its items before it leaves.
    func supply(_ grant: ListedGrant, to session: SessionID) {
        guard let outbox = sessions.awaitPayloads(of: grant.lease, in: session) else { return }
        let pending = PendingGrant(grant.lease, grant.parts, for: outbox)
        for batch in pending.missing.sorted() {
            if let payloads = payloadCache.find(batch) {
                if !pending.take(payloads, of: batch) { return onFatal(Self.contradiction(batch)) }
            } else {
                read(batch, for: pending)
            }
        }
        // What is leased next is read meanwhile.
        if let next = grant.next, !payloadCache.has(next) { read(next, for: nil) }
    }

    private func read(_ batch: BatchID, for pending: PendingGrant?) {
        if pendingGrants[batch] == nil {
            pendingGrants[batch] = []
            readAttachment(batch.rawValue)
        }
        if let pending { pendingGrants[batch]?.append(pending) }
    }

    /// A damaged batch ends the process, as a damaged row does: what can't be read was acknowledged.
    func attachmentRead(_ id: UInt64, _ result: Result<[UInt8], StoreError>) {
        let batch = BatchID(rawValue: id)
        let bytes: [UInt8]
        switch result {
        case .success(let read): bytes = read
        case .failure(let error): return onFatal(error)
        }
        guard let message = try? journalCodec.decode(JournalV1.Items.self, from: bytes),
            let payloads = Payloads(message)
        else { return onFatal(Self.contradiction(batch)) }
        payloadCache.wasRead(batch, payloads)
        for pending in pendingGrants.removeValue(forKey: batch) ?? [] {
            guard pending.take(payloads, of: batch) else { return onFatal(Self.contradiction(batch)) }
        }
    }

    private static func contradiction(_ batch: BatchID) -> StoreError {
        StoreError(
            .damaged, "the payloads of appended items (attachment \(batch.rawValue)) are not what the journal says",
            "restore the database from a backup; no job in it was changed")
    }
}

/// Checks items against the contract's limits.
enum ListReader {
    /// What is wrong with items that are appended together; nil: nothing.
    static func objection(to items: [[UInt8]]) -> String? {
        guard items.count <= Limits.itemsPerAppend else {
            return "there are \(items.count) items; at most \(Limits.itemsPerAppend) at once: append them in parts"
        }
        var bytes = 0
        for (place, item) in items.enumerated() {
            guard item.count <= Limits.payload else {
                return
                    "items[\(place)] has \(item.count) bytes; at most \(Limits.payload): put more into object storage "
                    + "and its location here"
            }
            bytes += item.count + Limits.inputOverhead
        }
        if bytes <= Limits.bytesPerAppend { return nil }
        return "items have \(bytes) bytes, each counted with \(Limits.inputOverhead) more; at most "
            + "\(Limits.bytesPerAppend) at once: append them in parts"
    }

    /// Of a task that is submitted.
    static func objection(to list: V1.ItemList) -> String? {
        if list.sealed, list.items.isEmpty {
            return "listed is sealed without items; a task that has none is done already"
        }
        let timeouts = Limits.openTimeoutMilliseconds
        guard list.openTimeoutMs == 0 || timeouts.contains(list.openTimeoutMs) else {
            return "listed.open_timeout_ms is \(list.openTimeoutMs); it must be \(timeouts.lowerBound) to "
                + "\(timeouts.upperBound)"
        }
        return objection(to: list.items).map { "listed: \($0)" }
    }
}
