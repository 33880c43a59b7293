package import Contract

/// A job to submit: a graph of tasks.
public struct JobSpec: Sendable, Hashable {
    /// For people; at most 128 bytes. Empty: the kind of the first task.
    public var name: String
    /// Whose work this is; at most 64 bytes.
    public var tenant: String
    /// 0 to 9; higher goes first.
    public var priority: Int
    /// 1 to 1,000; a task depends on earlier ones only.
    public var tasks: [TaskSpec]
    /// How long the job can be read after its end. nil: as the scheduler has it; zero: not at all.
    public var retention: Duration?

    /// A job of these tasks.
    public init(
        _ tasks: [TaskSpec], name: String = "", tenant: String = "default", priority: Int = 5,
        retention: Duration? = nil
    ) {
        self.tasks = tasks
        self.name = name
        self.tenant = tenant
        self.priority = priority
        self.retention = retention
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
    }

    /// How many items may end as dead letters without failing the task.
    public enum Tolerance: Sendable, Hashable {
        /// At most so many.
        case items(UInt64)
        /// At most so many thousandths of all items.
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
    /// Positions of earlier tasks in the job.
    public var dependencies: [Int]
    /// nil: so many that a lease lasts one to two seconds.
    public var itemsPerLease: Int?
    /// Leases at once; nil: no limit.
    public var parallelism: Int?
    /// When failed items are tried again.
    public var retry: RetryPolicy
    /// None, if nothing else is said.
    public var tolerance: Tolerance

    /// A task of this kind; everything else can be set afterwards.
    public init(
        kind: String, name: String = "", queue: String = "default", payload: [UInt8] = [], items: Items = .count(1),
        dependencies: [Int] = [], itemsPerLease: Int? = nil, parallelism: Int? = nil,
        retry: RetryPolicy = RetryPolicy(), tolerance: Tolerance = .items(0)
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
    }
}

/// A retry waits a random time up to `initialBackoff` × 2^(retries so far), and never more than `maximumBackoff`.
public struct RetryPolicy: Sendable, Hashable {
    /// Tries of one item, the first included.
    public var maximumAttempts: Int
    /// The longest wait before the first retry.
    public var initialBackoff: Duration
    /// The longest wait before any retry.
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

extension V1.JobSpec {
    package init(_ job: JobSpec) {
        self.init(
            name: job.name, tenant: job.tenant, priority: UInt32(clamping: job.priority),
            tasks: job.tasks.map { V1.TaskSpec($0) }, retentionMs: job.retention.map { $0.milliseconds })
    }
}

extension V1.TaskSpec {
    init(_ task: TaskSpec) {
        let items: V1.TaskSpec.Items =
            switch task.items {
            case .count(let count): .itemCount(count)
            case .later: .itemCountLater(true)
            }
        let tolerance: V1.FailureTolerance? =
            switch task.tolerance {
            case .items(0): nil
            case .items(let items): V1.FailureTolerance(limit: .items(items))
            case .perMille(let share): V1.FailureTolerance(limit: .perMille(UInt32(clamping: share)))
            }
        self.init(
            name: task.name, queue: task.queue, kind: task.kind, payload: task.payload,
            items: items == .itemCount(1) ? nil : items, dependsOn: task.dependencies.map { UInt32(clamping: $0) },
            itemsPerLease: UInt64(clamping: task.itemsPerLease ?? 0),
            parallelism: UInt32(clamping: task.parallelism ?? 0),
            retry: task.retry == RetryPolicy() ? nil : V1.RetryPolicy(task.retry), tolerance: tolerance)
    }
}

extension V1.RetryPolicy {
    fileprivate init(_ retry: RetryPolicy) {
        self.init(
            maxAttempts: UInt32(clamping: retry.maximumAttempts), initialBackoffMs: retry.initialBackoff.milliseconds,
            maxBackoffMs: retry.maximumBackoff.milliseconds)
    }
}

extension Duration {
    /// Whole ones, at least 0.
    fileprivate var milliseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}
