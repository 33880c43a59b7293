import Platform
package import Scheduling

/// What an operator decides about the service.
package struct SchedulerOptions: Sendable {
    package var core = Settings()
    /// A worker runs at most so many items past what is durable: the bound on work done twice after a crash.
    package var unacknowledgedItems: UInt64 = 100

    /// Milliseconds to reconnect for a worker on this machine: a connection that closes here is a process that ended.
    package var loopbackGrace: UInt64 = 0

    package init() {}

    /// What a command line gives, in whole milliseconds.
    package init(leaseTimeToLive: Duration, retention: Duration, drainTarget: Duration, unacknowledgedItems: UInt64) {
        core.leaseTimeToLive = UInt64(clamping: leaseTimeToLive.wholeMilliseconds)
        core.retention = UInt64(clamping: retention.wholeMilliseconds)
        core.drainTarget = UInt64(clamping: drainTarget.wholeMilliseconds)
        self.unacknowledgedItems = unacknowledgedItems
    }

    /// Bytes of the largest journal row: more than a full batch and the largest command on top of it take.
    static let largestRow = 128 << 20
    /// After which a row that the store refused is offered again.
    static let retryRefusedRow = Duration.milliseconds(250)
    /// Schedules whose ticks are dealt with in one turn, and ticks that are looked for at once of one of them: more than a
    /// month of minutes.
    static let schedulesPerTurn = 256
    static let ticksPerLook = 50_000
    /// Milliseconds after which a tick is late.
    static let tickIsLate: UInt64 = 60_000
    /// Ids that one call about a list looks at.
    static let probes = 50_000
    /// Bytes that one requeue copies into one new job.
    static let bytesPerRequeuedJob = 8 << 20
    /// About how many bytes of dead letters one page has.
    static let bytesPerPage = 512 * 1_024
    /// Tasks that one answer explains: of 3 KiB each at most, so that it fits a frame.
    static let explanationsPerPage = 100
    /// Jobs, and about how many bytes of them, in one message of the change feed. One job may be larger, and still fits
    /// in a frame.
    static let jobsPerFeedUpdate = 50
    static let bytesPerFeedUpdate = 256 * 1_024
}
