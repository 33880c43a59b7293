package import Contract

/// A job as it stood when it was read.
public struct Job: Sendable, Hashable {
    /// Where a job is in its life.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Accepted and durable; no work has begun.
        case pending
        /// Work has begun.
        case running
        /// Nothing can go on: what is left depends on a dead task. Requeue its dead letters, or cancel.
        case stalled
        /// It was cancelled, or its time limit has passed, and workers hand back what they have of it, within seconds.
        case stopping
        /// All tasks succeeded.
        case succeeded
        /// All tasks have ended, and one is dead.
        case failed
        /// Somebody cancelled it.
        case cancelled
        /// Its time limit passed before its end: what was left is cancelled.
        case expired

        /// It stays as it is.
        public var hasEnded: Bool {
            switch self {
            case .pending, .running, .stalled, .stopping: false
            case .succeeded, .failed, .cancelled, .expired: true
            }
        }
    }

    /// Its name for programs.
    public var id: JobID
    /// Its name for people.
    public var name: String
    /// Whose work it is.
    public var tenant: String
    /// 0 to 9.
    public var priority: Int
    /// Where it is in its life.
    public var state: State
    /// Goes up by one with each change of state and each edit.
    public var version: UInt64
    /// Milliseconds since 1970, as are all times.
    public var submitted: Int64
    /// nil: not yet.
    public var started: Int64?
    /// nil: not yet.
    public var ended: Int64?
    /// In the order in which they were submitted.
    public var tasks: [TaskStatus]
    /// The job whose dead letters this one works on again.
    public var requeuedFrom: JobID?
    /// By an operator: nothing of it is handed out.
    public var isPaused = false
    /// The schedule whose tick submitted it, of the same tenant. nil: none, or it was deleted since.
    public var schedule: String?
    /// Which tick that was. nil: it was submitted otherwise.
    public var tick: Int64?
}

/// A task as it stood when it was read.
public struct TaskStatus: Sendable, Hashable {
    /// Where a task is in its life.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// For its dependencies, or for its item count.
        case waiting
        /// Its items can be leased.
        case ready
        /// Some of its items were leased.
        case running
        /// It is about to be cancelled or dead, and workers hand back what they have of it, within seconds.
        case stopping
        /// All items are settled, no more than tolerated died.
        case succeeded
        /// More items died than are tolerated, or the whole task did.
        case dead
        /// Its job was cancelled.
        case cancelled

        /// Nothing more will happen to it, but for a requeue.
        public var hasEnded: Bool { self == .succeeded || self == .dead || self == .cancelled }
    }

    /// Its place in the job.
    public var ordinal: Int
    /// Unique in the job.
    public var name: String
    /// Where its leases come from.
    public var queue: String
    /// Which handler does the work.
    public var kind: String
    /// Where it is in its life.
    public var state: State
    /// Ordinals of the tasks that must succeed before.
    public var dependencies: [Int]
    /// nil: nobody has set the item count yet.
    public var total: UInt64?
    /// Items may be appended: the total grows.
    public var isOpen = false
    /// Items that are done.
    public var done: UInt64
    /// Items that failed for good: of a dead task all that are not done.
    public var dead: UInt64
    /// Items that workers hold.
    public var leased: UInt64
    /// Items that wait for their next try.
    public var retrying: UInt64
    /// Items that a cancel came before.
    public var cancelled: UInt64
    /// Leases out now.
    public var leases: Int
    /// nil: not yet.
    public var started: Int64?
    /// nil: not yet.
    public var ended: Int64?
    /// Why it does not move, as far as anybody said. Gone after a restart of the scheduler, until it is said again.
    public var note: TaskNote?
    /// What its items left: at most 16 outputs and 16 KiB of them.
    public var outputs: [TaskOutput]
    /// Items a second, measured by the status service; 0 while all that is left waits for its next try. nil: not measured.
    public var rate: Double?
    /// nil: not known, as while all that is left waits for its next try.
    public var secondsLeft: Double?

    /// Done, dead or cancelled.
    public var settled: UInt64 { done + dead + cancelled }
}

/// Why a task does not move: what its worker waits for, or how an item failed that is to be tried again.
public struct TaskNote: Sendable, Hashable {
    /// Short and stable: "smtp-unreachable". At most 64 bytes; may be empty.
    public var code: String
    /// For people. At most 256 bytes.
    public var text: String

