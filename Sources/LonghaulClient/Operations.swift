import Contract

/// A worker as the scheduler sees it.
public struct WorkerStatus: Sendable, Hashable {
    /// As it calls itself.
    public var name: String
    /// Tells it from an earlier one of the same name.
    public var instance: UInt64
    /// What it can do.
    public var kinds: [String]
    /// Where it takes work from; empty: everywhere.
    public var queues: [String]
    /// Leases it holds.
    public var leases: Int
    /// Items under those leases that are not settled.
    public var leasedItems: UInt64
    /// False: it is gone, and what it holds is not yet free.
    public var isConnected: Bool
    /// It takes no more work.
    public var isDraining: Bool
    /// Milliseconds since 1970.
    public var joined: Int64

    init(_ message: V1.WorkerStatus) {
        name = message.name
        instance = message.instance
        kinds = message.kinds
        queues = message.queues
        leases = Int(message.leases)
        leasedItems = message.leasedItems
        isConnected = message.connected
        isDraining = message.draining
        joined = message.joinedUnixMs
    }
}

/// A queue as the scheduler sees it.
public struct QueueStatus: Sendable, Hashable {
    /// As tasks name it.
    public var name: String
    /// Accepted tasks that have not ended.
    public var depth: UInt64
    /// Of those, the ones that can be worked on, or are.
    public var readyTasks: UInt64
    /// Leases out now.
    public var leases: UInt64
    /// Dead letters of its tasks.
    public var deadLetters: UInt64
    /// Connected workers that serve it.
    public var workers: Int
    /// What may go on at once, and how fast.
    public var limits: WorkLimits
    /// By an operator.
    public var isPaused: Bool
    /// False: nothing is handed out now, because of a pause or a limit.
    public var isOpen: Bool
    /// It takes no new work; with a depth of 0 it is drained.
    public var isDraining: Bool
    /// How long it keeps what is over.
    public var retention: QueueRetention
    /// Jobs that were removed because their time was over, by the queue of their first task.
    public var removedJobs: UInt64
    /// Dead letters that were.
    public var removedLetters: UInt64
    /// What it asks of its workers.
    public var demand: QueueDemand

    init(_ message: V1.QueueStatus) {
        name = message.name
        depth = message.depth
        readyTasks = message.readyTasks
        leases = message.leases
        deadLetters = message.deadLetters
        workers = Int(message.workers)
        limits = WorkLimits(message.limits)
        isPaused = message.paused
        isOpen = message.open
        isDraining = message.draining
        retention = QueueRetention(
            jobs: message.retention?.jobsMs.map { .milliseconds(Int64(clamping: $0)) },
            letters: message.retention?.lettersMs.map { .milliseconds(Int64(clamping: $0)) })
        removedJobs = message.removedJobs
        removedLetters = message.removedLetters
        demand = QueueDemand(message.demand ?? V1.QueueDemand())
    }
}

/// How long a queue keeps what is over: at most a year each.
public struct QueueRetention: Sendable, Hashable {
    /// After its end, for jobs that are submitted from then on, whose first task is the queue's, and that don't say it
    /// themselves. nil: as the scheduler's own settings say.
    public var jobs: Duration?
    /// After they were written, for dead letters of jobs that have ended. nil: until a person decides.
    public var letters: Duration?

    /// Those that are named.
    public init(jobs: Duration? = nil, letters: Duration? = nil) {
        self.jobs = jobs
        self.letters = letters
    }
}

/// What a queue asks of its workers, as of the moment when it was read. Rates are averages over some seconds.
public struct QueueDemand: Sendable, Hashable {
    /// Items that could be handed out at once, had workers room for them: without what is paused, or held by a limit key.
    public var waitingItems: UInt64
    /// There are so many tasks that the rest was reckoned from the first ones.
    public var isEstimate: Bool
    /// Items that workers hold.
    public var leasedItems: UInt64
    /// When the oldest of the jobs was submitted that have something waiting, in milliseconds since 1970.
    public var oldest: Int64?
    /// Items that became ready.
    public var arrivalsPerSecond: Double
    /// Items that were settled, or tried in vain.
    public var completionsPerSecond: Double
    /// So many would have what waits done in about the scheduler's target time, and keep up with what arrives.
    public var wantedWorkers: Int

    init(_ message: V1.QueueDemand) {
        waitingItems = message.waitingItems
        isEstimate = message.estimated
        leasedItems = message.leasedItems
        oldest = time(message.oldestUnixMs)
        arrivalsPerSecond = message.arrivalsPerSecond
        completionsPerSecond = message.completionsPerSecond
        wantedWorkers = Int(message.wantedWorkers)
    }
}
