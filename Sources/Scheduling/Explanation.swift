/// Why nothing, or nothing more, of a task is leased at this moment.
package struct Explanation: Equatable, Sendable {
    package var task: TaskID
    /// Empty: it goes by its kind.
    package var name: [UInt8]
    package var queue: String
    package var kind: String
    package var state: TaskState
    package var jobState: JobState
    /// Items that could be leased, were nothing in the way.
    package var pending: UInt32
    package var leased: UInt32
    package var retrying: UInt32
    /// In the order in which they would have to go; none: the next dispatch leases something of it.
    package var reasons: [WaitReason]

    /// When all that is in the way is over by itself; nil: nothing is in the way, or not all of it goes with time.
    package var mayStart: Timestamp? {
        var latest: Timestamp?
        for reason in reasons where reason.isBlocking {
            guard let over = reason.cause.over else { return nil }
            latest = max(latest ?? over, over)
        }
        return latest
    }
}

package struct WaitReason: Equatable, Sendable {
    package let cause: WaitCause
    /// Nothing of the task is leased while it holds. False: others go first, or it holds for some of its items.
    package let isBlocking: Bool
}

/// A queue or a key by name.
package struct GateName: Equatable, Sendable {
    package let isQueue: Bool
    package let name: String
}

package enum WaitCause: Equatable, Sendable {
    case jobEnded(JobState)
    case taskEnded(TaskState)
    /// Its workers are to hand back what they have, and then it ends.
    case stopping(leases: UInt32)
    /// All that is left of its job waits for a dead task.
    case jobStalled
    case dependency(UInt32, name: [UInt8], TaskState)
    /// Beside those that are named.
    case moreDependencies(UInt32)
    /// One of its dependencies is to say how many items it has.
    case itemCount
    case delay(until: Timestamp)

    case jobPaused
    case tenantPaused(String)
    case paused(GateName)
    case slow(GateName, until: Timestamp)
    case leaseLimit(GateName, limit: UInt32, leases: UInt32)
    /// `available`: items there are tokens for; the gate opens when there are enough.
    case rate(GateName, GateLimits, available: UInt64, until: Timestamp)
    /// What the gate was closed for is over, and it opens with the next tick.
    case opening(GateName, Timestamp)

    case parallelism(limit: UInt32, leases: UInt32)
    /// Items that failed are tried again, the first of them from then on.
    case backoff(items: UInt32, until: Timestamp)
    /// Its waiting items are scattered over so many ranges: those never leased wait until there are fewer.
    case fragments(UInt32, limit: UInt32)
    /// All that its list has is settled, and more may be appended.
    case listOpen(items: UInt32)
    /// `oldest`: when the lease was granted that has lasted longest.
    case allLeased(items: UInt32, leases: UInt32, workers: UInt32, oldest: Timestamp)

    /// `leaving`: workers of its kind and queue that take nothing more.
    case noWorker(leaving: UInt32)
    /// They have as much as they can take.
    case noCredit(workers: UInt32)
    /// Its next items were lost with several workers, and are to be alone with one; none of these has nothing else.
    case noIdleWorker(workers: UInt32, isMakingRoom: Bool)

    /// Tasks whose items are to be alone with a worker.
    case behindSuspects(Ahead)
    case behindPriority(own: UInt8, highest: UInt8, Ahead)
    case behindTenant(Standing, Standing)
    /// Another job of its tenant; leases of each.
    case behindJob(leases: UInt32, other: JobID, otherLeases: UInt32)
    /// Tasks of its own job.
    case behindTasks(Ahead)
    /// All workers that could take it also serve a lane with work of this priority.
    case behindLane(queue: String, kind: String, priority: UInt8)

    /// How many go first; `isAtLeast`: nobody counted further.
    package struct Ahead: Equatable, Sendable {
        package let tasks: UInt32
        package let isAtLeast: Bool

        static let most: UInt32 = 1_000

        init(_ counted: UInt32) {
            tasks = min(counted, Self.most)
            isAtLeast = counted > Self.most
        }
    }

    /// A tenant in a queue: who has less in flight for its weight goes first.
    package struct Standing: Equatable, Sendable {
        package let tenant: String
        package let leases: UInt32
        package let weight: UInt32
        /// Milliseconds that its leases lasted too long, and that it has not made up for.
        package let debt: UInt64
    }

    /// When it is over by itself; nil: not by time alone.
    package var over: Timestamp? {
        switch self {
        case .delay(let until), .slow(_, let until), .rate(_, _, _, let until), .backoff(_, let until): until
        case .opening(_, let time): time
        default: nil
        }
    }
}
