// Made by tools/generate from longhaul/v1/worker.proto; not to be edited.
//
// The session between a worker and the scheduler: one stream each way, leases pushed, no polling.

extension V1 {
    package enum Worker {
        /// The first update carries `join`, and may carry credit and reports too. The worker ends the stream, with
        /// END; the scheduler answers it with STATUS, behind everything else that it owes. What is still held by then
        /// goes to others: at once and at no cost after `leave`, else after a short grace, as from a lost worker.
        package static let session = BidirectionalMethod<V1.WorkerUpdate, V1.SchedulerUpdate>(
            name: "longhaul.v1.Worker/Session")
    }

    package struct Ending: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// The lease goes on; it ends by itself once all its items are settled.
        package static let none = Self(rawValue: 0)
        /// Handed back with its cursor; what is left goes to another worker, and costs no attempt.
        package static let returned = Self(rawValue: 1)
        /// The whole task can't go on.
        package static let taskFailed = Self(rawValue: 2)

        package var description: String {
            switch rawValue {
            case 0: "none"
            case 1: "returned"
            case 2: "task failed"
            default: "Ending \(rawValue)"
            }
        }
    }

    package struct Disposition: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unspecified = Self(rawValue: 0)
        /// Try again later, until the attempts are used up.
        package static let retry = Self(rawValue: 1)
        /// Trying again can't help.
        package static let dead = Self(rawValue: 2)
        /// It is not known whether it worked; a person decides.
        package static let parked = Self(rawValue: 3)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "retry"
            case 2: "dead"
            case 3: "parked"
            default: "Disposition \(rawValue)"
            }
        }
    }

    /// Any message is a heartbeat for every lease of the session.
    package struct WorkerUpdate: Message {
        package var join: V1.Join?
        /// Absolute totals for the session; the scheduler grants while both are above what it has granted.
        /// 0: unchanged.
        package var leaseCredit: UInt64 = 0
        package var itemCredit: UInt64 = 0
        /// Leases of which every item is done, with nothing else to say.
        package var completed: [UInt64] = []
        package var reports: [V1.Report] = []
        /// Grant nothing more. The worker finishes what it holds, or hands it back, hears that it has ended, and
        /// ends the stream.
        package var leave: Bool = false

        package init() {}

        package init(
            join: V1.Join? = nil,
            leaseCredit: UInt64 = 0,
            itemCredit: UInt64 = 0,
            completed: [UInt64] = [],
            reports: [V1.Report] = [],
            leave: Bool = false
        ) {
            self.join = join
            self.leaseCredit = leaseCredit
            self.itemCredit = itemCredit
            self.completed = completed
            self.reports = reports
            self.leave = leave
        }
    }

    package struct Join: Message {
        /// At most 64 bytes.
        package var name: String = ""
        /// Made at the worker's start: tells it from an earlier one of the same name.
        package var instance: UInt64 = 0
        /// What it can do. 1 to 64.
        package var kinds: [String] = []
        /// Where it takes work from. At most 64; none: every queue.
        package var queues: [String] = []
        /// What it holds from before: after a lost connection, or a restart of the scheduler.
        /// Leases of this instance that are not named here are free at once.
        package var held: [V1.HeldLease] = []
        /// Leases that it works on at a time; those beyond wait. 0: 1.
        package var slots: UInt32 = 0

        package init() {}

        package init(
            name: String = "",
            instance: UInt64 = 0,
            kinds: [String] = [],
            queues: [String] = [],
            held: [V1.HeldLease] = [],
            slots: UInt32 = 0
        ) {
            self.name = name
            self.instance = instance
            self.kinds = kinds
            self.queues = queues
            self.held = held
            self.slots = slots
        }
    }

    package struct HeldLease: Message {
        package var lease: UInt64 = 0

        package init() {}

        package init(
            lease: UInt64 = 0
        ) {
            self.lease = lease
        }
    }

    package struct Report: Message {
        package var lease: UInt64 = 0
        /// Every item of the lease before this one is settled: done, but for those with an outcome.
        package var cursor: UInt64 = 0
        /// Settled ranges past the cursor: pairs [begin, end). At most 64.
        package var settled: [UInt64] = []
        /// Items that are settled but not done. At most 8,192, as are outputs.
        package var outcomes: [V1.Outcome] = []
        /// Belongs to the item at the cursor, and goes with it to its next lease. At most 65,536 bytes.
        package var checkpoint: [UInt8]?
        package var outputs: [V1.Output] = []
        /// For tasks of this job that depend on this one; takes effect when this task completes.
        package var itemCounts: [V1.ItemCount] = []
        package var ending: V1.Ending = .none
        /// With ENDING_TASK_FAILED.
        package var failure: V1.Failure?
        /// Those for whom the work is done said "slow down": nothing under the task's limit_key is leased for so long;
        /// where
        /// it has none, nothing of its queue. At most an hour. What is leased goes on.
        package var slowDownMs: UInt64 = 0
        /// Why the lease does not move, for people; an empty one: it moves again. Absent: what was said before holds,
        /// until a
        /// report settles an item, or the lease ends. A report may carry nothing else. Decoration: the scheduler keeps
        /// it in
        /// memory alone, and the text's first 256 bytes. A worker says it again after it has joined anew.
        package var note: V1.Failure?
        /// At most 8,192; those of one item in their order.
        package var added: [V1.AddedTask] = []
        /// Where the lease's items end now: the answer to a Trim, which may be higher than it asked, and the lease's
        /// old end when
        /// nothing is given up. Items from here on were not begun and go to others. Past the lease's first item, and
        /// not before
        /// anything settled. A higher one than said before changes nothing, so it may be said with every later report.
        package var end: UInt64?

        package init() {}

        package init(
            lease: UInt64 = 0,
            cursor: UInt64 = 0,
            settled: [UInt64] = [],
            outcomes: [V1.Outcome] = [],
            checkpoint: [UInt8]? = nil,
            outputs: [V1.Output] = [],
            itemCounts: [V1.ItemCount] = [],
            ending: V1.Ending = .none,
            failure: V1.Failure? = nil,
            slowDownMs: UInt64 = 0,
            note: V1.Failure? = nil,
            added: [V1.AddedTask] = [],
            end: UInt64? = nil
        ) {
            self.lease = lease
            self.cursor = cursor
            self.settled = settled
            self.outcomes = outcomes
            self.checkpoint = checkpoint
            self.outputs = outputs
            self.itemCounts = itemCounts
            self.ending = ending
            self.failure = failure
            self.slowDownMs = slowDownMs
            self.note = note
            self.added = added
            self.end = end
        }
    }

    package struct Outcome: Message {
        package var item: UInt64 = 0
        package var disposition: V1.Disposition = .unspecified
        package var failure: V1.Failure?

        package init() {}

        package init(
            item: UInt64 = 0,
            disposition: V1.Disposition = .unspecified,
            failure: V1.Failure? = nil
        ) {
            self.item = item
            self.disposition = disposition
            self.failure = failure
        }
    }

    /// What an item leaves for the tasks that depend on it, and for readers. At most 4,096 bytes. A task's outputs
    /// count as
    /// TaskSpec.inputs do; an item whose output would make them more than 262,144 bytes is a dead letter.
    package struct Output: Message {
        package var item: UInt64 = 0
        package var data: [UInt8] = []

        package init() {}

        package init(
            item: UInt64 = 0,
            data: [UInt8] = []
        ) {
            self.item = item
            self.data = data
        }
    }

    /// A task that an item adds to its job as it becomes done: all that the item adds, or none. It waits for the task
    /// that adds
    /// it, and so starts when that has succeeded; its leases come with what that left. What can't be added, since a
    /// name is
    /// taken or a limit is reached, makes the item a dead letter that says so. A job has at most 2,000 tasks over its
    /// life, and
    /// 100,000 dependencies. Depth counts added tasks, and refuses none.
    package struct AddedTask: Message {
        /// It adds at most 1,000.
        package var item: UInt64 = 0
        /// As it is submitted, but that depends_on are places among the tasks that the same item adds, each lower than
        /// its own,
        /// and that its items are not listed.
        package var task: V1.TaskSpec?
        /// Names of tasks that wait for the one that adds this, and are to wait for this one too: fan-out, then fan-in.
        package var before: [String] = []

        package init() {}

        package init(
            item: UInt64 = 0,
            task: V1.TaskSpec? = nil,
            before: [String] = []
        ) {
            self.item = item
            self.task = task
            self.before = before
        }
    }

    package struct ItemCount: Message {
        /// The task's ordinal in the job.
        package var task: UInt32 = 0
        package var count: UInt64 = 0

        package init() {}

        package init(
            task: UInt32 = 0,
            count: UInt64 = 0
        ) {
            self.task = task
            self.count = count
        }
    }

    package struct SchedulerUpdate: Message {
        package var joined: V1.Joined?
        package var grants: [V1.Grant] = []
        /// Leases that have ended durably; nothing about them need be sent again.
        package var ended: [UInt64] = []
        /// Durable cursors of leases that go on.
        package var acknowledged: [V1.Acknowledgement] = []
        /// Leases that are no longer held by this worker: stop working on them.
        package var revoked: [UInt64] = []
        /// Leases to hand back, since their task is to end, or an attempt took too long: begin no further item of them,
        /// stop
        /// those under way, and report with ENDING_RETURNED what is settled, within Joined.recall_ms. What was settled
        /// by then
        /// counts; afterwards they are revoked. Said again after the worker has joined anew.
        package var recalled: [UInt64] = []
        /// Somebody has nothing to do, and these leases are long. To be answered with Report.end.
        package var trims: [V1.Trim] = []

        package init() {}

        package init(
            joined: V1.Joined? = nil,
            grants: [V1.Grant] = [],
            ended: [UInt64] = [],
            acknowledged: [V1.Acknowledgement] = [],
            revoked: [UInt64] = [],
            recalled: [UInt64] = [],
            trims: [V1.Trim] = []
        ) {
            self.joined = joined
            self.grants = grants
            self.ended = ended
            self.acknowledged = acknowledged
            self.revoked = revoked
            self.recalled = recalled
            self.trims = trims
        }
    }

    package struct Trim: Message {
        package var lease: UInt64 = 0
        /// Give up the items from this one on, but for those that are begun, and so that at least one unsettled item is
        /// left.
        package var end: UInt64 = 0

        package init() {}

        package init(
            lease: UInt64 = 0,
            end: UInt64 = 0
        ) {
            self.lease = lease
            self.end = end
        }
    }

    package struct Joined: Message {
        /// A lease ends when nothing was heard of its worker for so long.
        package var leaseTtlMs: UInt64 = 0
        package var heartbeatMs: UInt64 = 0
        /// A worker begins no further item while so many, over all its leases, are begun or settled and not yet
        /// known to it as durable.
        package var unacknowledgedItems: UInt64 = 0
        /// Of the named held leases, those that are still this worker's.
        package var kept: [UInt64] = []
        /// How long a worker may take to hand back a lease that is recalled.
        package var recallMs: UInt64 = 0

        package init() {}

        package init(
            leaseTtlMs: UInt64 = 0,
            heartbeatMs: UInt64 = 0,
            unacknowledgedItems: UInt64 = 0,
            kept: [UInt64] = [],
            recallMs: UInt64 = 0
        ) {
            self.leaseTtlMs = leaseTtlMs
            self.heartbeatMs = heartbeatMs
            self.unacknowledgedItems = unacknowledgedItems
            self.kept = kept
            self.recallMs = recallMs
        }
    }

    package struct Grant: Message {
        package var lease: UInt64 = 0
        package var job: UInt64 = 0
        package var task: UInt32 = 0
        package var taskName: String = ""
        package var queue: String = ""
        package var kind: String = ""
        package var payload: [UInt8] = []
        /// Pairs [begin, end), ascending.
        package var ranges: [UInt64] = []
        /// Of these items; the first is 1.
        package var attempt: UInt32 = 0
        /// Of the whole task; of an open list, those that are there.
        package var itemCount: UInt64 = 0
        package var checkpoint: [UInt8] = []
        /// Absent: nothing came before this task, and nothing waits for it.
        package var context: V1.TaskContext?
        /// Of a task with a list: the payloads of the ranges' items, in their order. At most 262,144 bytes, counted as
        /// AppendItemsRequest.items are.
        package var items: [[UInt8]] = []

        package init() {}

        package init(
            lease: UInt64 = 0,
            job: UInt64 = 0,
            task: UInt32 = 0,
            taskName: String = "",
            queue: String = "",
            kind: String = "",
            payload: [UInt8] = [],
            ranges: [UInt64] = [],
            attempt: UInt32 = 0,
            itemCount: UInt64 = 0,
            checkpoint: [UInt8] = [],
            context: V1.TaskContext? = nil,
            items: [[UInt8]] = []
        ) {
            self.lease = lease
            self.job = job
            self.task = task
            self.taskName = taskName
            self.queue = queue
            self.kind = kind
            self.payload = payload
            self.ranges = ranges
            self.attempt = attempt
            self.itemCount = itemCount
            self.checkpoint = checkpoint
            self.context = context
            self.items = items
        }
    }

    /// What a task has from those around it.
    package struct TaskContext: Message {
        /// The inputs it was submitted with, then the outputs of the tasks that it depends on: the first ones, up to
        /// 262,144
        /// bytes, counted as TaskSpec.inputs says.
        package var inputs: [V1.TaskInput] = []
        /// How the tasks that it depends on ended.
        package var dependencies: [V1.DependencyResult] = []
        /// The tasks that wait for this one, and for it to set their item count.
        package var unsetCounts: [V1.UnsetCount] = []

        package init() {}

        package init(
            inputs: [V1.TaskInput] = [],
            dependencies: [V1.DependencyResult] = [],
            unsetCounts: [V1.UnsetCount] = []
        ) {
            self.inputs = inputs
            self.dependencies = dependencies
            self.unsetCounts = unsetCounts
        }
    }

    package struct DependencyResult: Message {
        package var task: String = ""
        package var items: V1.Counters?
        package var startedUnixMs: Int64 = 0
        package var endedUnixMs: Int64 = 0

        package init() {}

        package init(
            task: String = "",
            items: V1.Counters? = nil,
            startedUnixMs: Int64 = 0,
            endedUnixMs: Int64 = 0
        ) {
            self.task = task
            self.items = items
            self.startedUnixMs = startedUnixMs
            self.endedUnixMs = endedUnixMs
        }
    }

    package struct UnsetCount: Message {
        package var task: UInt32 = 0
        package var name: String = ""

        package init() {}

        package init(
            task: UInt32 = 0,
            name: String = ""
        ) {
            self.task = task
            self.name = name
        }
    }

    package struct Acknowledgement: Message {
        package var lease: UInt64 = 0
        package var cursor: UInt64 = 0

        package init() {}

        package init(
            lease: UInt64 = 0,
            cursor: UInt64 = 0
        ) {
            self.lease = lease
            self.cursor = cursor
        }
    }
}
