package import Platform

/// How a worker is set up.
public struct WorkerOptions: Sendable {
    /// Schedulers as "host:port", tried in turn.
    public var schedulers: [String]
    /// For people, at most 64 bytes.
    public var name: String
    /// Where it takes work from; empty: every queue.
    public var queues: [String] = []
    /// Leases that are worked on at once.
    public var concurrency: Int
    /// Leases that wait here while others are worked on: more for tasks that take milliseconds, none for long ones.
    public var prefetch = 0
    /// How long handlers may go on after `drain`.
    public var drainTime: Duration = .seconds(20)
    /// How long handlers have to settle what only they know, once they were cancelled at the end of that.
    package var settlingTime: Duration = .seconds(1)
    /// Where it says what happens; else in text on standard error.
    package var logger: Logger?

    /// A worker of this name that works on `concurrency` leases at once.
    public init(schedulers: [String], name: String, concurrency: Int = 2) {
        precondition(concurrency > 0, "a worker works on at least one lease at a time")
        self.schedulers = schedulers
        self.name = name
        self.concurrency = concurrency
    }
}

/// Does the work of one kind of task: takes items from the lease and settles them. It must not block its thread:
/// what blocks belongs on threads of its own.
public typealias Handler = @Sendable (Lease) async throws -> Void
