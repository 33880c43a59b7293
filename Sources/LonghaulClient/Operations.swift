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
    }
}
