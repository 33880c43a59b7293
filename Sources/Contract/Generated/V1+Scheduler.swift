// Made by tools/generate from longhaul/v1/scheduler.proto; not to be edited.
//
// The scheduler's face to clients and to status services.

extension V1 {
    package enum Scheduler {
        /// Answers once the jobs are durable. All of them, or none.
        package static let submit = UnaryMethod<V1.SubmitRequest, V1.SubmitResponse>(
            name: "longhaul.v1.Scheduler/Submit")
        /// Adds items to a task that was submitted with a list. Answers once they are durable. OUT_OF_RANGE: they do
        /// not follow
        /// the items that are there; the text has the next index. FAILED_PRECONDITION: the list is sealed or full, its
        /// task has
        /// ended, or has no list. RESOURCE_EXHAUSTED: the store is full, as with Submit.
        package static let appendItems = UnaryMethod<V1.AppendItemsRequest, V1.AppendItemsResponse>(
            name: "longhaul.v1.Scheduler/AppendItems")
        package static let get = UnaryMethod<V1.GetRequest, V1.Job>(name: "longhaul.v1.Scheduler/Get")
        /// Why tasks of a job wait, as it is at this moment. NOT_FOUND: no such job, or it has no such task.
        package static let explain = UnaryMethod<V1.ExplainRequest, V1.ExplainResponse>(
            name: "longhaul.v1.Scheduler/Explain")
        package static let list = UnaryMethod<V1.ListRequest, V1.ListResponse>(name: "longhaul.v1.Scheduler/List")
        /// Wins or loses as a whole: afterwards nothing of the job is leased again, or it had ended before. What
        /// workers have in
        /// hand is called back; what they have done of it counts.
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
        package static let listDeadLetterGroups = UnaryMethod<
            V1.ListDeadLetterGroupsRequest, V1.ListDeadLetterGroupsResponse
        >(name: "longhaul.v1.Scheduler/ListDeadLetterGroups")
        package static let orderRequeue = UnaryMethod<V1.OrderRequeueRequest, V1.OrderRequeueResponse>(
            name: "longhaul.v1.Scheduler/OrderRequeue")
        package static let listRequeueOrders = UnaryMethod<V1.ListRequeueOrdersRequest, V1.ListRequeueOrdersResponse>(
            name: "longhaul.v1.Scheduler/ListRequeueOrders")
        package static let stopRequeueOrder = UnaryMethod<V1.StopRequeueOrderRequest, V1.StopRequeueOrderResponse>(
            name: "longhaul.v1.Scheduler/StopRequeueOrder")
        package static let listWorkers = UnaryMethod<V1.ListWorkersRequest, V1.ListWorkersResponse>(
            name: "longhaul.v1.Scheduler/ListWorkers")
        package static let listQueues = UnaryMethod<V1.ListQueuesRequest, V1.ListQueuesResponse>(
            name: "longhaul.v1.Scheduler/ListQueues")
        package static let listKeys = UnaryMethod<V1.ListKeysRequest, V1.ListKeysResponse>(
            name: "longhaul.v1.Scheduler/ListKeys")
        package static let listTenants = UnaryMethod<V1.ListTenantsRequest, V1.ListTenantsResponse>(
            name: "longhaul.v1.Scheduler/ListTenants")
        /// What operators set holds for what waits already, and survives restarts. Leases that are out stay.
        package static let setLimits = UnaryMethod<V1.SetLimitsRequest, V1.SetLimitsResponse>(
            name: "longhaul.v1.Scheduler/SetLimits")
        package static let setPaused = UnaryMethod<V1.SetPausedRequest, V1.SetPausedResponse>(
            name: "longhaul.v1.Scheduler/SetPaused")
        /// Draining: new jobs are refused with FAILED_PRECONDITION, also those of schedules; what was accepted goes on,
        /// with
        /// retries, requeues and tasks that come into being otherwise.
        package static let setDraining = UnaryMethod<V1.SetDrainingRequest, V1.SetDrainingResponse>(
            name: "longhaul.v1.Scheduler/SetDraining")
        package static let setRetention = UnaryMethod<V1.SetRetentionRequest, V1.SetRetentionResponse>(
            name: "longhaul.v1.Scheduler/SetRetention")
        package static let setPriority = UnaryMethod<V1.SetPriorityRequest, V1.SetPriorityResponse>(
            name: "longhaul.v1.Scheduler/SetPriority")
        package static let setTenant = UnaryMethod<V1.SetTenantRequest, V1.SetTenantResponse>(
            name: "longhaul.v1.Scheduler/SetTenant")
        /// Makes a schedule, or replaces it.
        package static let setSchedule = UnaryMethod<V1.SetScheduleRequest, V1.SetScheduleResponse>(
            name: "longhaul.v1.Scheduler/SetSchedule")
        package static let getSchedule = UnaryMethod<V1.GetScheduleRequest, V1.Schedule>(
            name: "longhaul.v1.Scheduler/GetSchedule")
        package static let listSchedules = UnaryMethod<V1.ListSchedulesRequest, V1.ListSchedulesResponse>(
            name: "longhaul.v1.Scheduler/ListSchedules")
        package static let deleteSchedule = UnaryMethod<V1.DeleteScheduleRequest, V1.DeleteScheduleResponse>(
            name: "longhaul.v1.Scheduler/DeleteSchedule")
        /// Fires an extra tick now.
        package static let triggerSchedule = UnaryMethod<V1.TriggerScheduleRequest, V1.TriggerScheduleResponse>(
            name: "longhaul.v1.Scheduler/TriggerSchedule")
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
        /// 16 bytes by chance, made by the client for this submit: the same request, repeated within five minutes
        /// because its
        /// answer was lost, is answered with the same jobs. Empty: it is never the same.
        package var requestId: [UInt8] = []

        package init() {}

        package init(
            jobs: [V1.JobSpec] = [],
            requestId: [UInt8] = []
        ) {
            self.jobs = jobs
            self.requestId = requestId
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

    package struct AppendItemsRequest: Message {
        package var job: UInt64 = 0
        /// Its ordinal.
        package var task: UInt32 = 0
        /// The number of the first item: how many the list has before this append. The same append, repeated because
        /// its answer
        /// was lost, has items that are all there, and is acknowledged; one that is there in part is refused.
        package var firstIndex: UInt64 = 0
        /// At most 10,000, and 786,432 bytes, where each counts as its payload and 48 bytes more. A payload has at most
        /// 65,536
        /// bytes. A task has at most 10,000,000 items, and 100,000 appends: append many at once. None: nothing is
        /// added, the
        /// list's open time-out begins anew, and the answer says how many there are.
        package var items: [[UInt8]] = []
        /// These are the last ones; with none, those that are there are.
        package var seal: Bool = false

        package init() {}

        package init(
            job: UInt64 = 0,
            task: UInt32 = 0,
            firstIndex: UInt64 = 0,
            items: [[UInt8]] = [],
            seal: Bool = false
        ) {
            self.job = job
            self.task = task
            self.firstIndex = firstIndex
            self.items = items
            self.seal = seal
        }
    }

    package struct AppendItemsResponse: Message {
        /// Of the next append.
        package var nextIndex: UInt64 = 0
        package var sealed: Bool = false

        package init() {}

        package init(
            nextIndex: UInt64 = 0,
            sealed: Bool = false
        ) {
            self.nextIndex = nextIndex
            self.sealed = sealed
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
        /// STOPPING while workers have items of it in hand.
        package var state: V1.JobState = .unspecified
        /// False: the job had ended before, or its time limit had passed.
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
        package var limits: V1.Limits?
        package var paused: Bool = false
        /// False: nothing is leased now, because of a pause or a limit.
        package var open: Bool = false
        /// New work is refused. With a depth of 0 it is drained.
        package var draining: Bool = false
        package var retention: V1.QueueRetention?
        /// Because their time was over, since the queue is there: durable. Jobs by the queue of their first task.
        package var removedJobs: UInt64 = 0
        package var removedLetters: UInt64 = 0
        /// What the queue asks of its workers. Not durable: rates are averages over some seconds, which begin anew with
        /// the
        /// scheduler, and all of it is as of this answer.
        package var demand: V1.QueueDemand?

        package init() {}

        package init(
            name: String = "",
            depth: UInt64 = 0,
            readyTasks: UInt64 = 0,
            leases: UInt64 = 0,
            deadLetters: UInt64 = 0,
            workers: UInt32 = 0,
            limits: V1.Limits? = nil,
            paused: Bool = false,
            open: Bool = false,
            draining: Bool = false,
            retention: V1.QueueRetention? = nil,
            removedJobs: UInt64 = 0,
            removedLetters: UInt64 = 0,
            demand: V1.QueueDemand? = nil
        ) {
            self.name = name
            self.depth = depth
            self.readyTasks = readyTasks
            self.leases = leases
            self.deadLetters = deadLetters
            self.workers = workers
            self.limits = limits
            self.paused = paused
            self.open = open
            self.draining = draining
            self.retention = retention
            self.removedJobs = removedJobs
            self.removedLetters = removedLetters
            self.demand = demand
        }
    }

    /// How long a queue keeps what is over.
    package struct QueueRetention: Message {
        /// After its end, for jobs that are submitted from now on, whose first task is the queue's, and that don't say
        /// it
        /// themselves. Absent: as the scheduler's own settings say.
        package var jobsMs: UInt64?
        /// After they were written, for dead letters of jobs that have ended. Absent: until a person decides.
        package var lettersMs: UInt64?

        package init() {}

        package init(
            jobsMs: UInt64? = nil,
            lettersMs: UInt64? = nil
        ) {
            self.jobsMs = jobsMs
            self.lettersMs = lettersMs
        }
    }

    /// Sets both; what is absent has no rule any more. At most 366 days each.
    package struct SetRetentionRequest: Message {
        package var queue: String = ""
        package var retention: V1.QueueRetention?

        package init() {}

        package init(
            queue: String = "",
            retention: V1.QueueRetention? = nil
        ) {
            self.queue = queue
            self.retention = retention
        }
    }

    package struct SetRetentionResponse: Message {
        package init() {}
    }

    package struct QueueDemand: Message {
        /// Items that could be leased at once, had workers room for them: without what is paused, or held by a limit
        /// key.
        package var waitingItems: UInt64 = 0
        /// There are so many tasks that the rest was reckoned from the first 1,000.
        package var estimated: Bool = false
        /// Items under leases that are not settled.
        package var leasedItems: UInt64 = 0
        /// When the oldest of the jobs was submitted that have something waiting; 0: none has.
        package var oldestUnixMs: Int64 = 0
        /// Items a second that became ready.
        package var arrivalsPerSecond: Double = 0
        /// Items a second that were settled, or tried in vain.
        package var completionsPerSecond: Double = 0
        /// How many workers would have what waits done in about the scheduler's target time, and keep up with what
        /// arrives. At
        /// least 1 while something waits; never more than there are leases to give, or than limits let through. It
        /// changes
        /// from one second to the next: who starts and stops workers by it waits before stopping any.
        package var wantedWorkers: UInt32 = 0

        package init() {}

        package init(
            waitingItems: UInt64 = 0,
            estimated: Bool = false,
            leasedItems: UInt64 = 0,
            oldestUnixMs: Int64 = 0,
            arrivalsPerSecond: Double = 0,
            completionsPerSecond: Double = 0,
            wantedWorkers: UInt32 = 0
        ) {
            self.waitingItems = waitingItems
            self.estimated = estimated
            self.leasedItems = leasedItems
            self.oldestUnixMs = oldestUnixMs
            self.arrivalsPerSecond = arrivalsPerSecond
            self.completionsPerSecond = completionsPerSecond
            self.wantedWorkers = wantedWorkers
        }
    }

    /// How much may go on at once, and how fast.
    package struct Limits: Message {
        /// Leases at once; 0: no limit.
        package var leases: UInt32 = 0
        /// Absent: no limit.
        package var rate: V1.ItemRate?
        /// Of queues: tasks that were accepted and have not ended; past it, submits are refused. 0: no limit.
        package var depth: UInt32 = 0

        package init() {}

        package init(
            leases: UInt32 = 0,
            rate: V1.ItemRate? = nil,
            depth: UInt32 = 0
        ) {
            self.leases = leases
            self.rate = rate
            self.depth = depth
        }
    }

    /// In no stretch of time are more items leased than its share of the rate and a burst.
    package struct ItemRate: Message {
        package var items: UInt64 = 0
        /// 0: 1,000.
        package var periodMs: UInt64 = 0
        /// Items at once after a rest. 0: what a tenth of a second brings, at least one.
        package var burst: UInt64 = 0

        package init() {}

        package init(
            items: UInt64 = 0,
            periodMs: UInt64 = 0,
            burst: UInt64 = 0
        ) {
            self.items = items
            self.periodMs = periodMs
            self.burst = burst
        }
    }

    package struct ListKeysRequest: Message {
        /// Only keys behind this one; empty: from the first.
        package var after: String = ""
        /// At most 1,000; 0: 100.
        package var limit: UInt32 = 0

        package init() {}

        package init(
            after: String = "",
            limit: UInt32 = 0
        ) {
            self.after = after
            self.limit = limit
        }
    }

    /// In the order of their names.
    package struct ListKeysResponse: Message {
        package var keys: [V1.KeyStatus] = []
        /// Empty: this was the last page.
        package var nextAfter: String = ""

        package init() {}

        package init(
            keys: [V1.KeyStatus] = [],
            nextAfter: String = ""
        ) {
            self.keys = keys
            self.nextAfter = nextAfter
        }
    }

    package struct KeyStatus: Message {
        package var name: String = ""
        package var limits: V1.Limits?
        package var leases: UInt64 = 0
        package var paused: Bool = false
        package var open: Bool = false
        /// Workers were told to slow down until then. 0, or past: no more.
        package var slowUntilUnixMs: Int64 = 0

        package init() {}

        package init(
            name: String = "",
            limits: V1.Limits? = nil,
            leases: UInt64 = 0,
            paused: Bool = false,
            open: Bool = false,
            slowUntilUnixMs: Int64 = 0
        ) {
            self.name = name
            self.limits = limits
            self.leases = leases
            self.paused = paused
            self.open = open
            self.slowUntilUnixMs = slowUntilUnixMs
        }
    }

    package struct ListTenantsRequest: Message {
        package var after: String = ""
        package var limit: UInt32 = 0

        package init() {}

        package init(
            after: String = "",
            limit: UInt32 = 0
        ) {
            self.after = after
            self.limit = limit
        }
    }

    package struct ListTenantsResponse: Message {
        package var tenants: [V1.TenantStatus] = []
        package var nextAfter: String = ""

        package init() {}

        package init(
            tenants: [V1.TenantStatus] = [],
            nextAfter: String = ""
        ) {
            self.tenants = tenants
            self.nextAfter = nextAfter
        }
    }

    package struct TenantStatus: Message {
        package var name: String = ""
        /// How much of every queue it is to have, compared with others.
        package var weight: UInt32 = 0
        /// Accepted tasks that have not ended.
        package var depth: UInt64 = 0
        /// 0: none.
        package var depthLimit: UInt32 = 0
        package var paused: Bool = false
        /// New work is refused. With a depth of 0 it is drained.
        package var draining: Bool = false

        package init() {}

        package init(
            name: String = "",
            weight: UInt32 = 0,
            depth: UInt64 = 0,
            depthLimit: UInt32 = 0,
            paused: Bool = false,
            draining: Bool = false
        ) {
            self.name = name
            self.weight = weight
            self.depth = depth
            self.depthLimit = depthLimit
            self.paused = paused
            self.draining = draining
        }
    }

    package struct SetLimitsRequest: Message {
        package var gate: Gate?
        /// Absent: none at all.
        package var limits: V1.Limits?

        package init() {}

        package init(
            gate: Gate? = nil,
            limits: V1.Limits? = nil
        ) {
            self.gate = gate
            self.limits = limits
        }

        package enum Gate: Sendable, Hashable {
            case queue(String)
            case key(String)
        }
    }

    package struct SetLimitsResponse: Message {
        package init() {}
    }

    package struct SetPausedRequest: Message {
        package var subject: Subject?
        package var paused: Bool = false

        package init() {}

        package init(
            subject: Subject? = nil,
            paused: Bool = false
        ) {
            self.subject = subject
            self.paused = paused
        }

        package enum Subject: Sendable, Hashable {
            case queue(String)
            case key(String)
            case tenant(String)
            case job(UInt64)
            /// Ticks that come while it is paused do not fire, later neither; nor does one that waits. After the pause
            /// the first
            /// tick that comes then is the next one.
            case schedule(V1.ScheduleName)
        }
    }

    package struct SetPausedResponse: Message {
        package init() {}
    }

    package struct SetDrainingRequest: Message {
        package var subject: Subject?
        package var draining: Bool = false

        package init() {}

        package init(
            subject: Subject? = nil,
            draining: Bool = false
        ) {
            self.subject = subject
            self.draining = draining
        }

        package enum Subject: Sendable, Hashable {
            case queue(String)
            case tenant(String)
        }
    }

    package struct SetDrainingResponse: Message {
        /// Accepted tasks of it that have not ended.
        package var depth: UInt64 = 0

        package init() {}

        package init(
            depth: UInt64 = 0
        ) {
            self.depth = depth
        }
    }

    package struct SetPriorityRequest: Message {
        package var job: UInt64 = 0
        /// 0 to 9.
        package var priority: UInt32 = 0

        package init() {}

        package init(
            job: UInt64 = 0,
            priority: UInt32 = 0
        ) {
            self.job = job
            self.priority = priority
        }
    }

    package struct SetPriorityResponse: Message {
        package init() {}
    }

    package struct SetTenantRequest: Message {
        package var tenant: String = ""
        /// 1 to 1,000; each has 1 at first. Absent: as it is.
        package var weight: UInt32?
        /// Tasks that were accepted and have not ended; past it, submits are refused. 0: no limit. Absent: as it is.
        package var depth: UInt32?

        package init() {}

        package init(
            tenant: String = "",
            weight: UInt32? = nil,
            depth: UInt32? = nil
        ) {
            self.tenant = tenant
            self.weight = weight
            self.depth = depth
        }
    }

    package struct SetTenantResponse: Message {
        package init() {}
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
