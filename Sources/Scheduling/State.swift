/// Everything that must survive: changed by `apply` alone, rebuilt by applying the journal's facts again.
///
/// Two states are equal when their `fingerprint`s are; places in slabs and the order of lists are not part of it.
/// It can't be copied: a copy held by mistake would make the next change copy a million records.
package struct State: ~Copyable, Sendable {
    package internal(set) var epoch: UInt32 = 0
    /// Of the newest fact.
    package internal(set) var time = Timestamp.zero
    /// The part of every job id that says which scheduler gave it.
    package let partition: UInt16

    var nextJob: UInt64 = 1
    var nextLease: UInt64 = 1
    var nextLetter: UInt64 = 1
    var nextWorker: UInt64 = 1
    var nextSchedule: UInt64 = 1
    var nextBatch: UInt64 = 1
    var nextOrder: UInt64 = 1

    package internal(set) var queues = Names()
    package internal(set) var kinds = Names()
    package internal(set) var tenants = Names()
    package internal(set) var keys = Names()
    /// Beside the tenants.
    var tenantRules: ContiguousArray<TenantRules> = []
    /// Beside the queues.
    var queueGates: ContiguousArray<Gate> = []
    /// Beside the queues, as are the next.
    var retentions: ContiguousArray<QueueRetention> = []
    var removed: ContiguousArray<RemovedCounts> = []
    /// Beside the keys.
    var keyGates: ContiguousArray<Gate> = []
    var policies = SharedValues<Policy>()
    var terms = SharedValues<JobTerms>()

    var jobs = Slab<JobRecord>()
    var jobTable = IdentifierTable<JobRecord>()
    var extras = Slab<JobExtras>()
    var tasks = Slab<TaskRecord>()
    var works = Slab<WorkRecord>()
    /// Jobs that are answers to keys.
    var keyedJobs: [SubmissionKey: JobID] = [:]
    var requests = RecentRequests()
    /// Queues and tenants that have one (derived).
    var depthLimits = 0
    /// Queues and tenants that are drained (derived).
    var drains = 0
    var leases = Slab<LeaseRecord>()
    var leaseTable = IdentifierTable<LeaseRecord>()
    var workers = Slab<WorkerRecord>()
    var workerTable = IdentifierTable<WorkerRecord>()
    /// By instance.
    var workersByInstance: [UInt64: WorkerIndex] = [:]
    var letters = Slab<LetterRecord>()
    var letterTable = IdentifierTable<LetterRecord>()
    var orders: [RequeueOrder] = []
    var failures = Slab<FailureRecord>()
    var waves = Slab<WaveRecord>()
    var segments = Slab<Segment>()
    var edges = Slab<EdgeRecord>()
    var outputs = Slab<OutputRecord>()
    var schedules = Slab<ScheduleRecord>()
    var scheduleTable = IdentifierTable<ScheduleRecord>()
    var schedulesByName: [ScheduleName: ScheduleID] = [:]
    /// Of the jobs that ticks have submitted.
    var origins = Slab<OriginRecord>()
    var lists = Slab<ListRecord>()

    package var blobs = BlobStore()

    // Derived: follows from the above.
    var letterGroups = Slab<LetterGroupRecord>()
    var letterGroupTable = IdentifierTable<LetterGroupRecord>()
    var lanes: ContiguousArray<Lane> = []
    var laneTable: [UInt64: LaneIndex] = [:]
    var newestLane: (key: UInt64, index: LaneIndex) = (.max, LaneIndex(rawValue: .max))
    var occupiedLanes: ContiguousArray<LaneIndex> = []
    var shares = Slab<ShareRecord>()
    var shareTable = IdentifierTable<ShareRecord>()
    var groups = Slab<GroupRecord>()
    var groupTable = IdentifierTable<GroupRecord>()
    var newestGroup: (identifier: UInt64, index: GroupIndex) = (.max, .none)
    var groupRings = Slab<Ring<GroupRecord>>()
    var claims = Slab<ClaimRecord>()
    var claimTable = IdentifierTable<ClaimRecord>()
    var newestClaim: (identifier: UInt64, index: ClaimIndex) = (.max, .none)
    var claimRings = Slab<Ring<ClaimRecord>>()
    var lines = Slab<LineRecord>()
    var lineRings = Slab<Ring<LineRecord>>()
    var queueCounters: ContiguousArray<QueueCounters> = []
    /// All tasks but the first of each job, which it names itself.
    var taskTable = IdentifierTable<TaskRecord>()
    var dueWaves = DeadlineHeap<WaveKey>()
    /// Of delayed jobs.
    var dueStarts = DeadlineHeap<JobID>()
    /// Of jobs with a deadline.
    var dueEnds = DeadlineHeap<JobID>()
    /// Of jobs that are answers to keys for some time after their end.
    var dueKeys = DeadlineHeap<JobID>()
    var dueGates = DeadlineHeap<GateID>()
    var dueRemovals = DeadlineHeap<JobID>()
    /// An entry may be one that does not hold any more: see `dueTick`.
    var dueTicks = DeadlineHeap<ScheduleID>()
    /// Of letters whose queue keeps them for some time. An entry may be too early: then a later one follows.
    var dueLetters = DeadlineHeap<DeadLetterID>()

    package init(partition: UInt16) {
        self.partition = partition
    }

    // The small questions below are always inlined: a call that borrows the state copies all of its thousand bytes to
    // the stack first.

    @inline(__always) func job(_ id: JobID) -> JobIndex { jobTable.find(id.rawValue, in: jobs) }
    @inline(__always) func lease(_ id: LeaseID) -> LeaseIndex { leaseTable.find(id.rawValue, in: leases) }
    @inline(__always) func worker(_ id: WorkerID) -> WorkerIndex { workerTable.find(id.rawValue, in: workers) }
    @inline(__always) func letter(_ id: DeadLetterID) -> LetterIndex { letterTable.find(id.rawValue, in: letters) }

    @inline(__always) func schedule(_ id: ScheduleID) -> ScheduleIndex {
        scheduleTable.find(id.rawValue, in: schedules)
    }

    @inline(__always) func task(_ id: TaskID) -> TaskIndex {
        let job = job(id.job)
        if job.isNone { return .none }
        return id.ordinal == 0 ? jobs[job].firstTask : taskTable.find(TaskRecord.key(job, id.ordinal), in: tasks)
    }

    @inline(__always) func id(of task: TaskIndex) -> TaskID {
        TaskID(job: jobs[tasks[task].job].id, ordinal: tasks[task].ordinal)
    }

    @inline(__always) func queue(of task: TaskIndex) -> NameID { lanes[Int(tasks[task].lane.rawValue)].queue }
    func keyName(of task: TaskIndex) -> String {
        let key = policies[tasks[task].policy].key
        return key == .none ? "" : keys[key]
    }

    @inline(__always) func kind(of task: TaskIndex) -> NameID { lanes[Int(tasks[task].lane.rawValue)].kind }

    /// Of a task that is not just pending.
    subscript(work task: TaskIndex) -> WorkRecord {
        @inline(__always) _read { yield works[tasks[task].work] }
        @inline(__always) _modify { yield &works[tasks[task].work] }
    }

    /// Of any task.
    @inline(__always) func work(of task: TaskIndex) -> WorkRecord {
        let work = tasks[task].work
        return work.isNone ? WorkRecord(fresh: ItemRange(0, tasks[task].itemCount)) : works[work]
    }

    /// All of the task's items: those of `counted`, or those selected.
    @inline(__always) func total(of task: TaskIndex) -> UInt32 {
        let work = tasks[task].work
        return work.isNone || !works[work].isSelection ? tasks[task].itemCount : works[work].selected
    }

    @inline(__always) func isSettled(_ task: TaskIndex) -> Bool {
        let work = tasks[task].work
        if work.isNone { return tasks[task].itemCount == 0 }
        return total(of: task) == works[work].settled && !works[work].isListOpen
    }

    /// From its first lease to its end; zero: not yet.
    @inline(__always) func times(of job: JobIndex) -> (started: Timestamp, ended: Timestamp) {
        var (started, ended) = (Timestamp.distantFuture, Timestamp.zero)
        var task = jobs[job].firstTask
        while !task.isNone {
            let work = tasks[task].work
            if !work.isNone {
                if works[work].started != .zero { started = min(started, works[work].started) }
                ended = max(ended, works[work].ended)
            }
            task = tasks[task].next
        }
        return (started == .distantFuture ? .zero : started, jobs[job].state.hasEnded ? ended : .zero)
    }

    @inline(__always) func extras(of job: JobIndex) -> JobExtras {
        let extras = jobs[job].extras
        return extras.isNone ? JobExtras() : self.extras[extras]
    }

    func tasks(of job: JobIndex) -> [TaskIndex] {
        var found: [TaskIndex] = []
        var index = jobs[job].firstTask
        while !index.isNone {
            found.append(index)
            index = tasks[index].next
        }
        return found
    }

    func dependents(of task: TaskIndex) -> [TaskIndex] {
        var found: [TaskIndex] = []
        var edge = tasks[task].firstDependent
        while !edge.isNone {
            found.append(edges[edge].dependent)
            edge = edges[edge].nextOfDependency
        }
        return found.reversed()
    }

    func dependencies(of task: TaskIndex) -> [TaskIndex] {
        var found: [TaskIndex] = []
        var edge = tasks[task].firstDependency
        while !edge.isNone {
            found.append(edges[edge].dependency)
            edge = edges[edge].nextOfDependent
        }
        return found.reversed()
    }

    func leases(of task: TaskIndex) -> [LeaseIndex] {
        var found: [LeaseIndex] = []
        var index = work(of: task).firstLease
        while !index.isNone {
            found.append(index)
            index = leases[index].nextOfTask
        }
        return found
    }

    func leases(of worker: WorkerIndex) -> [LeaseIndex] {
        var found: [LeaseIndex] = []
        var index = workers[worker].firstLease
        while !index.isNone {
            found.append(index)
            index = leases[index].nextOfWorker
        }
        return found
    }

    /// Of a lease: its first range, then the others, ascending.
    @inline(__always) func ranges(of lease: LeaseIndex) -> [ItemRange] {
        if leases[lease].more.isEmpty { return [leases[lease].first] }
        return [leases[lease].first] + segments.ranges(of: leases[lease].more)
    }

    @inline(__always) func end(of lease: LeaseIndex) -> UInt32 {
        let tail = leases[lease].more.tail
        return tail.isNone ? leases[lease].first.end : segments[tail].range.end
    }
}

/// A wave, for the heap: whether it is still there is asked when its time comes.
struct WaveKey: Comparable, BitwiseCopyable, Sendable {
    let task: TaskID
    let attempt: UInt16

    static func < (left: WaveKey, right: WaveKey) -> Bool {
        left.task == right.task ? left.attempt < right.attempt : left.task < right.task
    }
}
