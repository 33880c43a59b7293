package import Scheduling

/// Knows the facts alone, as a journal does, and the state that they give: it is to equal the live one after each batch.
package struct Mirror: ~Copyable {
    private var state = State(partition: 0)
    private var journal: [Fact] = []
    /// The bytes of the journal's facts.
    private var blobs = BlobStore()

    package init() {}

    /// Takes the core's batch.
    package mutating func take(_ core: borrowing Scheduler) {
        core.writeBatch { fact, live in
            journal.append(fact.moved(from: live, to: &blobs))
            state.apply(fact.moved(from: live, to: &state.blobs))
            state.blobs.freeRetired()
        }
    }

    /// What is wrong, when the states differ. Cost: O(state).
    package func difference(from core: borrowing Scheduler) -> String? {
        if state.fingerprint() != core.state.fingerprint() { return "the facts do not give the live state" }
        return state.checkInvariants().map { "recovered: \($0)" }
    }

    /// What another process would read.
    package func recovered() -> State {
        var state = State(partition: 0)
        for fact in journal {
            state.apply(fact.moved(from: blobs, to: &state.blobs))
            state.blobs.freeRetired()
        }
        return state
    }
}

extension Fact {
    /// The same fact with its bytes in another store.
    func moved(from old: borrowing BlobStore, to new: inout BlobStore) -> Fact {
        switch self {
        case .named(let table, let id, let name): return .named(table, id, new.insert(old[name]))
        case .jobAccepted(var accepted):
            accepted.name = new.insert(old[accepted.name])
            return .jobAccepted(accepted)
        case .taskAdded(var added):
            added.name = new.insert(old[added.name])
            added.payload = new.insert(old[added.payload])
            added.inputs = new.insert(old[added.inputs])
            return .taskAdded(added)
        case .jobKeyed(let job, let key, let fingerprint, let reuse):
            return .jobKeyed(job, key: new.insert(old[key]), fingerprint, reuse: reuse)
        case .requestAccepted(let request, let jobs): return .requestAccepted(request, jobs: new.insert(old[jobs]))
        case .workerJoined(let worker, let instance, let name):
            return .workerJoined(worker, instance: instance, name: new.insert(old[name]))
        case .checkpointed(let lease, let checkpoint): return .checkpointed(lease, new.insert(old[checkpoint]))
        case .outputLeft(let lease, let item, let data): return .outputLeft(lease, item: item, new.insert(old[data]))
        case .itemFailed(let lease, let item, let failure, let timedOut):
            return .itemFailed(lease, item: item, failure.map { new.insert(old[$0]) }, timedOut: timedOut)
        case .itemDied(let lease, let item, var letter):
            letter.failure = new.insert(old[letter.failure])
            return .itemDied(lease, item: item, letter)
        case .taskDied(let task, var letter):
            letter.failure = new.insert(old[letter.failure])
            return .taskDied(task, letter)
        case .scheduleSet(var set):
            set.name = new.insert(old[set.name])
            set.spec = new.insert(old[set.spec])
            return .scheduleSet(set)
        case .tickRefused(let schedule, let tick, let next, let reason):
            return .tickRefused(schedule, tick: tick, next: next, reason: new.insert(old[reason]))
        case .schedulePaused, .scheduleDeleted, .tickFired, .ticksSkipped, .tickQueued: return self
        case .epochBegan, .timeAdvanced, .policyDefined, .weightSet, .limitsSet, .gatePaused, .tenantPaused, .jobPaused,
            .slowedDown, .gateOpened, .priorityChanged, .jobDue, .keyFreed, .tenantDepthSet, .dependencyAdded,
            .itemsSelected, .itemCountSet, .itemsAppended, .listSealed, .listShared, .jobGrew, .dependencyInserted,
            .queueDraining, .tenantDraining, .letterFingerprinted, .requeueOrdered, .requeueAdvanced, .requeueEnded,
            .retentionSet, .letterExpired,
            .taskReady,
            .taskEnded, .jobStalled, .jobEnded, .jobRemoved, .workerLeft, .leaseGranted, .leaseExtended, .itemsSettled,
            .cursorMoved, .itemRetried, .leaseEnded, .waveDue, .leaseTrimmed, .taskStopping, .jobStopping,
            .letterRequeued, .letterClosed:
            return self
        }
    }
}
