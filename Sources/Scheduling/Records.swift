// The entities of the state. What is marked "derived" follows from the rest, is kept for speed, and is left out of
// the state's hash.

typealias JobIndex = Slab<JobRecord>.Index
typealias TaskIndex = Slab<TaskRecord>.Index
typealias WorkIndex = Slab<WorkRecord>.Index
typealias ExtrasIndex = Slab<JobExtras>.Index
typealias LeaseIndex = Slab<LeaseRecord>.Index
typealias WorkerIndex = Slab<WorkerRecord>.Index
typealias LetterIndex = Slab<LetterRecord>.Index
typealias WaveIndex = Slab<WaveRecord>.Index
typealias EdgeIndex = Slab<EdgeRecord>.Index
typealias OutputIndex = Slab<OutputRecord>.Index
typealias ScheduleIndex = Slab<ScheduleRecord>.Index
typealias OriginIndex = Slab<OriginRecord>.Index

/// ```
/// pending ──first lease──▶ running ──all tasks ended──▶ succeeded | failed
///    │                     │ │  ▲
///    │      nothing can go on│ letter requeued
///    │                     ▼ │  │
///    │                stalled┼──┘
///    │                   │   │ cancel, deadline
///    │ cancel, deadline  │   ▼
///    │                   │ stopping
///    │                   ▼   │ last lease ended
///    └──────────────────▶ cancelled | expired
/// ```
/// Without leases out, a running job ends at once.
package enum JobState: UInt8, BitwiseCopyable, Sendable {
    case pending = 1
    case running = 2
    case stalled = 3
    /// It was cancelled or its deadline came: its leases are called back.
    case stopping = 4
    case succeeded = 5
    case failed = 6
    case cancelled = 7
    case expired = 8

    package var hasEnded: Bool { rawValue >= JobState.succeeded.rawValue }
}

/// ```
/// waiting ──dependencies succeeded, count known──▶ ready ──first lease──▶ running ──all items settled──▶ succeeded
///    │                                               │                     │  └──too many died──▶ dead
///    │                                               │      cancel, death of the whole            ▲ │
///    │                                               │                     ▼                      │ │
///    │                                               │                 stopping ──last lease ended┘ │
///    │                                               │                     │ last lease ended       │
///    └───────────────────cancel──────────────────────┴──▶ cancelled ◀──────┘        letter requeued │
///                                                                 running ◀─────────────────────────┘
/// ```
/// Without leases out, a running task ends at once. A task that stops since it died revives as a dead one does.
/// A task with a list succeeds only after that is sealed, and is dead when it is left open for too long.
package enum TaskState: UInt8, BitwiseCopyable, Sendable {
    case waiting = 1
    case ready = 2
    case running = 3
    /// Its leases are called back, and what they have done counts; then it ends as was decided.
    case stopping = 4
    case succeeded = 5
    case dead = 6
    case cancelled = 7

    /// Work can be leased.
    package var isActive: Bool { self == .ready || self == .running }
    /// Work can be leased or is.
    var isAtWork: Bool { isActive || self == .stopping }
    /// It has not ended.
    package var isOpen: Bool { isAtWork || self == .waiting }
}

struct JobRecord: Identified, Sendable {
    let id: JobID
    var submitted: Timestamp
    let terms: TermsID
    var version: UInt32 = 1
    var tenant: NameID
    var name: BlobHandle
    var firstTask = TaskIndex.none
    var lastTask = TaskIndex.none
    /// `none`: as they are at first.
    var extras = ExtrasIndex.none
    /// (Derived.)
    var firstLine = LineIndex.none
    var taskCount: UInt32 = 0
    /// Ready, running or stopping (derived).
    var activeTasks: UInt32 = 0
    /// Waiting (derived).
    var waitingTasks: UInt32 = 0
    var state = JobState.pending
    var priority: UInt8
}

/// What most jobs were submitted with alike.
struct JobTerms: Hashable, Sendable {
    /// Milliseconds after the job's end.
    let retention: UInt64
}

/// What few jobs have.
struct JobExtras: Sendable {
    var requeuedFrom = JobID.none
    var firstLetter = LetterIndex.none
    var letterCount: UInt32 = 0
    var isPaused = false
    /// While it is stopping: how it ends.
    var stopsAs: JobOutcome?
    /// Zero: not delayed, or not any more.
    var notBefore = Timestamp.zero
    /// Zero: none.
    var deadline = Timestamp.zero
    /// `none`: it was submitted without one, or it is free again.
    var key = BlobHandle.none
    var fingerprint = SubmissionFingerprint(0, 0)
    /// Milliseconds after its success for which the job is the answer to its key.
    var reuse: UInt64 = 0
    /// `none`: no tick has submitted it.
    var origin = OriginIndex.none
}

/// What operators say about a tenant.
struct TenantRules: Sendable {
    /// How much of every queue it is to have, compared with others.
    var weight: UInt32 = 1
    var isPaused = false
    /// Nothing new is accepted for it.
    var isDraining = false
    /// Tasks that were accepted and have not ended; 0: no limit.
    var depthLimit: UInt32 = 0
    /// (Derived.)
    var depth: UInt32 = 0
}