    /// A note of this code, explained by this text.
    public init(code: String, text: String) {
        self.code = code
        self.text = text
    }
}

/// What an item left.
public struct TaskOutput: Sendable, Hashable {
    /// Which item.
    public var item: UInt64
    /// At most 4 KiB.
    public var data: [UInt8]

    /// What `item` left.
    public init(item: UInt64, data: [UInt8]) {
        self.item = item
        self.data = data
    }
}

/// A job in a list.
public struct JobSummary: Sendable, Hashable {
    /// Its name for programs.
    public var id: JobID
    /// Its name for people.
    public var name: String
    /// Whose work it is.
    public var tenant: String
    /// Where it is in its life.
    public var state: Job.State
    /// Milliseconds since 1970.
    public var submitted: Int64
    /// nil: not yet.
    public var ended: Int64?
    /// How many tasks it has.
    public var tasks: Int
    /// Items over all tasks whose count is known.
    public var total: UInt64
    /// Of those, the done ones.
    public var done: UInt64
    /// Of those, the ones that failed for good: of a dead task all that are not done.
    public var dead: UInt64
    /// Whether the counts of all tasks are known.
    public var isCounted: Bool
}

extension Job {
    package init(_ message: V1.Job) {
        self.init(
            id: JobID(rawValue: message.id), name: message.name, tenant: message.tenant,
            priority: Int(message.priority), state: State(message.state), version: message.version,
            submitted: message.submittedUnixMs, started: time(message.startedUnixMs), ended: time(message.endedUnixMs),
            tasks: message.tasks.map { TaskStatus($0) },
            requeuedFrom: message.requeuedFrom == 0 ? nil : JobID(rawValue: message.requeuedFrom),
            isPaused: message.paused,
            schedule: message.schedule.isEmpty ? nil : message.schedule, tick: time(message.tickUnixMs))
    }
}

extension Job.State {
    /// A state that this version does not know is one that goes on.
    init(_ state: V1.JobState) {
        self =
            switch state {
            case .pending: .pending
            case .stalled: .stalled
            case .stopping: .stopping
            case .succeeded: .succeeded
            case .failed: .failed
            case .cancelled: .cancelled
            case .expired: .expired
            default: .running
            }
    }

    var message: V1.JobState {
        switch self {
        case .pending: .pending
        case .running: .running
        case .stalled: .stalled
        case .stopping: .stopping
        case .succeeded: .succeeded
        case .failed: .failed
        case .cancelled: .cancelled
        case .expired: .expired
        }
    }
}

extension TaskStatus {
    package init(_ message: V1.TaskStatus) {
        let items = message.items ?? V1.Counters()
        self.init(
            ordinal: Int(message.ordinal), name: message.name, queue: message.queue, kind: message.kind,
            state: State(message.state), dependencies: message.dependsOn.map { Int($0) },
            total: items.itemCountKnown ? items.total : nil,
            isOpen: items.open, done: items.done, dead: items.dead, leased: items.leased, retrying: items.retrying,
            cancelled: items.cancelled, leases: Int(message.leases), started: time(message.startedUnixMs),
            ended: time(message.endedUnixMs), note: message.note.map { TaskNote(code: $0.code, text: $0.text) },
            outputs: message.outputs.map { TaskOutput(item: $0.item, data: $0.data) })
    }
}

extension TaskStatus.State {
    /// A state that this version does not know is one that goes on.
    init(_ state: V1.TaskState) {
        self =
            switch state {
            case .waiting: .waiting
            case .ready: .ready
            case .stopping: .stopping
            case .succeeded: .succeeded
            case .dead: .dead
            case .cancelled: .cancelled
            default: .running
            }
    }
}

extension JobSummary {
    init(_ message: V1.JobSummary) {
        let items = message.items ?? V1.Counters()
        self.init(
            id: JobID(rawValue: message.id), name: message.name, tenant: message.tenant,
            state: Job.State(message.state), submitted: message.submittedUnixMs, ended: time(message.endedUnixMs),
            tasks: Int(message.tasks), total: items.total, done: items.done, dead: items.dead,
            isCounted: items.itemCountKnown)
    }
}

/// On the wire, 0 is no time.
func time(_ unixMilliseconds: Int64) -> Int64? { unixMilliseconds == 0 ? nil : unixMilliseconds }
