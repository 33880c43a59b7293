// Made by tools/generate from longhaul/v1/job.proto; not to be edited.
//
// Jobs, tasks and items: what a client submits, and what it sees of it.

extension V1 {
    package struct JobState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unspecified = Self(rawValue: 0)
        /// Accepted and durable; no work has begun.
        package static let pending = Self(rawValue: 1)
        package static let running = Self(rawValue: 2)
        /// Nothing can go on: what is left depends on a dead task. Requeue or cancel.
        package static let stalled = Self(rawValue: 3)
        package static let succeeded = Self(rawValue: 4)
        package static let failed = Self(rawValue: 5)
        package static let cancelled = Self(rawValue: 6)
        /// Its time limit passed before its end: what was left is cancelled.
        package static let expired = Self(rawValue: 7)
        /// It was cancelled, or its time limit has passed, while workers had items of it in hand: they stop and say
        /// what they
        /// have done, within seconds. Then it is cancelled, or has expired.
        package static let stopping = Self(rawValue: 8)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "pending"
            case 2: "running"
            case 3: "stalled"
            case 4: "succeeded"
            case 5: "failed"
            case 6: "cancelled"
            case 7: "expired"
            case 8: "stopping"
            default: "JobState \(rawValue)"
            }
        }
    }

    package struct TaskState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unspecified = Self(rawValue: 0)
        /// For its dependencies, or for its item count.
        package static let waiting = Self(rawValue: 1)
        package static let ready = Self(rawValue: 2)
        package static let running = Self(rawValue: 3)
        package static let succeeded = Self(rawValue: 4)
        /// More items died than are tolerated, or the whole task did.
        package static let dead = Self(rawValue: 5)
        package static let cancelled = Self(rawValue: 6)
        /// Workers have items of it in hand, and are to stop: its job is stopping, or the whole task died. Then it is
        /// cancelled or
        /// dead.
        package static let stopping = Self(rawValue: 7)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "waiting"
            case 2: "ready"
            case 3: "running"
            case 4: "succeeded"
            case 5: "dead"
            case 6: "cancelled"
            case 7: "stopping"
            default: "TaskState \(rawValue)"
            }
        }
    }

    /// What a client submits: a graph of tasks.
    package struct JobSpec: Message {
        /// For people. At most 128 bytes; empty: the kind of the first task.
        package var name: String = ""
        /// Whose work this is. At most 64 bytes; empty: "default".
        package var tenant: String = ""
        /// 0 to 9; higher goes first. Absent: 5.
        package var priority: UInt32?
        /// 1 to 1,000 tasks. A task depends on earlier ones only, so there are no cycles. More may be added as tasks
        /// complete:
        /// see AddedTask.
        package var tasks: [V1.TaskSpec] = []
        /// How long the job can be read after it ended; 0 keeps nothing. Absent: the scheduler's rule.
        /// A job with dead letters stays until they are requeued or discarded.
        package var retentionMs: UInt64?
        /// Of the tenant's: under one key there is one job. The same submission under it, made while the job goes on or
        /// not
        /// longer than reuse_ms after its success, is answered with that job; another one with ALREADY_EXISTS. A job
        /// that
        /// failed, was cancelled or has expired frees its key. At most 256 bytes; empty: none.
        package var key: String = ""
        /// The job is kept at least as long.
        package var reuseMs: UInt64 = 0
        /// Nothing of it is leased earlier than so long after the submit.
        package var delayMs: UInt64 = 0
        /// What has not ended so long after the submit is cancelled, and the job has expired. Absent: it has as long as
        /// it
        /// takes.
        package var timeLimitMs: UInt64?

        package init() {}

        package init(
            name: String = "",
            tenant: String = "",
            priority: UInt32? = nil,
            tasks: [V1.TaskSpec] = [],
            retentionMs: UInt64? = nil,
            key: String = "",
            reuseMs: UInt64 = 0,
            delayMs: UInt64 = 0,
            timeLimitMs: UInt64? = nil
        ) {
            self.name = name
            self.tenant = tenant
            self.priority = priority
            self.tasks = tasks
            self.retentionMs = retentionMs
            self.key = key
            self.reuseMs = reuseMs
            self.delayMs = delayMs
            self.timeLimitMs = timeLimitMs
        }
    }

    /// A node of the graph. A scheduler keeps at most 10,000 queues, 10,000 kinds, 100,000 pairs of the two, and
    /// 1,000,000
    /// tenants; a submit that would make more is refused.
    package struct TaskSpec: Message {
        /// Unique in its job. At most 64 bytes; empty: the kind.
        package var name: String = ""
        /// At most 64 bytes; empty: "default".
        package var queue: String = ""
        /// Which handler does the work. 1 to 64 bytes.
        package var kind: String = ""
        /// Handed to the handler as it is. At most 65,536 bytes; what is larger belongs in object storage.
        package var payload: [UInt8] = []
        /// Neither: one item.
        package var items: Items?
        /// Positions in the job's list of tasks; each lower than this task's own. At most 100,000 over all tasks of a
        /// job.
        package var dependsOn: [UInt32] = []
        /// At most this many items a lease. 0: so many that a lease lasts one to two seconds.
        package var itemsPerLease: UInt64 = 0
        /// At most this many leases at once. 0: no limit.
        package var parallelism: UInt32 = 0
        /// Absent: the defaults of RetryPolicy.
        package var retry: V1.RetryPolicy?
        /// How many items may end as dead letters without failing the task. Absent: none.
        package var tolerance: V1.FailureTolerance?
        /// Handed to the handler beside the outputs of the task's dependencies. At most 1,024, and 262,144 bytes, where
        /// each
        /// counts as its task's name, its data and 48 bytes more.
        package var inputs: [V1.TaskInput] = []
        /// Whose limits hold for the task beside its queue's: a provider, a customer, a machine. At most 64 bytes;
        /// empty:
        /// nobody's.
        package var limitKey: String = ""
        /// An attempt at an item that takes longer has failed. 0: it has as long as it takes.
        package var attemptTimeoutMs: UInt64 = 0

        package init() {}

        package init(
            name: String = "",
            queue: String = "",
            kind: String = "",
            payload: [UInt8] = [],
            items: Items? = nil,
            dependsOn: [UInt32] = [],
            itemsPerLease: UInt64 = 0,
            parallelism: UInt32 = 0,
            retry: V1.RetryPolicy? = nil,
            tolerance: V1.FailureTolerance? = nil,
            inputs: [V1.TaskInput] = [],
            limitKey: String = "",
            attemptTimeoutMs: UInt64 = 0
        ) {
            self.name = name
            self.queue = queue
            self.kind = kind
            self.payload = payload
            self.items = items
            self.dependsOn = dependsOn
            self.itemsPerLease = itemsPerLease
            self.parallelism = parallelism
            self.retry = retry
            self.tolerance = tolerance
            self.inputs = inputs
            self.limitKey = limitKey
            self.attemptTimeoutMs = attemptTimeoutMs
        }

        /// Neither: one item.
        package enum Items: Sendable, Hashable {
            /// Items 0 to count - 1. 1 to 4,000,000,000.
            case itemCount(UInt64)
            /// A task that this one depends on sets the count when it completes.
            case itemCountLater(Bool)
            /// Each item has a payload of its own. They come in batches, with the submit and with AppendItems, and are
            /// worked
            /// on as they come.
            case listed(V1.ItemList)
        }
    }

    /// The items of a task that come with payloads. It can only end after the list is sealed.
    package struct ItemList: Message {
        /// The first ones. As many and as large as those of one AppendItems.
        package var items: [[UInt8]] = []
        /// These are all; at least one then. Else more come with AppendItems.
        package var sealed: Bool = false
        /// An open list that nothing is appended to for so long is given up: its task is a dead letter with the cause
        /// LIST_NOT_SEALED, and takes no more until that is requeued. It is not counted while the task waits for
        /// others, and
        /// begins anew when the scheduler starts. 1,000 to 2,592,000,000, 30 days; 0: 3,600,000, an hour.
        package var openTimeoutMs: UInt64 = 0

        package init() {}

        package init(
            items: [[UInt8]] = [],
            sealed: Bool = false,
            openTimeoutMs: UInt64 = 0
        ) {
            self.items = items
            self.sealed = sealed
            self.openTimeoutMs = openTimeoutMs
        }
    }

    /// An item's n-th retry waits a random time between 0 and
    /// min(max_backoff_ms, initial_backoff_ms x 2^(n-1)): exponential backoff with full jitter.
    package struct RetryPolicy: Message {
        /// Tries of one item, the first included. 0: 5.
        package var maxAttempts: UInt32 = 0
        /// 0: 1,000. For almost no wait: 1.
        package var initialBackoffMs: UInt64 = 0
        /// 0: 300,000.
        package var maxBackoffMs: UInt64 = 0

        package init() {}

        package init(
            maxAttempts: UInt32 = 0,
            initialBackoffMs: UInt64 = 0,
            maxBackoffMs: UInt64 = 0
        ) {
            self.maxAttempts = maxAttempts
            self.initialBackoffMs = initialBackoffMs
            self.maxBackoffMs = maxBackoffMs
        }
    }

    package struct FailureTolerance: Message {
        package var limit: Limit?

        package init() {}

        package init(
            limit: Limit? = nil
        ) {
            self.limit = limit
        }

        package enum Limit: Sendable, Hashable {
            case items(UInt64)
            /// Thousandths of the task's items, 0 to 1,000.
            case perMille(UInt32)
        }
    }

    /// What an earlier task left for this one.
    package struct TaskInput: Message {
        /// The name of the task it comes from. At most 64 bytes.
        package var task: String = ""
        package var item: UInt64 = 0
        package var data: [UInt8] = []

        package init() {}

        package init(
            task: String = "",
            item: UInt64 = 0,
            data: [UInt8] = []
        ) {
            self.task = task
            self.item = item
            self.data = data
        }
    }

    /// A job as it stands.
    package struct Job: Message {
        package var id: UInt64 = 0
        package var name: String = ""
        package var tenant: String = ""
        package var priority: UInt32 = 0
        package var state: V1.JobState = .unspecified
        /// Goes up by one with each change of state and each edit; progress leaves it alone.
        package var version: UInt64 = 0
        package var submittedUnixMs: Int64 = 0
        /// 0: not yet.
        package var startedUnixMs: Int64 = 0
        package var endedUnixMs: Int64 = 0
        package var tasks: [V1.TaskStatus] = []
        /// The job whose dead letters this one works on again. 0: none.
        package var requeuedFrom: UInt64 = 0
        /// By an operator; nothing of it is leased.
        package var paused: Bool = false
        /// 0: it may start.
        package var notBeforeUnixMs: Int64 = 0
        /// 0: none.
        package var deadlineUnixMs: Int64 = 0
        /// The schedule whose tick submitted it, of the same tenant. Empty: none, or it was deleted since.
        package var schedule: String = ""
        /// Which tick that was; 0: it was submitted otherwise.
        package var tickUnixMs: Int64 = 0

        package init() {}

        package init(
            id: UInt64 = 0,
            name: String = "",
            tenant: String = "",
            priority: UInt32 = 0,
            state: V1.JobState = .unspecified,
            version: UInt64 = 0,
            submittedUnixMs: Int64 = 0,
            startedUnixMs: Int64 = 0,
            endedUnixMs: Int64 = 0,
            tasks: [V1.TaskStatus] = [],
            requeuedFrom: UInt64 = 0,
            paused: Bool = false,
            notBeforeUnixMs: Int64 = 0,
            deadlineUnixMs: Int64 = 0,
            schedule: String = "",
            tickUnixMs: Int64 = 0
        ) {
            self.id = id
            self.name = name
            self.tenant = tenant
            self.priority = priority
            self.state = state
            self.version = version
            self.submittedUnixMs = submittedUnixMs
            self.startedUnixMs = startedUnixMs
            self.endedUnixMs = endedUnixMs
            self.tasks = tasks
            self.requeuedFrom = requeuedFrom
            self.paused = paused
            self.notBeforeUnixMs = notBeforeUnixMs
            self.deadlineUnixMs = deadlineUnixMs
            self.schedule = schedule
            self.tickUnixMs = tickUnixMs
        }
    }

    package struct TaskStatus: Message {
        package var ordinal: UInt32 = 0
        package var name: String = ""
        package var queue: String = ""
        package var kind: String = ""
        package var state: V1.TaskState = .unspecified
        package var dependsOn: [UInt32] = []
        package var items: V1.Counters?
        /// Leases out now.
        package var leases: UInt32 = 0
        package var startedUnixMs: Int64 = 0
        package var endedUnixMs: Int64 = 0
        /// What the task's items left, while it is small: the first ones, at most 16 outputs and 16 KiB. Over all
        /// tasks of the job at most 256 KiB, names included: the last tasks' are kept, so that a job always fits in a
        /// frame.
        package var outputs: [V1.TaskInput] = []
        /// Why the task does not move, as far as anybody said: the newest note of its leases (Report.note), else the
        /// failure
        /// of the item that was retried last, while items wait for their retry. Decoration: not durable, so that it is
        /// gone
        /// after a restart of the scheduler until it is said again. Its text is cut to 256 bytes, between characters,
        /// and of a
        /// job at most 64 tasks have one: the first ones.
        package var note: V1.Failure?

        package init() {}

        package init(
            ordinal: UInt32 = 0,
            name: String = "",
            queue: String = "",
            kind: String = "",
            state: V1.TaskState = .unspecified,
            dependsOn: [UInt32] = [],
            items: V1.Counters? = nil,
            leases: UInt32 = 0,
            startedUnixMs: Int64 = 0,
            endedUnixMs: Int64 = 0,
            outputs: [V1.TaskInput] = [],
            note: V1.Failure? = nil
        ) {
            self.ordinal = ordinal
            self.name = name
            self.queue = queue
            self.kind = kind
            self.state = state
            self.dependsOn = dependsOn
            self.items = items
            self.leases = leases
            self.startedUnixMs = startedUnixMs
            self.endedUnixMs = endedUnixMs
            self.outputs = outputs
            self.note = note
        }
    }

    /// Where the items of a task are. Every item is in exactly one of: done, dead, leased, retrying, pending
    /// (the rest), cancelled.
    package struct Counters: Message {
        /// 0 while item_count_known is false.
        package var total: UInt64 = 0
        package var itemCountKnown: Bool = false
        package var done: UInt64 = 0
        /// Of a dead task all that are not done: also those that the death of the whole task came before.
        package var dead: UInt64 = 0
        package var leased: UInt64 = 0
        package var retrying: UInt64 = 0
        package var cancelled: UInt64 = 0
        /// More items may be appended: total grows.
        package var open: Bool = false

        package init() {}

        package init(
            total: UInt64 = 0,
            itemCountKnown: Bool = false,
            done: UInt64 = 0,
            dead: UInt64 = 0,
            leased: UInt64 = 0,
            retrying: UInt64 = 0,
            cancelled: UInt64 = 0,
            open: Bool = false
        ) {
            self.total = total
            self.itemCountKnown = itemCountKnown
            self.done = done
            self.dead = dead
            self.leased = leased
            self.retrying = retrying
            self.cancelled = cancelled
            self.open = open
        }
    }

    package struct JobSummary: Message {
        package var id: UInt64 = 0
        package var name: String = ""
        package var tenant: String = ""
        package var state: V1.JobState = .unspecified
        package var submittedUnixMs: Int64 = 0
        package var endedUnixMs: Int64 = 0
        package var tasks: UInt32 = 0
        /// Summed over the tasks whose count is known.
        package var items: V1.Counters?

        package init() {}

        package init(
            id: UInt64 = 0,
            name: String = "",
            tenant: String = "",
            state: V1.JobState = .unspecified,
            submittedUnixMs: Int64 = 0,
            endedUnixMs: Int64 = 0,
            tasks: UInt32 = 0,
            items: V1.Counters? = nil
        ) {
            self.id = id
            self.name = name
            self.tenant = tenant
            self.state = state
            self.submittedUnixMs = submittedUnixMs
            self.endedUnixMs = endedUnixMs
            self.tasks = tasks
            self.items = items
        }
    }

    package struct GetRequest: Message {
        package var job: UInt64 = 0

        package init() {}

        package init(
            job: UInt64 = 0
        ) {
            self.job = job
        }
    }
}
