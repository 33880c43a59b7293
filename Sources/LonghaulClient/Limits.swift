import Contract
import Platform

/// How much may go on at once, and how fast.
public struct WorkLimits: Sendable, Hashable {
    /// Items in a stretch of time, over all workers.
    public struct Rate: Sendable, Hashable {
        /// At least 1.
        public var items: Int
        /// A millisecond to a day.
        public var period: Duration
        /// Items at once after a rest: in no stretch of time more are handed out than its share of the rate and so many.
        /// nil: what a tenth of a second brings, at least one.
        public var burst: Int?

        /// So many items in each period.
        public init(items: Int, per period: Duration = .seconds(1), burst: Int? = nil) {
            self.items = items
            self.period = period
            self.burst = burst
        }
    }

    /// Leases at once; nil: no limit.
    public var leases: Int?
    /// nil: no limit.
    public var rate: Rate?
    /// For queues: tasks that were accepted and have not ended; past it, submits are refused. nil: no limit.
    public var depth: Int?

    /// Those that are named.
    public init(leases: Int? = nil, rate: Rate? = nil, depth: Int? = nil) {
        self.leases = leases
        self.rate = rate
        self.depth = depth
    }

    init(_ message: V1.Limits?) {
        let message = message ?? V1.Limits()
        self.init(
            leases: message.leases == 0 ? nil : Int(message.leases),
            rate: message.rate.map {
                Rate(items: Int(clamping: $0.items), per: .milliseconds($0.periodMs), burst: Int(clamping: $0.burst))
            },
            depth: message.depth == 0 ? nil : Int(message.depth))
    }

    var message: V1.Limits {
        V1.Limits(
            leases: UInt32(clamping: leases ?? 0),
            rate: rate.map {
                V1.ItemRate(
                    items: UInt64(clamping: $0.items), periodMs: UInt64(clamping: $0.period.wholeMilliseconds),
                    burst: UInt64(clamping: $0.burst ?? 0))
            },
            depth: UInt32(clamping: depth ?? 0))
    }
}

/// What limits are about.
public enum LimitSubject: Sendable, Hashable {
    /// All tasks of the queue.
    case queue(String)
    /// All tasks that were submitted with this limit key, whatever their queue.
    case key(String)
}

/// What can be paused.
public enum PauseSubject: Sendable, Hashable {
    /// All of the queue.
    case queue(String)
    /// All that was submitted with this limit key.
    case key(String)
    /// All of the tenant's.
    case tenant(String)
    /// One job.
    case job(JobID)
    /// Ticks that come while it is paused never fire.
    case schedule(String, tenant: String)
}

/// What can be drained.
public enum DrainSubject: Sendable, Hashable {
    /// No new job may have a task in the queue.
    case queue(String)
    /// No new job may be the tenant's.
    case tenant(String)
}

/// A limit key as the scheduler sees it.
public struct KeyStatus: Sendable, Hashable {
    /// As tasks name it.
    public var name: String
    /// What may go on at once, and how fast.
    public var limits: WorkLimits
    /// Leases out now.
    public var leases: UInt64
    /// By an operator.
    public var isPaused: Bool
    /// False: nothing is handed out now, because of a pause or a limit.
    public var isOpen: Bool
    /// Workers were told to slow down until then, in milliseconds since 1970; 0, or past: no more.
    public var slowUntil: Int64

    init(_ message: V1.KeyStatus) {
        name = message.name
        limits = WorkLimits(message.limits)
        leases = message.leases
        isPaused = message.paused
        isOpen = message.open
        slowUntil = message.slowUntilUnixMs
    }
}

/// A tenant as the scheduler sees it.
public struct TenantStatus: Sendable, Hashable {
    /// As jobs name it.
    public var name: String
    /// How much of every queue it is to have, compared with others.
    public var weight: Int
    /// Accepted tasks that have not ended.
    public var depth: UInt64
    /// nil: no limit.
    public var depthLimit: Int?
    /// By an operator.
    public var isPaused: Bool
    /// It takes no new work; with a depth of 0 it is drained.
    public var isDraining: Bool

    init(_ message: V1.TenantStatus) {
        name = message.name
        weight = Int(message.weight)
        depth = message.depth
        depthLimit = message.depthLimit == 0 ? nil : Int(message.depthLimit)
        isPaused = message.paused
        isDraining = message.draining
    }
}
