/// The core: decides what happens to jobs, tasks, items and leases. Deterministic: no clock, no chance, no input and
/// output; the shell around it brings commands and the time, and takes facts and output away.
///
/// The law: a command reads the state and emits facts; `emit` applies each at once, so that the next decision sees it.
/// Nothing that a command returns or puts into `output` may leave the process before the facts emitted so far are
/// durable: persist, then reply, then notify.
///
/// A turn of the shell is `advance(to:)`, then commands in the order of their arrival, then `dispatch()`, then
/// `takeOutput()`; and when the journal is free, `writeBatch`, then `batchTaken()`.
package struct Scheduler: ~Copyable {
    package var state: State
    package let settings: Settings
    /// Of the batch that is being filled, in order. See `writeBatch`.
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
        precondition(settings.lossLimit > State.lossesToBeSuspect, "an item is alone before its last loss")
        emit(.epochBegan(epoch: epoch))
        for worker in self.state.workers.indices { expect(worker, until: self.now + settings.leaseTimeToLive) }
        for lease in self.state.leases.indices {
            expectAttempt(under: lease, isNew: true)
            expectTrim(of: self.state.leases[lease].id, items: self.state.leases[lease].remaining)
            if self.state.tasks[self.state.leases[lease].task].state == .stopping { recall(lease) }
        }
        if self.state.lists.count > 0 {
            for task in self.state.tasks.indices where self.state.takesItems(task) { watchList(of: task) }
        }
        // Those that ended while followed, or just before a crash.
        let ended = self.state.jobs.indices.filter { self.state.jobs[$0].state.hasEnded }
        for job in ended.map({ self.state.jobs[$0].id }) { removeIfDue(job) }
    }

    /// For the shell, before the turn's commands. A core that is asked later than it wanted (the process was stopped,
    /// the machine slept) gives every worker time for a heartbeat: theirs may be waiting to be read. Once in a silence,
    /// so that a core that is always late does not wait for the dead.
    package mutating func advance(to time: Timestamp) {
        let isLate = nextDeadline.map { $0 + settings.heartbeat / 4 < time } ?? false
        now = max(time, now)
        if isLate { excuseSilence() }
    }

    private mutating func excuseSilence() {
        for worker in state.workers.indices where !presence(of: worker).isExcused {
            expect(worker, until: max(presence(of: worker).deadline, now + settings.heartbeat))
            volatile.presences[Int(worker.rawValue)].isExcused = true
        }
    }

    /// For the shell, when it has not read for so many milliseconds what connected workers sent: those don't count.
    package mutating func excuseSilence(of milliseconds: UInt64) {
        for worker in state.workers.indices where !presence(of: worker).session.isNone {
            expect(worker, until: presence(of: worker).deadline + milliseconds)
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

    /// For the shell: the facts of the batch that are to be written, in order. Of a lease's cursors and checkpoints only
    /// the newest are.
    package func writeBatch(_ write: (Fact, borrowing BlobStore) -> Void) {
        for place in facts.indices where volatile.superseded.isEmpty || !volatile.superseded.contains(place) {
            write(facts[place], state.blobs)
        }
    }

    /// For the shell, once the facts are encoded: the next batch begins, and the bytes that only they named are freed.
    package mutating func batchTaken() {
        facts.removeAll(keepingCapacity: true)
        volatile.superseded.removeAll(keepingCapacity: true)
        volatile.batch += 1
        volatile.bytesAttached = 0
        state.blobs.freeRetired()
    }

    /// Facts, and bytes that they name or that go beside them, after which a batch should be written before the core is asked for more.
    private static let fullBatch = (facts: 100_000, bytes: 16 << 20)

    /// True: `dispatch` and `tick` leave what they have not done for the next batch, and the shell should let no
    /// further command in before it has taken this one. So a batch is never much larger than this and one command.
    @inline(__always) package var isBatchFull: Bool {
        facts.count >= Self.fullBatch.facts
            || state.blobs.bytesAdded + volatile.bytesAttached >= Self.fullBatch.bytes
    }

    /// What is to leave the process once the facts emitted so far are durable.
    package mutating func takeOutput() -> Output {
        let taken = output
        output = Output()
        volatile.changed.removeAll(keepingCapacity: true)
        return taken
    }

    /// When `tick` has something to do, or the shell with `dueTick`, as far as is known now. They may find that it was too
    /// early.
    package var nextDeadline: Timestamp? {
        var next: Timestamp?
        func consider(_ due: Timestamp?) { if let due { next = min(next ?? due, due) } }
        consider(volatile.silence.first?.deadline)
        consider(volatile.timeouts.first?.deadline)
        consider(volatile.recalls.first?.deadline)
        consider(volatile.looks.first?.deadline)
        consider(volatile.openLists.first?.deadline)
        consider(state.dueWaves.first?.deadline)
        consider(state.dueKeys.first?.deadline)
        consider(state.dueStarts.first?.deadline)
        consider(state.dueEnds.first?.deadline)
        consider(state.dueGates.first?.deadline)
        consider(state.dueRemovals.first?.deadline)
        consider(state.dueTicks.first?.deadline)
        consider(state.dueLetters.first?.deadline)
        consider(nextOrderAlarm)
        return next
    }

    /// Does what the time has come for, until the batch is full. Call it after the input that had arrived by then was
    /// read.
    package mutating func tick() {
        while !isBatchFull, let entry = volatile.silence.first, entry.deadline <= now {
            volatile.silence.removeFirst()
            checkSilence(of: entry.key, alarm: entry.deadline)
        }
        while !isBatchFull, let wave = state.dueWaves.pop(at: now) { release(wave) }
        while !isBatchFull, let job = state.dueStarts.pop(at: now) { start(job) }
        while !isBatchFull, let job = state.dueKeys.pop(at: now) { freeKey(of: job) }
        while !isBatchFull, let job = state.dueEnds.pop(at: now) { expire(job) }
        while !isBatchFull, let lease = volatile.timeouts.pop(at: now) { checkTimeout(of: lease) }
        while !isBatchFull, let lease = volatile.recalls.pop(at: now) { endRecall(of: lease) }
        while !isBatchFull, let lease = volatile.looks.pop(at: now) { considerTrim(of: lease) }
        while !isBatchFull, let task = volatile.openLists.pop(at: now) { checkList(of: task) }
        while !isBatchFull, let gate = state.popDueGate(at: now) { emit(.gateOpened(gate)) }
        while !isBatchFull, let letter = state.dueLetters.pop(at: now) { expire(letter) }
        while !isBatchFull, let job = state.dueRemovals.pop(at: now) { removeIfDue(job) }
    }

    private mutating func release(_ key: WaveKey) {
        let task = state.task(key.task)
        if task.isNone { return }
        var wave = state.work(of: task).firstWave
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
    /// Leases that connected workers are to hand back.
    package var recalls: [(session: SessionID, lease: LeaseID)] = []
    /// Leases of which connected workers are to give up the items from `end` on, as far as they have not begun them.
    package var trims: [(session: SessionID, lease: LeaseID, end: UInt32)] = []
    /// Sessions to be cut.
    package var deadSessions: [(session: SessionID, cause: SessionDeath)] = []
    /// Followed jobs that changed, in the order of their first change.
    package var changedJobs: [JobID] = []

    package init() {}

    package var isEmpty: Bool {
        grants.isEmpty && revocations.isEmpty && recalls.isEmpty && trims.isEmpty && deadSessions.isEmpty
            && changedJobs.isEmpty
    }
}

package enum SessionDeath: Sendable {
    /// Its worker was silent for too long: what it held goes to others.
    case silent
    /// Its worker has come back with another one, and keeps what it named there.
    case replaced
}

package struct GrantedLease: BitwiseCopyable, Sendable {
    package let session: SessionID
    package let lease: LeaseID
}
