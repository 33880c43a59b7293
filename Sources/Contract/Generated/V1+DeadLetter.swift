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
            diedUnixMs: Int64 = 0
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

        package init() {}

        package init(
            ids: [UInt64] = [],
            job: UInt64 = 0,
            queue: String = "",
            code: String = "",
            all: Bool = false
        ) {
            self.ids = ids
            self.job = job
            self.queue = queue
            self.code = code
            self.all = all
        }
    }

    package struct ListDeadLettersRequest: Message {
        package var filter: V1.DeadLetterFilter?
        /// At most 1,000; 0: 100.
        package var limit: UInt32 = 0
        /// From the last page's next_after; 0: from the start.
        package var after: UInt64 = 0

        package init() {}

        package init(
            filter: V1.DeadLetterFilter? = nil,
            limit: UInt32 = 0,
            after: UInt64 = 0
        ) {
            self.filter = filter
            self.limit = limit
            self.after = after
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
}
