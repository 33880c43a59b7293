/// What happened. Facts are the only thing that changes `State`, live and on recovery, and the only thing that the
/// journal holds. They name things by lasting ids, never by place.
///
/// Trivial to copy, so that a batch of facts is one flat array and no fact allocates; bytes are held by handle.
package enum Fact: BitwiseCopyable, Sendable {
    /// A scheduler took over. Its lease counter starts again.
    case epochBegan(epoch: UInt32)
    /// The time of all facts after this one.
    case timeAdvanced(Timestamp)
    /// A queue, kind, tenant or key was seen for the first time.
    case named(NameTable, NameID, BlobHandle)
    case policyDefined(PolicyID, Policy)
    /// How much of every queue the tenant is to have, compared with others.
    case weightSet(NameID, UInt32)
    case limitsSet(GateID, GateLimits)
    /// By an operator, until an operator says otherwise; likewise the next two.
    case gatePaused(GateID, Bool)
    case tenantDepthSet(NameID, UInt32)
    case tenantPaused(NameID, Bool)
    case jobPaused(JobID, Bool)
    case priorityChanged(JobID, UInt8)
    /// How long what is over is kept.
    case retentionSet(NameID, QueueRetention)
    /// Nothing new is accepted for the queue, or for the tenant, until an operator says otherwise.
    case queueDraining(NameID, Bool)
    case tenantDraining(NameID, Bool)
    /// A worker was told to slow down.
    case slowedDown(GateID, until: Timestamp)
    /// The time has come that a gate was closed for.
    case gateOpened(GateID)

    case jobAccepted(JobAccepted)
    /// The job accepted last is the answer to a key of its tenant.
    case jobKeyed(JobID, key: BlobHandle, SubmissionFingerprint, reuse: UInt64)
    /// The key is free again.
    case keyFreed(JobID)
    /// A submit was accepted: its jobs, eight bytes each.
    case requestAccepted(RequestID, jobs: BlobHandle)
    /// The next task of its job, in order: the one accepted last, or one that has grown. It is ready at once when it
    /// waits for nothing.
    case taskAdded(TaskAdded)
    /// The task added last waits for an earlier one of its job.
    case dependencyAdded(TaskID, on: UInt32)
    /// The task added last covers these of its items only.
    case itemsSelected(TaskID, ItemRange)
    case itemCountSet(TaskID, UInt32)
    /// Behind those that the task has; the payloads are in the store by the same row.
    case itemsAppended(TaskID, ItemBatch)
    /// No more items are appended.
    case listSealed(TaskID)
    /// The task added last covers items of an older one's list, and has their payloads.
    case listShared(TaskID, with: TaskID)
    /// An item of the task has become done, and adds so many tasks to the job, which follow.
    case jobGrew(TaskID, tasks: UInt32)
    /// A waiting task waits for one that was added after it, too.
    case dependencyInserted(TaskID, on: UInt32)
    case taskReady(TaskID)
    /// It is to end so, when the leases that are out have ended.
    case taskStopping(TaskID, TaskOutcome)
    case taskEnded(TaskID, TaskOutcome)
    /// What was delayed may start; `taskReady` follows for those that wait for nothing else.
    case jobDue(JobID)
    case jobStalled(JobID)
    /// It is to end so, when its last task has ended.
    case jobStopping(JobID, JobOutcome)
    case jobEnded(JobID, JobOutcome)
    case jobRemoved(JobID)

    case workerJoined(WorkerID, instance: UInt64, name: BlobHandle)
    case workerLeft(WorkerID)

    case leaseGranted(LeaseGranted)
    /// A further range, after those the lease has.
    case leaseExtended(LeaseID, ItemRange)
    /// Done items past the cursor; none of them was settled before.
    case itemsSettled(LeaseID, ItemRange)
    /// Every item before the cursor that was not settled otherwise is done.
    case cursorMoved(LeaseID, UInt32)
    case checkpointed(LeaseID, BlobHandle)
    case outputLeft(LeaseID, item: UInt32, BlobHandle)
    /// Why it failed that is tried again next; nil: for the same reason as the task's newest that is kept.
    case itemFailed(LeaseID, item: UInt32, BlobHandle?, timedOut: Bool)
    /// Failed; tried again from `due` on, with all items of the same wave.
    case itemRetried(LeaseID, item: UInt32, due: Timestamp)
    case itemDied(LeaseID, item: UInt32, DeadLetter)
    /// Its worker gave up the items from here on, none of which it has begun.
    case leaseTrimmed(LeaseID, end: UInt32)
    case leaseEnded(LeaseID, LeaseEnding)
    /// The items of the task that wait for this attempt and this time are pending again.
    case waveDue(TaskID, attempt: UInt16, due: Timestamp)

    /// The whole task can't go on; follows with `taskStopping(dead)` or `taskEnded(dead)`.
    case taskDied(TaskID, DeadLetter)
    /// Of the letter written last: equal for failures that differ in numbers and names only.
    case letterFingerprinted(DeadLetterID, UInt64)
    /// Dead letters up to `last` that match are to be worked on again, at a rate.
    case requeueOrdered(UInt64, LetterFilter, RequeueRate, last: DeadLetterID)
    /// So many went, and all up to `looked` were looked at.
    case requeueAdvanced(UInt64, looked: DeadLetterID, requeued: UInt32)
    case requeueEnded(UInt64, RequeueOrderState)
    /// Worked on again in its own job; a dead task revives by it.
    case letterRequeued(DeadLetterID)
    /// Gone from the dead letters: the queue keeps them no longer.
    case letterExpired(DeadLetterID)
    /// Gone from the dead letters: discarded, or moved to a new job.
    case letterClosed(DeadLetterID)

    /// Made, where there is none of that id, or replaced.
    case scheduleSet(ScheduleSet)
    /// By an operator. `next`: the tick that comes next; zero while it is paused. A tick that waited is skipped.
    case schedulePaused(ScheduleID, Bool, next: Timestamp)
    case scheduleDeleted(ScheduleID)
    /// The job accepted last is a tick's.
    case tickFired(TickFired)
    /// So many, from the one that came next on.
    case ticksSkipped(ScheduleID, UInt32, SkipCause, next: Timestamp)
    /// It waits until the earlier jobs of the schedule have ended.
    case tickQueued(ScheduleID, tick: Timestamp, next: Timestamp)
    /// Its job could not be accepted, or the schedule has to stop: then `next` is zero.
    case tickRefused(ScheduleID, tick: Timestamp, next: Timestamp, reason: BlobHandle)
}

