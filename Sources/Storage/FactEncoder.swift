package import Contract
package import Scheduling

/// Facts into the journal's columns. What stands in which order for each kind is here, and mirrored in `FactDecoder`.
package struct FactEncoder {
    private var kinds: [UInt32] = []
    private var numbers: [UInt64] = []
    private var blobs: [[UInt8]] = []

    package init() {}

    /// The bytes of what was encoded since the last time, for a journal row; the encoder starts anew. Throws when they
    /// are more than the codec takes.
    package mutating func takeBatch(codec: Codec) throws(CodecError) -> [UInt8] {
        let bytes = try codec.bytes(
            of: JournalV1.Batch(format: FactDecoder.format, kinds: kinds, numbers: numbers, blobs: blobs))
        kinds.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        blobs.removeAll(keepingCapacity: true)
        return bytes
    }

    /// Takes the bytes that the fact names as they are now: encode it before they are freed.
    package mutating func encode(_ fact: Fact, blobs store: borrowing BlobStore) {
        switch fact {
        case .epochBegan(let epoch): put(.epochBegan, UInt64(epoch))
        case .timeAdvanced(let time): put(.timeAdvanced, number(time))
        case .named(let table, let id, let name):
            put(.named, UInt64(table.rawValue), UInt64(id.rawValue))
            blobs.append(store[name])
        case .policyDefined(let id, let policy): encode(id, policy)
        case .weightSet(let tenant, let weight): put(.weightSet, UInt64(tenant.rawValue), UInt64(weight))
        case .limitsSet(let gate, let limits):
            put(
                .limitsSet, number(gate), UInt64(limits.concurrency), UInt64(limits.items), UInt64(limits.period),
                UInt64(limits.burst))
            numbers.append(UInt64(limits.depth))
        case .gatePaused(let gate, let isPaused): put(.gatePaused, number(gate), isPaused ? 1 : 0)
        case .tenantDepthSet(let tenant, let limit):
            put(.tenantDepthSet, UInt64(tenant.rawValue), UInt64(limit))
        case .tenantPaused(let tenant, let isPaused):
            put(.tenantPaused, UInt64(tenant.rawValue), isPaused ? 1 : 0)
        case .retentionSet(let queue, let retention):
            put(.retentionSet, UInt64(queue.rawValue), retention.jobs ?? .max, retention.letters ?? .max)
        case .queueDraining(let queue, let isDraining):
            put(.queueDraining, UInt64(queue.rawValue), isDraining ? 1 : 0)
        case .tenantDraining(let tenant, let isDraining):
            put(.tenantDraining, UInt64(tenant.rawValue), isDraining ? 1 : 0)
        case .jobPaused(let job, let isPaused): put(.jobPaused, job.rawValue, isPaused ? 1 : 0)
        case .priorityChanged(let job, let priority): put(.priorityChanged, job.rawValue, UInt64(priority))
        case .slowedDown(let gate, let until): put(.slowedDown, number(gate), number(until))
        case .gateOpened(let gate): put(.gateOpened, number(gate))

        case .jobAccepted(let accepted):
            put(
                .jobAccepted, accepted.job.rawValue, accepted.requeuedFrom.rawValue, accepted.retention,
                UInt64(accepted.tenant.rawValue), UInt64(accepted.priority), number(accepted.notBefore))
            numbers.append(number(accepted.deadline))
            blobs.append(store[accepted.name])
        case .jobKeyed(let job, let key, let fingerprint, let reuse):
            put(.jobKeyed, job.rawValue, fingerprint.high, fingerprint.low, reuse)
            blobs.append(store[key])
        case .keyFreed(let job): put(.keyFreed, job.rawValue)
        case .requestAccepted(let request, let jobs):
            put(.requestAccepted, request.high, request.low)
            blobs.append(store[jobs])
        case .taskAdded(let added): encode(added, store)
        case .dependencyAdded(let task, let dependency): put(.dependencyAdded, task, UInt64(dependency))
        case .itemsSelected(let task, let range): put(.itemsSelected, task, UInt64(range.begin), UInt64(range.end))
        case .itemCountSet(let task, let count): put(.itemCountSet, task, UInt64(count))
        case .itemsAppended(let task, let batch):
            put(.itemsAppended, task, batch.id.rawValue, UInt64(batch.count))
            numbers.append(UInt64(batch.bytes))
            numbers.append(UInt64(batch.largest))
        case .listSealed(let task): put(.listSealed, task)
        case .listShared(let task, let older):
            put(.listShared, task, older.job.rawValue, UInt64(older.ordinal))
        case .jobGrew(let task, let tasks): put(.jobGrew, task, UInt64(tasks))
        case .dependencyInserted(let task, let dependency): put(.dependencyInserted, task, UInt64(dependency))
        case .taskReady(let task): put(.taskReady, task)
        case .taskStopping(let task, let outcome): put(.taskStopping, task, UInt64(outcome.rawValue))
        case .taskEnded(let task, let outcome): put(.taskEnded, task, UInt64(outcome.rawValue))
        case .jobDue(let job): put(.jobDue, job.rawValue)
        case .jobStalled(let job): put(.jobStalled, job.rawValue)
        case .jobStopping(let job, let outcome): put(.jobStopping, job.rawValue, UInt64(outcome.rawValue))
        case .jobEnded(let job, let outcome): put(.jobEnded, job.rawValue, UInt64(outcome.rawValue))
        case .jobRemoved(let job): put(.jobRemoved, job.rawValue)

        case .workerJoined(let worker, let instance, let name):
            put(.workerJoined, worker.rawValue, instance)
            blobs.append(store[name])
        case .workerLeft(let worker): put(.workerLeft, worker.rawValue)

        case .leaseGranted(let granted):
            put(
                .leaseGranted, granted.lease.rawValue, granted.task.job.rawValue, UInt64(granted.task.ordinal),
                granted.worker.rawValue, UInt64(granted.range.begin), UInt64(granted.range.end))
        case .leaseExtended(let lease, let range): put(.leaseExtended, lease, range)
        case .itemsSettled(let lease, let range): put(.itemsSettled, lease, range)
        case .cursorMoved(let lease, let cursor): put(.cursorMoved, lease.rawValue, UInt64(cursor))
        case .checkpointed(let lease, let checkpoint):
            put(.checkpointed, lease.rawValue)
            blobs.append(store[checkpoint])
        case .outputLeft(let lease, let item, let data):
            put(.outputLeft, lease.rawValue, UInt64(item))
            blobs.append(store[data])
        case .itemFailed(let lease, let item, let failure, let timedOut):
            put(.itemFailed, lease.rawValue, UInt64(item), failure == nil ? 1 : 0, timedOut ? 1 : 0)
            if let failure { blobs.append(store[failure]) }
        case .letterFingerprinted(let letter, let fingerprint):
            put(.letterFingerprinted, letter.rawValue, fingerprint)
        case .requeueOrdered(let order, let filter, let rate, let last):
            put(
                .requeueOrdered, order, filter.job.rawValue, UInt64(filter.queue.rawValue),
                UInt64(filter.kind.rawValue), filter.group, UInt64(rate.letters))
            numbers.append(UInt64(rate.period))
            numbers.append(last.rawValue)
        case .requeueAdvanced(let order, let looked, let requeued):
            put(.requeueAdvanced, order, looked.rawValue, UInt64(requeued))
        case .requeueEnded(let order, let state): put(.requeueEnded, order, UInt64(state.rawValue))
        case .itemRetried(let lease, let item, let due):
            put(.itemRetried, lease.rawValue, UInt64(item), number(due))
        case .itemDied(let lease, let item, let letter):
            put(.itemDied, lease.rawValue, UInt64(item), letter.id.rawValue, UInt64(letter.cause.rawValue))
            blobs.append(store[letter.failure])
        case .leaseTrimmed(let lease, let end): put(.leaseTrimmed, lease.rawValue, UInt64(end))
        case .leaseEnded(let lease, let ending): put(.leaseEnded, lease.rawValue, UInt64(ending.rawValue))
        case .waveDue(let task, let attempt, let due): put(.waveDue, task, UInt64(attempt), number(due))

        case .taskDied(let task, let letter):
            put(.taskDied, task, letter.id.rawValue, UInt64(letter.cause.rawValue))
            blobs.append(store[letter.failure])
        case .letterRequeued(let letter): put(.letterRequeued, letter.rawValue)
        case .letterExpired(let letter): put(.letterExpired, letter.rawValue)
        case .letterClosed(let letter): put(.letterClosed, letter.rawValue)

        case .scheduleSet(let set):
            put(
                .scheduleSet, set.id.rawValue, UInt64(set.tenant.rawValue), UInt64(set.overlap.rawValue),
                number(set.next))
            blobs.append(store[set.name])
            blobs.append(store[set.spec])
        case .schedulePaused(let schedule, let isPaused, let next):
            put(.schedulePaused, schedule.rawValue, isPaused ? 1 : 0, number(next))
        case .scheduleDeleted(let schedule): put(.scheduleDeleted, schedule.rawValue)
        case .tickFired(let fired):
            put(
                .tickFired, fired.schedule.rawValue, number(fired.tick), fired.job.rawValue,
                UInt64(fired.kind.rawValue), number(fired.next))
        case .ticksSkipped(let schedule, let count, let cause, let next):
            put(.ticksSkipped, schedule.rawValue, UInt64(count), UInt64(cause.rawValue), number(next))
        case .tickQueued(let schedule, let tick, let next):
            put(.tickQueued, schedule.rawValue, number(tick), number(next))
        case .tickRefused(let schedule, let tick, let next, let reason):
            put(.tickRefused, schedule.rawValue, number(tick), number(next))
            blobs.append(store[reason])
        }
    }

    private mutating func encode(_ id: PolicyID, _ policy: Policy) {
        let (tolerance, amount): (UInt64, UInt64) =
            switch policy.tolerance {
            case .items(let items): (0, UInt64(items))
            case .perMille(let share): (1, UInt64(share))
            }
        put(
            .policyDefined, UInt64(id.rawValue), UInt64(policy.maxAttempts), UInt64(policy.initialBackoff),
            UInt64(policy.maxBackoff), UInt64(policy.itemsPerLease), UInt64(policy.parallelism))
        numbers.append(tolerance)
        numbers.append(amount)
        numbers.append(UInt64(policy.attemptTimeout))
        numbers.append(UInt64(policy.key.rawValue))
    }

    private mutating func encode(_ added: TaskAdded, _ store: borrowing BlobStore) {
        let (source, count): (UInt64, UInt64) =
            switch added.items {
            case .counted(let count): (0, UInt64(count))
            case .countedLater: (1, 0)
            case .selected(let count): (2, UInt64(count))
            case .listed(let patience): (3, UInt64(patience))
            }
        put(
            .taskAdded, added.job.rawValue, UInt64(added.queue.rawValue), UInt64(added.kind.rawValue),
            UInt64(added.policy.rawValue), UInt64(added.dependencies), source)
        numbers.append(count)
        blobs.append(store[added.name])
        blobs.append(store[added.payload])
        blobs.append(store[added.inputs])
    }

    /// Even: a queue; odd: a key.
    private func number(_ gate: GateID) -> UInt64 { UInt64(gate.name.rawValue) << 1 | (gate.isQueue ? 0 : 1) }

    private func number(_ time: Timestamp) -> UInt64 { UInt64(time.milliseconds) }

    // One function for each number of columns: a variadic one would allocate an array for every fact.

    private mutating func put(_ kind: FactKind, _ first: UInt64) {
        kinds.append(kind.rawValue)
        numbers.append(first)
    }

    private mutating func put(_ kind: FactKind, _ first: UInt64, _ second: UInt64) {
        put(kind, first)
        numbers.append(second)
    }

    private mutating func put(_ kind: FactKind, _ first: UInt64, _ second: UInt64, _ third: UInt64) {
        put(kind, first, second)
        numbers.append(third)
    }

    private mutating func put(
        _ kind: FactKind, _ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64
    ) {
        put(kind, first, second, third)
        numbers.append(fourth)
    }

    private mutating func put(
        _ kind: FactKind, _ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, _ fifth: UInt64
    ) {
        put(kind, first, second, third, fourth)
        numbers.append(fifth)
    }

    private mutating func put(
        _ kind: FactKind, _ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, _ fifth: UInt64,
        _ sixth: UInt64
    ) {
        put(kind, first, second, third, fourth, fifth)
        numbers.append(sixth)
    }

    private mutating func put(_ kind: FactKind, _ task: TaskID) {
        put(kind, task.job.rawValue, UInt64(task.ordinal))
    }

    private mutating func put(_ kind: FactKind, _ task: TaskID, _ third: UInt64) {
        put(kind, task.job.rawValue, UInt64(task.ordinal), third)
    }

    private mutating func put(_ kind: FactKind, _ task: TaskID, _ third: UInt64, _ fourth: UInt64) {
        put(kind, task.job.rawValue, UInt64(task.ordinal), third, fourth)
    }

    private mutating func put(_ kind: FactKind, _ lease: LeaseID, _ range: ItemRange) {
        put(kind, lease.rawValue, UInt64(range.begin), UInt64(range.end))
    }
}
