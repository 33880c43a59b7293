// Made by tools/generate from longhaul/v1/dead_letter.proto; not to be edited.
//
// Tasks and items that used up their attempts, kept until a person decides.

extension V1 {
    package struct DeathCause: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unspecified = Self(rawValue: 0)
        /// The handler said that trying again can't help.
        package static let permanent = Self(rawValue: 1)
        /// The last allowed attempt failed.
        package static let attemptsExhausted = Self(rawValue: 2)
        /// The outcome is not known, and the task's owner wants a person to look.
        package static let parked = Self(rawValue: 3)
        /// Its workers were lost too often while they held it.
        package static let workerLost = Self(rawValue: 4)
        /// The dependency that should have set the item count did not.
        package static let countNotSet = Self(rawValue: 5)
        /// The last allowed attempt took longer than it may.
        package static let timedOut = Self(rawValue: 6)
        /// The task's list of items was left open, and nothing was appended to it for as long as it waits.
        package static let listNotSealed = Self(rawValue: 7)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "permanent"
            case 2: "attempts exhausted"
            case 3: "parked"
            case 4: "worker lost"
            case 5: "count not set"
            case 6: "timed out"
            case 7: "list not sealed"
            default: "DeathCause \(rawValue)"
            }
        }
    }

    package struct RequeueOrderState: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unspecified = Self(rawValue: 0)
        package static let running = Self(rawValue: 1)
        /// All letters that were meant were looked at.
        package static let finished = Self(rawValue: 2)
        package static let stopped = Self(rawValue: 3)

        package var description: String {
            switch rawValue {
            case 0: "unspecified"
            case 1: "running"
            case 2: "finished"
            case 3: "stopped"
            default: "RequeueOrderState \(rawValue)"
            }
        }
    }

    /// Why an attempt failed.
    package struct Failure: Message {
        /// Short and stable, to group by: "550 5.1.1". At most 64 bytes.
        package var code: String = ""
        /// For people. At most 1,024 bytes.
        package var text: String = ""

        package init() {}

        package init(
            code: String = "",
            text: String = ""
        ) {
            self.code = code
            self.text = text
        }
    }

    package struct DeadLetter: Message {
        package var id: UInt64 = 0
        package var job: UInt64 = 0
        package var task: UInt32 = 0
        package var taskName: String = ""
        package var queue: String = ""
        package var kind: String = ""
        /// Absent: the whole task.
        package var item: UInt64?
        package var cause: V1.DeathCause = .unspecified
        package var attempts: UInt32 = 0
        package var failure: V1.Failure?
        package var diedUnixMs: Int64 = 0
        /// Names the letters of its queue with its cause whose failures differ in numbers, addresses, quoted parts and
        /// ids only.
        package var group: UInt64 = 0
        /// Tries that failed before the last one, oldest first: at most 5, and none where too many items of the task
        /// had failed.
        /// Only when asked for.
        package var history: [V1.FailedTry] = []

        package init() {}

        package init(
            id: UInt64 = 0,
            job: UInt64 = 0,
            task: UInt32 = 0,
            taskName: String = "",
            queue: String = "",
            kind: String = "",
            item: UInt64? = nil,
            cause: V1.DeathCause = .unspecified,
            attempts: UInt32 = 0,
            failure: V1.Failure? = nil,
            diedUnixMs: Int64 = 0,
            group: UInt64 = 0,
            history: [V1.FailedTry] = []
        ) {
            self.id = id
            self.job = job
            self.task = task
            self.taskName = taskName
            self.queue = queue
            self.kind = kind
            self.item = item
            self.cause = cause
            self.attempts = attempts
            self.failure = failure
            self.diedUnixMs = diedUnixMs
            self.group = group
            self.history = history
        }
    }

    package struct FailedTry: Message {
        package var attempt: UInt32 = 0
        package var failedUnixMs: Int64 = 0
        /// Absent: nobody said why.
        package var failure: V1.Failure?
        /// It took longer than it may.
        package var timedOut: Bool = false

        package init() {}

        package init(
            attempt: UInt32 = 0,
            failedUnixMs: Int64 = 0,
            failure: V1.Failure? = nil,
            timedOut: Bool = false
        ) {
            self.attempt = attempt
            self.failedUnixMs = failedUnixMs
            self.failure = failure
            self.timedOut = timedOut
        }
    }

    /// Which dead letters: those that match every part that is given. At least one part, or `all`.
    package struct DeadLetterFilter: Message {
        /// At most 1,000.
        package var ids: [UInt64] = []
        package var job: UInt64 = 0
        package var queue: String = ""
        package var code: String = ""
        package var all: Bool = false
        package var kind: String = ""
        package var group: UInt64 = 0

        package init() {}

        package init(
            ids: [UInt64] = [],
            job: UInt64 = 0,
            queue: String = "",
            code: String = "",
            all: Bool = false,
            kind: String = "",
            group: UInt64 = 0
        ) {
            self.ids = ids
            self.job = job
            self.queue = queue
            self.code = code
            self.all = all
            self.kind = kind
            self.group = group
        }
    }

    package struct ListDeadLettersRequest: Message {
        package var filter: V1.DeadLetterFilter?
        /// At most 1,000; 0: 100.
        package var limit: UInt32 = 0
        /// From the last page's next_after; 0: from the start.
        package var after: UInt64 = 0
        /// With the tries that failed before.
        package var history: Bool = false

        package init() {}

        package init(
            filter: V1.DeadLetterFilter? = nil,
            limit: UInt32 = 0,
            after: UInt64 = 0,
            history: Bool = false
        ) {
            self.filter = filter
            self.limit = limit
            self.after = after
            self.history = history
        }
    }

    package struct ListDeadLettersResponse: Message {
        package var letters: [V1.DeadLetter] = []
        /// 0: this was the last page. A page may be short, even empty, with more to come.
        package var nextAfter: UInt64 = 0

        package init() {}

        package init(
            letters: [V1.DeadLetter] = [],
            nextAfter: UInt64 = 0
        ) {
            self.letters = letters
            self.nextAfter = nextAfter
        }
    }

    package struct RequeueDeadLettersRequest: Message {
        package var filter: V1.DeadLetterFilter?
        /// From the last answer's next_after; 0: from the start.
        package var after: UInt64 = 0

        package init() {}

        package init(
            filter: V1.DeadLetterFilter? = nil,
            after: UInt64 = 0
        ) {
            self.filter = filter
            self.after = after
        }
    }

    package struct RequeueDeadLettersResponse: Message {
        /// Letters about tasks whose item count was never set are not among them: there is nothing to work on, and they
        /// stay.
        package var requeued: UInt64 = 0
        /// One for each job that had matching dead letters of ended tasks: what has ended stays as it ended. More than
        /// one when
        /// what its tasks were given is large.
        package var newJobs: [UInt64] = []
        /// One call looks at a limited number, and copies limited bytes; go on from here. 0: all were looked at.
        package var nextAfter: UInt64 = 0

        package init() {}

        package init(
            requeued: UInt64 = 0,
            newJobs: [UInt64] = [],
            nextAfter: UInt64 = 0
        ) {
            self.requeued = requeued
            self.newJobs = newJobs
            self.nextAfter = nextAfter
        }
    }

    package struct DiscardDeadLettersRequest: Message {
        package var filter: V1.DeadLetterFilter?
        package var after: UInt64 = 0

        package init() {}

        package init(
            filter: V1.DeadLetterFilter? = nil,
            after: UInt64 = 0
        ) {
            self.filter = filter
            self.after = after
        }
    }

    package struct DiscardDeadLettersResponse: Message {
        package var discarded: UInt64 = 0
        package var nextAfter: UInt64 = 0

        package init() {}

        package init(
            discarded: UInt64 = 0,
            nextAfter: UInt64 = 0
        ) {
            self.discarded = discarded
            self.nextAfter = nextAfter
        }
    }

    package struct ListDeadLetterGroupsRequest: Message {
        /// Empty: all queues.
        package var queue: String = ""
        /// At most 1,000; 0: 100.
        package var limit: UInt32 = 0

        package init() {}

        package init(
            queue: String = "",
            limit: UInt32 = 0
        ) {
            self.queue = queue
            self.limit = limit
        }
    }

    /// The largest groups first.
    package struct ListDeadLetterGroupsResponse: Message {
        package var groups: [V1.DeadLetterGroup] = []
        /// How many there are.
        package var total: UInt64 = 0

        package init() {}

        package init(
            groups: [V1.DeadLetterGroup] = [],
            total: UInt64 = 0
        ) {
            self.groups = groups
            self.total = total
        }
    }

    package struct DeadLetterGroup: Message {
        package var group: UInt64 = 0
        package var queue: String = ""
        package var cause: V1.DeathCause = .unspecified
        package var letters: UInt64 = 0
        /// When the oldest of them was written.
        package var firstUnixMs: Int64 = 0
        package var lastUnixMs: Int64 = 0
        /// The newest.
        package var sample: V1.DeadLetter?

        package init() {}

        package init(
            group: UInt64 = 0,
            queue: String = "",
            cause: V1.DeathCause = .unspecified,
            letters: UInt64 = 0,
            firstUnixMs: Int64 = 0,
            lastUnixMs: Int64 = 0,
            sample: V1.DeadLetter? = nil
        ) {
            self.group = group
            self.queue = queue
            self.cause = cause
            self.letters = letters
            self.firstUnixMs = firstUnixMs
            self.lastUnixMs = lastUnixMs
            self.sample = sample
        }
    }

    /// The letters that match and are there now go back to work as those of RequeueDeadLetters do, at a rate. The order
    /// is
    /// durable: it goes on after a restart, at the same rate, and makes up for one second at most.
    package struct OrderRequeueRequest: Message {
        /// Without ids and code: name the group instead.
        package var filter: V1.DeadLetterFilter?
        /// 1 to 1,000,000 letters in each period.
        package var letters: UInt32 = 0
        /// 1 to 86,400,000; 0: 1,000.
        package var periodMs: UInt32 = 0

        package init() {}

        package init(
            filter: V1.DeadLetterFilter? = nil,
            letters: UInt32 = 0,
            periodMs: UInt32 = 0
        ) {
            self.filter = filter
            self.letters = letters
            self.periodMs = periodMs
        }
    }

    /// RESOURCE_EXHAUSTED: 64 orders are running.
    package struct OrderRequeueResponse: Message {
        package var order: UInt64 = 0

        package init() {}

        package init(
            order: UInt64 = 0
        ) {
            self.order = order
        }
    }

    package struct ListRequeueOrdersRequest: Message {
        package init() {}
    }

    /// Those that run, and the last that ended: at most 64 together, oldest first.
    package struct ListRequeueOrdersResponse: Message {
        package var orders: [V1.RequeueOrder] = []

        package init() {}

        package init(
            orders: [V1.RequeueOrder] = []
        ) {
            self.orders = orders
        }
    }

    package struct RequeueOrder: Message {
        package var order: UInt64 = 0
        package var filter: V1.DeadLetterFilter?
        package var letters: UInt32 = 0
        package var periodMs: UInt32 = 0
        package var state: V1.RequeueOrderState = .unspecified
        package var requeued: UInt64 = 0
        /// Letters up to this id were looked at, of those up to `last`.
        package var looked: UInt64 = 0
        package var last: UInt64 = 0
        package var orderedUnixMs: Int64 = 0

        package init() {}

        package init(
            order: UInt64 = 0,
            filter: V1.DeadLetterFilter? = nil,
            letters: UInt32 = 0,
            periodMs: UInt32 = 0,
            state: V1.RequeueOrderState = .unspecified,
            requeued: UInt64 = 0,
            looked: UInt64 = 0,
            last: UInt64 = 0,
            orderedUnixMs: Int64 = 0
        ) {
            self.order = order
            self.filter = filter
            self.letters = letters
            self.periodMs = periodMs
            self.state = state
            self.requeued = requeued
            self.looked = looked
            self.last = last
            self.orderedUnixMs = orderedUnixMs
        }
    }

    /// What went stays where it is. NOT_FOUND: no such order runs.
    package struct StopRequeueOrderRequest: Message {
        package var order: UInt64 = 0

        package init() {}

        package init(
            order: UInt64 = 0
        ) {
            self.order = order
        }
    }

    package struct StopRequeueOrderResponse: Message {
        package init() {}
    }
}