package enum NameTable: UInt8, BitwiseCopyable, Sendable {
    case queue = 1
    case kind = 2
    case tenant = 3
    /// What limits are about, beside queues.
    case key = 4
}

package struct JobAccepted: BitwiseCopyable, Sendable {
    package var job: JobID
    package var requeuedFrom: JobID
    /// Milliseconds after its end.
    package var retention: UInt64
    package var tenant: NameID
    package var name: BlobHandle
    package var priority: UInt8
    /// Nothing of it is leased before; zero: at once.
    package var notBefore: Timestamp
    /// What has not ended by then is cancelled; zero: it has as long as it takes.
    package var deadline: Timestamp

    package init(
        job: JobID, requeuedFrom: JobID, retention: UInt64, tenant: NameID, name: BlobHandle, priority: UInt8,
        notBefore: Timestamp = .zero, deadline: Timestamp = .zero
    ) {
        self.job = job
        self.requeuedFrom = requeuedFrom
        self.retention = retention
        self.tenant = tenant
        self.name = name
        self.priority = priority
        self.notBefore = notBefore
        self.deadline = deadline
    }
}

package struct TaskAdded: BitwiseCopyable, Sendable {
    package var job: JobID
    package var queue: NameID
    package var kind: NameID
    package var policy: PolicyID
    package var name: BlobHandle
    package var payload: BlobHandle
    package var inputs: BlobHandle
    package var items: ItemSource
    /// How many `dependencyAdded` follow.
    package var dependencies: UInt16

    package init(
        job: JobID, queue: NameID, kind: NameID, policy: PolicyID, name: BlobHandle, payload: BlobHandle,
        inputs: BlobHandle, items: ItemSource, dependencies: UInt16
    ) {
        self.job = job
        self.queue = queue
        self.kind = kind
        self.policy = policy
        self.name = name
        self.payload = payload
        self.inputs = inputs
        self.items = items
        self.dependencies = dependencies
    }
}

/// Where a task's items come from.
package enum ItemSource: Hashable, BitwiseCopyable, Sendable {
    /// Items 0 to count - 1.
    case counted(UInt32)
    /// A dependency sets the count.
    case countedLater
    /// The ranges that follow as `itemsSelected`, of as many items as the original task had.
    case selected(of: UInt32)
    /// Appended in batches until the list is sealed. When nothing was appended for so many milliseconds, it won't be.
    case listed(patience: UInt32)
}

package struct LeaseGranted: BitwiseCopyable, Sendable {
    package var lease: LeaseID
    package var task: TaskID
    package var worker: WorkerID
    package var range: ItemRange

    package init(lease: LeaseID, task: TaskID, worker: WorkerID, range: ItemRange) {
        self.lease = lease
        self.task = task
        self.worker = worker
        self.range = range
    }
}

/// What a dead letter says beyond the item it is about.
package struct DeadLetter: BitwiseCopyable, Sendable {
    package var id: DeadLetterID
    package var cause: DeathCause
    package var failure: BlobHandle

    package init(id: DeadLetterID, cause: DeathCause, failure: BlobHandle) {
        self.id = id
        self.cause = cause
        self.failure = failure
    }
}

package enum DeathCause: UInt8, BitwiseCopyable, Sendable {
    case permanent = 1
    case attemptsExhausted = 2
    case parked = 3
    case workerLost = 4
    case countNotSet = 5
    /// Its attempts took longer than they may.
    case timedOut = 6
    /// Its list was left open.
    case listNotSealed = 7
}

package enum LeaseEnding: UInt8, BitwiseCopyable, Sendable {
    /// All its items are settled; those not settled otherwise are done.
    case completed = 1
    /// Handed back, or never claimed: what is left is pending again at no cost.
    case returned = 2
    /// Its worker is lost: what is left is pending again, and suspect.
    case lost = 3
}

package enum TaskOutcome: UInt8, BitwiseCopyable, Sendable {
    case succeeded = 1
    case dead = 2
    case cancelled = 3
}

package enum JobOutcome: UInt8, BitwiseCopyable, Sendable {
    case succeeded = 1
    case failed = 2
    case cancelled = 3
    /// Its deadline has passed.
    case expired = 4
}
