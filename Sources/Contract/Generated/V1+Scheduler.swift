// Made by tools/generate from longhaul/v1/scheduler.proto; not to be edited.
//
// The scheduler's face to clients and to status services.

extension V1 {
    package enum Scheduler {
        /// Answers once the jobs are durable. All of them, or none.
        package static let submit = UnaryMethod<V1.SubmitRequest, V1.SubmitResponse>(
            name: "longhaul.v1.Scheduler/Submit")
        package static let get = UnaryMethod<V1.GetRequest, V1.Job>(name: "longhaul.v1.Scheduler/Get")
        package static let list = UnaryMethod<V1.ListRequest, V1.ListResponse>(name: "longhaul.v1.Scheduler/List")
        /// Wins or loses as a whole: afterwards nothing of the job is leased again, or it had ended before.
        package static let cancel = UnaryMethod<V1.CancelRequest, V1.CancelResponse>(
            name: "longhaul.v1.Scheduler/Cancel")
        package static let listDeadLetters = UnaryMethod<V1.ListDeadLettersRequest, V1.ListDeadLettersResponse>(
            name: "longhaul.v1.Scheduler/ListDeadLetters")
        package static let requeueDeadLetters = UnaryMethod<
            V1.RequeueDeadLettersRequest, V1.RequeueDeadLettersResponse
        >(name: "longhaul.v1.Scheduler/RequeueDeadLetters")
        package static let discardDeadLetters = UnaryMethod<
            V1.DiscardDeadLettersRequest, V1.DiscardDeadLettersResponse
        >(name: "longhaul.v1.Scheduler/DiscardDeadLetters")
        package static let listWorkers = UnaryMethod<V1.ListWorkersRequest, V1.ListWorkersResponse>(
            name: "longhaul.v1.Scheduler/ListWorkers")
        package static let listQueues = UnaryMethod<V1.ListQueuesRequest, V1.ListQueuesResponse>(
            name: "longhaul.v1.Scheduler/ListQueues")
        /// The change feed: the newest durable state of each followed job, at most once a commit; what the
        /// reader is too slow for is skipped, never queued. A job's last state is always sent. Notes that change are
        /// told
        /// too, at the position of what is durable by then. After the reader's END it is told on, until it cancels.
        package static let follow = BidirectionalMethod<V1.FollowRequest, V1.FollowUpdate>(
            name: "longhaul.v1.Scheduler/Follow")
    }

    package struct SubmitRequest: Message {
        /// 1 to 1,000.
        package var jobs: [V1.JobSpec] = []

        package init() {}

        package init(
            jobs: [V1.JobSpec] = []
        ) {
            self.jobs = jobs
        }
    }

    package struct SubmitResponse: Message {
        /// In the order of the request.
        package var jobs: [UInt64] = []

        package init() {}

        package init(
            jobs: [UInt64] = []
        ) {
            self.jobs = jobs
        }
    }

    package struct ListRequest: Message {
        package var tenant: String = ""
        /// Empty: all states.
        package var states: [V1.JobState] = []
        /// Newest first. At most 1,000; 0: 100.
        package var limit: UInt32 = 0
        /// Only jobs older than this one; 0: from the newest.
        package var before: UInt64 = 0

        package init() {}

        package init(
            tenant: String = "",
            states: [V1.JobState] = [],
            limit: UInt32 = 0,
            before: UInt64 = 0
        ) {
            self.tenant = tenant
            self.states = states
            self.limit = limit
            self.before = before
        }
    }

    package struct ListResponse: Message {
        package var jobs: [V1.JobSummary] = []
        /// 0: this was the last page. A page may be short, even empty, with more to come.
        package var nextBefore: UInt64 = 0

        package init() {}

        package init(
            jobs: [V1.JobSummary] = [],
            nextBefore: UInt64 = 0
        ) {
            self.jobs = jobs
            self.nextBefore = nextBefore
        }
    }

    package struct CancelRequest: Message {
        package var job: UInt64 = 0

        package init() {}

        package init(
            job: UInt64 = 0
        ) {
            self.job = job
        }
    }

    package struct CancelResponse: Message {
        package var state: V1.JobState = .unspecified
        /// False: the job had ended before.
        package var cancelled: Bool = false

        package init() {}

        package init(
            state: V1.JobState = .unspecified,
            cancelled: Bool = false
        ) {
            self.state = state
            self.cancelled = cancelled
        }
    }

    package struct ListWorkersRequest: Message {
        package init() {}
    }

    package struct ListWorkersResponse: Message {
        package var workers: [V1.WorkerStatus] = []

        package init() {}

        package init(
            workers: [V1.WorkerStatus] = []
        ) {
            self.workers = workers
        }
    }

    package struct WorkerStatus: Message {
        package var name: String = ""
        package var instance: UInt64 = 0
        package var kinds: [String] = []
        package var queues: [String] = []
        package var leases: UInt32 = 0
        package var leasedItems: UInt64 = 0
        /// False: gone, and what it holds is not yet free.
        package var connected: Bool = false
        package var joinedUnixMs: Int64 = 0
        package var draining: Bool = false

        package init() {}

        package init(
            name: String = "",
            instance: UInt64 = 0,
            kinds: [String] = [],
            queues: [String] = [],
            leases: UInt32 = 0,
            leasedItems: UInt64 = 0,
            connected: Bool = false,
            joinedUnixMs: Int64 = 0,
            draining: Bool = false
        ) {
            self.name = name
            self.instance = instance
            self.kinds = kinds
            self.queues = queues
            self.leases = leases
            self.leasedItems = leasedItems
            self.connected = connected
            self.joinedUnixMs = joinedUnixMs
            self.draining = draining
        }
    }

    package struct ListQueuesRequest: Message {
        package init() {}
    }

    package struct ListQueuesResponse: Message {
        package var queues: [V1.QueueStatus] = []

        package init() {}

        package init(
            queues: [V1.QueueStatus] = []
        ) {
            self.queues = queues
        }
    }

    package struct QueueStatus: Message {
        package var name: String = ""
        /// Accepted tasks that have not ended.
        package var depth: UInt64 = 0
        /// Those that are ready or run: not those that wait for others.
        package var readyTasks: UInt64 = 0
        package var leases: UInt64 = 0
        package var deadLetters: UInt64 = 0
        package var workers: UInt32 = 0

        package init() {}

        package init(
            name: String = "",
            depth: UInt64 = 0,
            readyTasks: UInt64 = 0,
            leases: UInt64 = 0,
            deadLetters: UInt64 = 0,
            workers: UInt32 = 0
        ) {
            self.name = name
            self.depth = depth
            self.readyTasks = readyTasks
            self.leases = leases
            self.deadLetters = deadLetters
            self.workers = workers
        }
    }

    /// A stream follows 65,536 jobs at most.
    package struct FollowRequest: Message {
        package var follow: [UInt64] = []
        package var leave: [UInt64] = []

        package init() {}

        package init(
            follow: [UInt64] = [],
            leave: [UInt64] = []
        ) {
            self.follow = follow
            self.leave = leave
        }
    }

    package struct FollowUpdate: Message {
        package var jobs: [V1.Job] = []
        /// Followed, but not there: never submitted, or already removed.
        package var unknown: [UInt64] = []
        /// Ascends with every update of this epoch, to whomever: tells updates at one position apart.
        package var index: UInt64 = 0

        package init() {}

        package init(
            jobs: [V1.Job] = [],
            unknown: [UInt64] = [],
            index: UInt64 = 0
        ) {
            self.jobs = jobs
            self.unknown = unknown
            self.index = index
        }
    }
}
