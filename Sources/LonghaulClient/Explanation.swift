import Contract

/// Why nothing, or nothing more, of a task is handed out at the moment.
public struct TaskExplanation: Sendable, Hashable {
    /// Its place in the job.
    public var ordinal: Int
    /// Unique in the job.
    public var name: String
    /// Where its leases come from.
    public var queue: String
    /// Which handler does the work.
    public var kind: String
    /// Where it is in its life.
    public var state: TaskStatus.State
    /// Items that could be handed out, were nothing in the way.
    public var pending: UInt64
    /// Items that workers hold.
    public var leased: UInt64
    /// Items that wait for their next try.
    public var retrying: UInt64
    /// What must be over before more of it is handed out, first things first. Empty: it is next.
    public var reasons: [WaitReason]
    /// When all that is in the way is over by itself; nil: nothing is, or not all of it goes with time alone.
    public var mayStart: Int64?
    /// Why it does not move, as its workers say.
    public var note: TaskNote?

    init(_ message: V1.TaskExplanation) {
        ordinal = Int(message.ordinal)
        name = message.name
        queue = message.queue
        kind = message.kind
        state = TaskStatus.State(message.state)
        pending = message.pending
        leased = message.leased
        retrying = message.retrying
        reasons = message.reasons.map { WaitReason($0) }
        mayStart = message.mayStartUnixMs == 0 ? nil : message.mayStartUnixMs
        note = message.note.map { TaskNote(code: $0.code, text: $0.text) }
    }
}

/// One thing that a task waits for.
public struct WaitReason: Sendable, Hashable {
    /// What it is. Times are milliseconds since 1970.
    public enum Cause: Sendable, Hashable {
        /// The job has ended.
        case jobEnded
        /// The task has ended.
        case taskEnded(TaskStatus.State)
        /// Its workers are to hand back what they have, and then it ends.
        case stopping(leases: Int)
        /// All that its list has is settled, and more may be appended.
        case listOpen(items: Int)
        /// All that is left of its job waits for a dead task.
        case jobStalled
        /// An earlier task has not succeeded.
        case dependency(ordinal: Int, name: String, state: TaskStatus.State)
        /// Beside those that are named.
        case moreDependencies(Int)
        /// An earlier task is to say how many items it has.
        case itemCount
        /// Its job was submitted with a delay.
        case delay(until: Int64)
        /// By an operator, as are the next two.
        case jobPaused
        /// By its name.
        case tenantPaused(String)
        /// The queue or the limit key.
        case paused(LimitSubject)
        /// A worker was told to slow down.
        case slowedDown(LimitSubject, until: Int64)
        /// As many leases are out as may be.
        case leaseLimit(LimitSubject, limit: Int, leases: Int)
        /// Of `items` in each `period` there are `available` now, and more until then.
        case rate(LimitSubject, items: Int, period: Duration, available: Int, until: Int64)
        /// What it was closed for is over.
        case opening(LimitSubject)
        /// It has as many leases as it may have.
        case parallelism(limit: Int, leases: Int)
        /// Failed items are tried again, the first of them then.
        case backoff(items: Int, until: Int64)
        /// Its items are scattered over too many ranges.
        case fragments(Int, limit: Int)
        /// `since`: the oldest of the leases.
        case allLeased(items: Int, leases: Int, workers: Int, since: Int64)
        /// `leaving`: workers that could, and take nothing new.
        case noWorker(leaving: Int)
        /// They have as much as they can take.
        case workersBusy(workers: Int)
        /// Its next items are to be alone with a worker, since several were lost with them.
        case noIdleWorker(workers: Int, oneMakesRoom: Bool)
        /// More than 1,000 tasks are given as 1,001, here and in the next two. These are to be alone with a worker.
        case behindSuspects(tasks: Int)
        /// Of higher priorities, up to `highest`.
        case behindPriority(tasks: Int, highest: Int)
        /// Earlier ones of its job.
        case behindTasks(Int)
        /// Who has less in flight for its weight, or had its turn longer ago.
        case behindTenant(own: Standing, other: Standing)
        /// Of the same tenant.
        case behindJob(JobID, otherLeases: Int, ownLeases: Int)
        /// Every worker that could take it also has this queue and kind, with work of this priority.
        case behindQueue(String, kind: String, priority: Int)
        /// The scheduler knows more reasons than this client.
        case unknown
    }

