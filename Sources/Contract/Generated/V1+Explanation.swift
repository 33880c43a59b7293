// Made by tools/generate from longhaul/v1/explanation.proto; not to be edited.
//
// Why tasks wait. The reasons are those that the dispatcher acts on, at the moment of the call.

extension V1 {
    /// What a reason is, and which fields of WaitReason it fills. A reader that does not know a cause has `blocking`
    /// and the
    /// figures.
    package struct WaitCause: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unspecified = Self(rawValue: 0)
        /// The job has ended.
        package static let jobEnded = Self(rawValue: 1)
        /// The task has ended. state.
        package static let taskEnded = Self(rawValue: 2)
        /// All that is left of the job waits for a dead task.
        package static let jobStalled = Self(rawValue: 3)
        /// An earlier task has not succeeded: ordinal, name, state. At most 16 are named.
        package static let dependency = Self(rawValue: 4)
        /// So many dependencies more: count.
        package static let moreDependencies = Self(rawValue: 5)
        /// A dependency is to say how many items it has.
        package static let itemCount = Self(rawValue: 6)
        /// The job was submitted with a delay: until.
        package static let delay = Self(rawValue: 7)
        /// Paused by an operator, until one resumes it.
        package static let jobPaused = Self(rawValue: 8)
        /// name.
        package static let tenantPaused = Self(rawValue: 9)
        /// name: of the queue or, with `key`, the limit key, as in the next five.
        package static let paused = Self(rawValue: 10)
        /// A worker was told to slow down: until.
        package static let slowedDown = Self(rawValue: 11)
        /// As many leases are out as may be: count of limit.
        package static let leaseLimit = Self(rawValue: 12)
        /// There are tokens for `count` items, and more until `until`; limit items in period_ms.
        package static let rate = Self(rawValue: 13)
        /// What it was closed for is over: it opens at once.
        package static let opening = Self(rawValue: 14)
        /// The task has as many leases as its parallelism allows: count of limit.
        package static let parallelism = Self(rawValue: 15)
        /// count items failed and are tried again, the first of them at `until`.
        package static let backoff = Self(rawValue: 16)
        /// What waits is scattered over count ranges, more than limit: items that were never leased wait until it is
        /// less.
        package static let fragments = Self(rawValue: 17)
        /// All that is left is leased: count items under `leases` leases of `workers` workers, the oldest lease since
        /// `since`.
        package static let allLeased = Self(rawValue: 18)
        /// No worker of this kind and queue is connected; count more are, and take nothing new.
        package static let noWorker = Self(rawValue: 19)
        /// All `workers` of this kind and queue have as much as they can take.
        package static let workersBusy = Self(rawValue: 20)
        /// Its next items are to be alone with a worker, since several were lost with them, and none of `workers` is
        /// free of
        /// others. count is 1 when one makes room.
        package static let noIdleWorker = Self(rawValue: 21)
        /// count tasks whose items are to be alone with a worker go first. Here and in the next two, 1,001 stands for
        /// more than
        /// 1,000.
        package static let behindSuspects = Self(rawValue: 22)
        /// count tasks of higher priorities, up to `limit`, go first.
        package static let behindPriority = Self(rawValue: 23)
        /// count earlier tasks of the same job go first.
        package static let behindTasks = Self(rawValue: 24)
        /// Another tenant has less in flight for its weight, or had its turn longer ago: own against other.
        package static let behindTenant = Self(rawValue: 25)
        /// Another job of the tenant, other_job, with other.leases leases against own.leases.
        package static let behindJob = Self(rawValue: 26)
        /// Every worker that could take it also serves the queue `name` and the kind `other_kind`, where work of the
        /// priority
        /// `limit` waits.
        package static let behindQueue = Self(rawValue: 27)
        /// The task is about to end: `leases` leases of it are to be handed back.
        package static let stopping = Self(rawValue: 28)
        /// All `count` items of the task's list are settled; more may be appended, or the list sealed.
        package static let listOpen = Self(rawValue: 29)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "job ended"
            case 2: "task ended"
            case 3: "job stalled"
            case 4: "dependency"
            case 5: "more dependencies"
            case 6: "item count"
            case 7: "delay"
            case 8: "job paused"
            case 9: "tenant paused"
            case 10: "paused"
            case 11: "slowed down"
            case 12: "lease limit"
            case 13: "rate"
            case 14: "opening"
            case 15: "parallelism"
            case 16: "backoff"
            case 17: "fragments"
            case 18: "all leased"
            case 19: "no worker"
            case 20: "workers busy"
            case 21: "no idle worker"
            case 22: "behind suspects"
            case 23: "behind priority"
            case 24: "behind tasks"
            case 25: "behind tenant"
            case 26: "behind job"
            case 27: "behind queue"
            case 28: "stopping"
            case 29: "list open"
            default: "WaitCause \(rawValue)"
            }
        }
    }

    package struct ExplainRequest: Message {
        package var job: UInt64 = 0
        /// Its place in the job. Absent: all tasks that have not ended, in their order.
        package var task: UInt32?
        /// From the last page's next; 0: from the first.
        package var from: UInt32 = 0

        package init() {}

        package init(
            job: UInt64 = 0,
            task: UInt32? = nil,
            from: UInt32 = 0
        ) {
            self.job = job
            self.task = task
            self.from = from
        }
    }

    package struct ExplainResponse: Message {
        /// At most 100.
        package var tasks: [V1.TaskExplanation] = []
        package var jobState: V1.JobState = .unspecified
        /// Absent: this was the last page.
        package var next: UInt32?

        package init() {}

        package init(
            tasks: [V1.TaskExplanation] = [],
            jobState: V1.JobState = .unspecified,
            next: UInt32? = nil
        ) {
            self.tasks = tasks
            self.jobState = jobState
            self.next = next
        }
    }

    package struct TaskExplanation: Message {
        package var ordinal: UInt32 = 0
        package var name: String = ""
        package var queue: String = ""
        package var kind: String = ""
        package var state: V1.TaskState = .unspecified
        /// Items that could be leased, were nothing in the way.
        package var pending: UInt64 = 0
        /// Under leases and not settled.
        package var leased: UInt64 = 0
        /// Failed, and to be tried again later.
        package var retrying: UInt64 = 0
        /// What must be over before more of the task is leased comes first. None: it is leased next.
        package var reasons: [V1.WaitReason] = []
        /// When all that is in the way is over by itself; 0: nothing is, or not all of it goes with time alone.
        package var mayStartUnixMs: Int64 = 0
        /// Why it does not move, as its workers say; absent: they say nothing.
        package var note: V1.Failure?

        package init() {}

        package init(
            ordinal: UInt32 = 0,
            name: String = "",
            queue: String = "",
            kind: String = "",
            state: V1.TaskState = .unspecified,
            pending: UInt64 = 0,
            leased: UInt64 = 0,
            retrying: UInt64 = 0,
            reasons: [V1.WaitReason] = [],
            mayStartUnixMs: Int64 = 0,
            note: V1.Failure? = nil
        ) {
            self.ordinal = ordinal
            self.name = name
            self.queue = queue
            self.kind = kind
            self.state = state
            self.pending = pending
            self.leased = leased
            self.retrying = retrying
            self.reasons = reasons
            self.mayStartUnixMs = mayStartUnixMs
            self.note = note
        }
    }

    package struct WaitReason: Message {
        package var cause: V1.WaitCause = .unspecified
        /// Nothing of the task is leased while it holds. False: others go first, or it holds for some of the items
        /// only.
        package var blocking: Bool = false
        package var name: String = ""
        /// `name` is a limit key's.
        package var key: Bool = false
        package var ordinal: UInt32 = 0
        package var state: V1.TaskState = .unspecified
        package var count: UInt64 = 0
        package var limit: UInt64 = 0
        package var periodMs: UInt64 = 0
        package var leases: UInt32 = 0
        package var workers: UInt32 = 0
        package var sinceUnixMs: Int64 = 0
        package var untilUnixMs: Int64 = 0
        package var own: V1.TenantStanding?
        package var other: V1.TenantStanding?
        package var otherJob: UInt64 = 0
        package var otherKind: String = ""

        package init() {}

        package init(
            cause: V1.WaitCause = .unspecified,
            blocking: Bool = false,
            name: String = "",
            key: Bool = false,
            ordinal: UInt32 = 0,
            state: V1.TaskState = .unspecified,
            count: UInt64 = 0,
            limit: UInt64 = 0,
            periodMs: UInt64 = 0,
            leases: UInt32 = 0,
            workers: UInt32 = 0,
            sinceUnixMs: Int64 = 0,
            untilUnixMs: Int64 = 0,
            own: V1.TenantStanding? = nil,
            other: V1.TenantStanding? = nil,
            otherJob: UInt64 = 0,
            otherKind: String = ""
        ) {
            self.cause = cause
            self.blocking = blocking
            self.name = name
            self.key = key
            self.ordinal = ordinal
            self.state = state
            self.count = count
            self.limit = limit
            self.periodMs = periodMs
            self.leases = leases
            self.workers = workers
            self.sinceUnixMs = sinceUnixMs
            self.untilUnixMs = untilUnixMs
            self.own = own
            self.other = other
            self.otherJob = otherJob
            self.otherKind = otherKind
        }
    }

    /// What a tenant has of a queue.
    package struct TenantStanding: Message {
        package var tenant: String = ""
        package var leases: UInt32 = 0
        package var weight: UInt32 = 0
        /// Milliseconds for which its leases lasted too long, and which it has not made up for.
        package var debtMs: UInt64 = 0

        package init() {}

        package init(
            tenant: String = "",
            leases: UInt32 = 0,
            weight: UInt32 = 0,
            debtMs: UInt64 = 0
        ) {
            self.tenant = tenant
            self.leases = leases
            self.weight = weight
            self.debtMs = debtMs
        }
    }
}
