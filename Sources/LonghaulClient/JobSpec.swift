/// A job to submit: a graph of tasks.
///
/// What can't be meant, as a negative number, traps when the job is submitted; what is merely over a limit is refused
/// by the scheduler, with the limit.
public struct JobSpec: Sendable, Hashable {
    /// For people; at most 128 bytes. Empty: the kind of the first task.
    public var name: String
    /// Whose work this is; at most 64 bytes.
    public var tenant: String
    /// 0 to 9; higher goes first. Not negative.
    public var priority: Int
    /// 1 to 1,000; a task depends on earlier ones only.
    public var tasks: [TaskSpec]
    /// How long the job can be read after its end. nil: as the scheduler has it; zero: not at all. Not negative.
    public var retention: Duration?
    /// At most 256 bytes; nil: none. The same job, submitted again under its key while it goes on or not longer than
    /// `reuse` after its success, is not done again: its id is returned. Another one under the key is refused.
    public var key: String?
    /// How long after its success the job is the answer to its key. Not negative.
    public var reuse: Duration
    /// Nothing of it is worked on earlier. Not negative.
    public var delay: Duration
    /// What has not ended so long after the submit is cancelled. nil: it has as long as it takes. Positive.
    public var timeLimit: Duration?

    /// A job of these tasks.
    public init(
        _ tasks: [TaskSpec], name: String = "", tenant: String = "default", priority: Int = 5,
        retention: Duration? = nil, key: String? = nil, reuse: Duration = .zero, delay: Duration = .zero,
        timeLimit: Duration? = nil
    ) {
        self.tasks = tasks
        self.name = name
        self.tenant = tenant
        self.priority = priority
        self.retention = retention
        self.key = key
        self.reuse = reuse
        self.delay = delay
        self.timeLimit = timeLimit
    }
}

/// A task of a job.
public struct TaskSpec: Sendable, Hashable {
    /// How many items the task has.
    public enum Items: Sendable, Hashable {
        /// Items 0 to `count` - 1; 1 to 4,000,000,000.
        case count(UInt64)
        /// A task that this one depends on sets the count.
        case later
        /// Each item has a payload of its own, of at most 64 KiB. These are the first ones, at most 10,000 and 768 KiB, and
        /// all when `isSealed`; then there is at least one. Else more are appended, see `Client.append`: the work on those
        /// that are there begins meanwhile. A list that nothing is appended to for `openTimeout` is given up: its task is
        /// a dead letter. A second to 30 days; nil: an hour.
        case listed([[UInt8]] = [], isSealed: Bool = false, openTimeout: Duration? = nil)
    }

    /// How many items may end as dead letters without failing the task.
    public enum Tolerance: Sendable, Hashable {
        /// At most so many.
        case items(UInt64)
        /// At most so many thousandths of all items; 0 to 1,000.
        case perMille(Int)
    }

    /// Which handler does the work; 1 to 64 bytes.
    public var kind: String
    /// Unique in the job; at most 64 bytes. Empty: the kind.
    public var name: String
    /// At most 64 bytes.
    public var queue: String
    /// Handed to the handler as it is; at most 64 KiB.
    public var payload: [UInt8]
    /// One item, if nothing else is said.
    public var items: Items
    /// Positions of earlier tasks in the job. Not negative.
    public var dependencies: [Int]
    /// 1 or more; nil: so many that a lease lasts one to two seconds.
    public var itemsPerLease: Int?
    /// Leases at once, 1 or more; nil: no limit.
    public var parallelism: Int?
    /// When failed items are tried again.
    public var retry: RetryPolicy
    /// None, if nothing else is said.
    public var tolerance: Tolerance
    /// Whose limits hold beside the queue's: a provider, a customer, a machine; at most 64 bytes. nil: nobody's.
    public var limitKey: String?
    /// An attempt at an item that takes longer has failed. nil: it has as long as it takes. A millisecond to a week.
    public var attemptTimeout: Duration?

    /// A task of this kind; everything else can be set afterwards.
    public init(
        kind: String, name: String = "", queue: String = "default", payload: [UInt8] = [], items: Items = .count(1),
        dependencies: [Int] = [], itemsPerLease: Int? = nil, parallelism: Int? = nil,
        retry: RetryPolicy = RetryPolicy(), tolerance: Tolerance = .items(0), limitKey: String? = nil,
        attemptTimeout: Duration? = nil
    ) {
        self.kind = kind
        self.name = name
        self.queue = queue
        self.payload = payload
        self.items = items
        self.dependencies = dependencies
        self.itemsPerLease = itemsPerLease
        self.parallelism = parallelism
        self.retry = retry
        self.tolerance = tolerance
        self.limitKey = limitKey
        self.attemptTimeout = attemptTimeout
    }
}

/// A retry waits a random time up to `initialBackoff` × 2^(retries so far), and never more than `maximumBackoff`.
public struct RetryPolicy: Sendable, Hashable {
    /// Tries of one item, the first included: 1 to 1,000.
    public var maximumAttempts: Int
    /// The longest wait before the first retry: a millisecond or more, which is as good as none, to a week.
    public var initialBackoff: Duration
    /// The longest wait before any retry: a millisecond to a week.
    public var maximumBackoff: Duration

    /// Five tries, waits up to 1 s at first and 5 min at last.
    public init(
        maximumAttempts: Int = 5, initialBackoff: Duration = .seconds(1), maximumBackoff: Duration = .seconds(300)
    ) {
        self.maximumAttempts = maximumAttempts
        self.initialBackoff = initialBackoff
        self.maximumBackoff = maximumBackoff
    }
}