    /// What a tenant has of a queue.
    public struct Standing: Sendable, Hashable {
        /// Its name.
        public var tenant: String
        /// Leases out now.
        public var leases: Int
        /// Its share, compared with others.
        public var weight: Int
        /// For so long its leases lasted too long, and it has not made up for it.
        public var debt: Duration

        init(_ message: V1.TenantStanding?) {
            let message = message ?? V1.TenantStanding()
            tenant = message.tenant
            leases = Int(message.leases)
            weight = Int(message.weight)
            debt = .milliseconds(Int64(clamping: message.debtMs))
        }
    }

    /// What it is.
    public var cause: Cause
    /// Nothing of the task is handed out while it holds. False: others go first, or it holds for some items only.
    public var isBlocking: Bool
}

extension WaitReason {
    init(_ message: V1.WaitReason) {
        self.init(cause: Cause(message), isBlocking: message.blocking)
    }
}

extension WaitReason.Cause {
    fileprivate init(_ message: V1.WaitReason) {
        let (name, count, limit) = (message.name, Int(clamping: message.count), Int(clamping: message.limit))
        let subject: LimitSubject = message.key ? .key(name) : .queue(name)
        let (until, workers) = (message.untilUnixMs, Int(message.workers))
        self =
            switch message.cause {
            case .jobEnded: .jobEnded
            case .taskEnded: .taskEnded(TaskStatus.State(message.state))
            case .jobStalled: .jobStalled
            case .dependency:
                .dependency(ordinal: Int(message.ordinal), name: name, state: TaskStatus.State(message.state))
            case .moreDependencies: .moreDependencies(count)
            case .itemCount: .itemCount
            case .delay: .delay(until: until)
            case .jobPaused: .jobPaused
            case .tenantPaused: .tenantPaused(name)
            case .paused: .paused(subject)
            case .slowedDown: .slowedDown(subject, until: until)
            case .leaseLimit: .leaseLimit(subject, limit: limit, leases: count)
            case .rate:
                .rate(
                    subject, items: limit, period: .milliseconds(Int64(clamping: message.periodMs)), available: count,
                    until: until)
            case .opening: .opening(subject)
            case .stopping: .stopping(leases: Int(message.leases))
            case .listOpen: .listOpen(items: count)
            case .parallelism: .parallelism(limit: limit, leases: count)
            case .backoff: .backoff(items: count, until: until)
            case .fragments: .fragments(count, limit: limit)
            case .allLeased:
                .allLeased(items: count, leases: Int(message.leases), workers: workers, since: message.sinceUnixMs)
            case .noWorker: .noWorker(leaving: count)
            case .workersBusy: .workersBusy(workers: workers)
            case .noIdleWorker: .noIdleWorker(workers: workers, oneMakesRoom: count > 0)
            case .behindSuspects: .behindSuspects(tasks: count)
            case .behindPriority: .behindPriority(tasks: count, highest: limit)
            case .behindTasks: .behindTasks(count)
            case .behindTenant:
                .behindTenant(own: WaitReason.Standing(message.own), other: WaitReason.Standing(message.other))
            case .behindJob:
                .behindJob(
                    JobID(rawValue: message.otherJob), otherLeases: Int(message.other?.leases ?? 0),
                    ownLeases: Int(message.own?.leases ?? 0))
            case .behindQueue: .behindQueue(name, kind: message.otherKind, priority: limit)
            default: .unknown
            }
    }
}
