/// The core: decides what happens to jobs, tasks, items and leases. Deterministic: no clock, no chance, no input and
/// output; the shell around it brings commands and the time, and takes facts and output away.
///
/// The law: a command reads the state and emits facts; `emit` applies each at once, so that the next decision sees it.
/// Nothing that a command returns or puts into `output` may leave the process before the facts emitted so far are
/// durable: persist, then reply, then notify.
///
/// A turn of the shell is `advance(to:)`, then commands in the order of their arrival, then `dispatch()`, then
/// `takeOutput()`; and when the journal is free, `facts`, then `batchTaken()`.
package struct Scheduler: ~Copyable {
    package var state: State
    package let settings: Settings
    /// Of the batch that is being filled, in order.
    package private(set) var facts: ContiguousArray<Fact> = []
    var volatile = Volatile()
    var output = Output()
    /// Never earlier than the state's time.
    package private(set) var now: Timestamp

    /// Goes on from a state that was rebuilt from the journal, or from an empty one. Every worker that held leases
    /// has a full time to live from now on to come back.
    package init(recovered state: consuming State, epoch: UInt32, settings: Settings, now: Timestamp) {
        self.state = state
        self.settings = settings
        self.now = max(now, self.state.time)
        emit(.epochBegan(epoch: epoch))
        for worker in self.state.workers.indices { expect(worker, until: self.now + settings.leaseTimeToLive) }
    }

    /// For the shell, before the turn's commands. A core that was not asked for a while (the process was stopped, the
    /// store hung) gives every worker the missed time: its heartbeats may be waiting to be read.
    package mutating func advance(to time: Timestamp) {
        let time = max(time, now)
        let gap = time.milliseconds(since: now)
        now = time
        if gap > settings.heartbeat {
            for worker in state.workers.indices where Int(worker.rawValue) < volatile.presences.count {
                expect(worker, until: volatile.presences[Int(worker.rawValue)].deadline + gap)
            }
        }
    }

    /// The only way to a change: the fact joins the batch and is applied.
    mutating func emit(_ fact: Fact) {
        if state.time != now {
            facts.append(.timeAdvanced(now))
            state.apply(.timeAdvanced(now))
        }
        facts.append(fact)
        state.apply(fact)
    }

    /// The same, and followers of the task's job will hear of it.
    mutating func emit(_ fact: Fact, about task: TaskIndex) {
        if !volatile.followed.isEmpty { noteChange(of: state.tasks[task].job) }
        emit(fact)
    }

    /// For the shell, once the facts are encoded: the next batch begins, and the bytes that only they named are freed.
    package mutating func batchTaken() {
        facts.removeAll(keepingCapacity: true)
        state.blobs.freeRetired()
    }

    /// Facts, and bytes that they name, after which a batch should be written before the core is asked for more.
    private static let fullBatch = (facts: 100_000, bytes: 16 << 20)

    /// True: `dispatch` and `tick` leave what they have not done for the next batch, and the shell should let no
    /// further command in before it has taken this one. So a batch is never much larger than this and one command.
    @inline(__always) package var isBatchFull: Bool {
        facts.count >= Self.fullBatch.facts || state.blobs.bytesAdded >= Self.fullBatch.bytes
    }

    /// What is to leave the process once the facts emitted so far are durable.
    package mutating func takeOutput() -> Output {
        let taken = output
        output = Output()
        return taken
    }

    /// When `tick` has something to do, as far as is known now. It may find that it was too early.
    package var nextDeadline: Timestamp? {
        [volatile.silence.first?.deadline, state.dueWaves.first?.deadline, state.dueRemovals.first?.deadline]
            .compactMap { $0 }.min()
    }

    /// Does what the time has come for, until the batch is full. Call it after the input that had arrived by then was
    /// read.
    package mutating func tick() {
        while !isBatchFull, let worker = volatile.silence.pop(at: now) { checkSilence(of: worker) }
        while !isBatchFull, let wave = state.dueWaves.pop(at: now) { release(wave) }
        while !isBatchFull, let job = state.dueRemovals.pop(at: now) { removeIfDue(job) }
    }

    private mutating func release(_ key: WaveKey) {
        let task = state.task(key.task)
        if task.isNone { return }
        var wave = state.tasks[task].firstWave
        while !wave.isNone {
            let (attempt, due, next) = (state.waves[wave].attempt, state.waves[wave].due, state.waves[wave].next)
            if attempt == key.attempt, due <= now {
                emit(.waveDue(key.task, attempt: attempt, due: due), about: task)
            }
            wave = next
        }
    }
}

/// What leaves the core beside direct answers.
package struct Output: Sendable {
    package var grants: ContiguousArray<GrantedLease> = []
    /// Leases that connected workers no longer hold.
    package var revocations: [(session: SessionID, lease: LeaseID)] = []
    /// Sessions whose workers were silent for too long, or were replaced: to be cut.
    package var deadSessions: [SessionID] = []
    /// Followed jobs that changed, in the order of their first change.
    package var changedJobs: [JobID] = []

    package init() {}

    package var isEmpty: Bool {
        grants.isEmpty && revocations.isEmpty && deadSessions.isEmpty && changedJobs.isEmpty
    }
}

package struct GrantedLease: BitwiseCopyable, Sendable {
    package let session: SessionID
    package let lease: LeaseID
}