/// What a pending task takes of memory is here: a million of them wait. What happens to its items is in `WorkRecord`.
struct TaskRecord: Identified, Sendable {
    let job: JobIndex
    let ordinal: UInt32
    var next = TaskIndex.none
    let lane: LaneIndex
    let policy: PolicyID
    var name: BlobHandle
    var payload: BlobHandle
    var inputs: BlobHandle
    /// Items are numbered below this.
    var itemCount: UInt32 = 0
    /// `none`: nothing has happened, and all items are to be leased for the first time.
    var work = WorkIndex.none
    var firstDependency = EdgeIndex.none
    var firstDependent = EdgeIndex.none
    /// Dependencies that have not succeeded (derived).
    var waitingFor: UInt16 = 0
    /// While it is ready or under a lease (derived).
    var line = LineIndex.none
    /// In its line, or among its lane's suspects (derived).
    var readyPrevious = TaskIndex.none
    var readyNext = TaskIndex.none
    var listing = Listing.none
    /// A dependency sets the item count.
    let isCountedLater: Bool
    var countKnown: Bool
    var state: TaskState

    /// By the place of the job, which is its own as long as it lives.
    @inline(__always) static func key(_ job: JobIndex, _ ordinal: UInt32) -> UInt64 {
        UInt64(job.rawValue) << 32 | UInt64(ordinal)
    }

    var identifier: UInt64 { Self.key(job, ordinal) }
}

/// Where the items of a task are, once it is not just pending.
struct WorkRecord: Sendable {
    var done: UInt32 = 0
    var dead: UInt32 = 0
    var cancelled: UInt32 = 0
    /// Under a lease and not settled (derived).
    var leased: UInt32 = 0
    /// In a wave that is not due (derived).
    var retrying: UInt32 = 0
    /// Never leased.
    var fresh: ItemRange
    /// Not all items that the task could have are its own, but so many.
    var selected: UInt32 = 0
    var isSelection = false
    /// Items may be appended, as long as the task has not ended.
    var isListOpen = false
    /// Where its items have payloads.
    var list = ListIndex.none
    /// Pending again, in the order in which they go out.
    var returned = SegmentList()
    var firstWave = WaveIndex.none
    /// Segments in `returned` and in waves (derived).
    var fragments: UInt32 = 0
    var firstLease = LeaseIndex.none
    var leaseCount: UInt32 = 0
    var firstOutput = OutputIndex.none
    var lastOutput = OutputIndex.none
    var outputCount: UInt32 = 0
    var outputBytes: UInt32 = 0
    /// Of items that have not succeeded and have no letter.
    var failures = FailureList()
    var started = Timestamp.zero
    var ended = Timestamp.zero
    /// While the task is stopping: how it ends.
    var stopsAs: TaskOutcome?

    /// Past it, items that were never leased wait until some of the fragments are gone.
    static let fragmentLimit: UInt32 = 65_536

    /// Items that could be leased now.
    var hasPending: Bool { !returned.isEmpty || (!fresh.isEmpty && fragments < Self.fragmentLimit) }
    var settled: UInt32 { done + dead + cancelled }
}

struct LeaseRecord: Identified, Sendable {
    let id: LeaseID
    let task: TaskIndex
    let worker: WorkerIndex
    var nextOfTask = LeaseIndex.none
    var previousOfTask = LeaseIndex.none
    var nextOfWorker = LeaseIndex.none
    var previousOfWorker = LeaseIndex.none
    var first: ItemRange
    /// Ascending, all past `first`.
    var more = SegmentList()
    /// Everything before it is settled.
    var cursor: UInt32
    /// Settled at or past the cursor: ascending, joined.
    var settled = SegmentList()
    /// Items not settled (derived).
    var remaining: UInt32
    let attempt: UInt16
    let losses: UInt16
    /// Of the item at the cursor.
    var checkpoint: BlobHandle
    let granted: Timestamp
}

struct WorkerRecord: Identified, Sendable {
    let id: WorkerID
    let instance: UInt64
    let name: BlobHandle
    let joined: Timestamp
    var firstLease = LeaseIndex.none
    var leaseCount: UInt32 = 0
}

/// Items of one task that failed at the same attempt and are tried again at the same time.
struct WaveRecord: Sendable {
    let task: TaskIndex
    var next = WaveIndex.none
    /// The try that comes.
    let attempt: UInt16
    let due: Timestamp
    let opened: Timestamp
    var items = SegmentList()
    var count: UInt32 = 0
    /// Where the newest item went (derived).
    var hint = Slab<Segment>.Index.none
}

struct LetterRecord: Identified, Sendable {
    let id: DeadLetterID
    let task: TaskIndex
    /// `wholeTask`: not an item, the task.
    let item: UInt32
    let cause: DeathCause
    let attempts: UInt16
    let failure: BlobHandle
    let died: Timestamp
    var previous = LetterIndex.none
    var next = LetterIndex.none
    /// Of tries before the last one.
    var failures = FailureList()
    /// 0: it says nothing of its kind.
    var fingerprint: UInt64 = 0
    /// (Derived, as are the next two.)
    var group = LetterGroupIndex.none
    var previousOfGroup = LetterIndex.none
    var nextOfGroup = LetterIndex.none

    static let wholeTask = UInt32.max
}

/// `dependent` starts after `dependency` has succeeded.
struct EdgeRecord: Sendable {
    let dependent: TaskIndex
    let dependency: TaskIndex
    var nextOfDependent = EdgeIndex.none
    var nextOfDependency = EdgeIndex.none
}

struct OutputRecord: Sendable {
    let item: UInt32
    let data: BlobHandle
    var next = OutputIndex.none
}

/// Tasks, leases and letters of a queue (derived).
package struct QueueCounters: Equatable, Sendable {
    /// Tasks that have not ended.
    package var depth: UInt64 = 0
    package var active: UInt64 = 0
    package var leases: UInt64 = 0
    package var letters: UInt64 = 0
}

extension JobRecord { var identifier: UInt64 { id.rawValue } }
extension LeaseRecord { var identifier: UInt64 { id.rawValue } }
extension WorkerRecord { var identifier: UInt64 { id.rawValue } }
extension LetterRecord { var identifier: UInt64 { id.rawValue } }
