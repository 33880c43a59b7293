import Scheduling

/// What the durable rows say, told naively: plain dictionaries, and one entry for each item. Shares nothing with the
/// core's own state but the facts, and believes whatever they say: to object is for the checkers.
package final class History {
    enum Place: Equatable {
        case pending
        case leased
        case retrying(due: Timestamp)
        case done
        case dead
        case cancelled
    }

    struct Item {
        var place = Place.pending
        var attempt: UInt16 = 1
        var losses: UInt16 = 0
        var checkpoint: [UInt8] = []
    }

    struct Job {
        let name: [UInt8]
        let tenant: NameID
        var priority: UInt8
        let requeuedFrom: JobID
        let submitted: Timestamp
        var state = JobState.pending
        var version: UInt32 = 1
        var tasks: UInt32 = 0
        var isPaused = false
        var isRemoved = false
    }

    struct TaskEntry {
        let queue: NameID
        let kind: NameID
        let name: [UInt8]
        let payload: [UInt8]
        let policy: Policy
        /// By number; nil: not the task's own.
        var items: [Item?] = []
        var itemCount: UInt32 = 0
        var countKnown = true
        /// Items may be appended.
        var isOpen = false
        /// Not yet named, of those it has.
        var unnamedDependencies: UInt16
        var dependencies: [UInt32] = []
        var state = TaskState.waiting
        var started = Timestamp.zero
        var ended = Timestamp.zero
        var outputs: [(item: UInt32, data: [UInt8])] = []
        var leases = 0

        func count(where matches: (Place) -> Bool) -> UInt32 {
            items.reduce(0) { $0 + ($1.map { matches($0.place) } ?? false ? 1 : 0) }
        }

        var total: UInt32 { items.reduce(0) { $0 + ($1 == nil ? 0 : 1) } }
    }

    struct Lease {
        let task: TaskID
        let worker: WorkerID
        var ranges: [ItemRange]
        /// Not settled, ascending.
        var open: [UInt32]
        var cursor: UInt32
        let attempt: UInt16
        let losses: UInt16
        var checkpoint: [UInt8]
    }

    struct Letter {
        let task: TaskID
        /// nil: the whole task.
        let item: UInt32?
        let cause: DeathCause
        let attempts: UInt16
        let failure: [UInt8]
    }

    struct Schedule {
        let name: [UInt8]
        let tenant: NameID
        var timetable: Timetable
        var isPaused = false
        var next = Timestamp.zero
        var queued = Timestamp.zero
        var last = Timestamp.zero
        var counts = TickCounts()
        var jobs: [JobID] = []
    }

    struct Gate {
        var limits = GateLimits()
        var isPaused = false
        var slowUntil = Timestamp.zero
        var leases = 0
    }

    private(set) var sequence: UInt64 = 0
    private(set) var epoch: UInt32 = 0
    private(set) var time = Timestamp.zero
    private(set) var tenantNames: [String] = []
    private(set) var queueNames: [String] = []
    private(set) var kindNames: [String] = []
    private(set) var keyNames: [String] = []
    private(set) var policies: [PolicyID: Policy] = [:]
    private(set) var pausedTenants: Set<NameID> = []
    private(set) var gates: [GateID: Gate] = [:]
    var jobs: [JobID: Job] = [:]
    var tasks: [TaskID: TaskEntry] = [:]
    var leases: [LeaseID: Lease] = [:]
    /// How those that are over ended, and whose they were.
    var endedLeases: [LeaseID: (ending: LeaseEnding, worker: WorkerID)] = [:]
    var letters: [DeadLetterID: Letter] = [:]
    var schedules: [ScheduleID: Schedule] = [:]
    /// Instances of all that ever joined.
    private(set) var instances: [WorkerID: UInt64] = [:]
    private(set) var joined: Set<WorkerID> = []

    package init() {}

    func begin(_ row: DurableRow) {
        sequence = row.sequence
        epoch = row.epoch
    }

    /// The gates that the task's leases go through.
    func gates(of task: TaskEntry) -> [GateID] {
        let queue = GateID(isQueue: true, name: task.queue)
        return task.policy.key == .none ? [queue] : [queue, GateID(isQueue: false, name: task.policy.key)]
    }

    func gate(_ id: GateID) -> Gate { gates[id, default: Gate()] }

    /// The whole of one fact. Those of a task are told in `History+Tasks`, those of a lease in `History+Leases`.
    func apply(_ fact: Fact, of row: DurableRow) {
        switch fact {
        case .epochBegan: break
        case .timeAdvanced(let time): self.time = time
        case .named(let table, _, let name): append(row.text(name), to: table)
        case .policyDefined(let id, let policy): policies[id] = policy
        case .weightSet: break
        case .limitsSet(let gate, let limits): gates[gate, default: Gate()].limits = limits
        case .gatePaused(let gate, let isPaused): gates[gate, default: Gate()].isPaused = isPaused
        case .tenantPaused(let tenant, let isPaused):
            if isPaused { pausedTenants.insert(tenant) } else { pausedTenants.remove(tenant) }
        case .jobPaused(let job, let isPaused):
            jobs[job]?.isPaused = isPaused
            jobs[job]?.version += 1
        case .slowedDown(let gate, let until): gates[gate, default: Gate()].slowUntil = until
        case .priorityChanged(let job, let priority):
            jobs[job]?.priority = priority
            jobs[job]?.version += 1
        case .scheduleSet, .schedulePaused, .scheduleDeleted, .tickFired, .ticksSkipped, .tickQueued, .tickRefused:
            applyToSchedule(fact, row)
        case .gateOpened, .jobDue, .jobKeyed, .keyFreed, .requestAccepted, .tenantDepthSet, .queueDraining,
            .tenantDraining, .itemFailed, .letterFingerprinted, .requeueOrdered, .requeueAdvanced, .requeueEnded,
            .retentionSet:
            break
        case .workerJoined(let worker, let instance, _):
            instances[worker] = instance
            joined.insert(worker)
        case .workerLeft(let worker): joined.remove(worker)
        case .letterClosed(let letter), .letterExpired(let letter): letters[letter] = nil
        case .jobAccepted, .taskAdded, .dependencyAdded, .itemsSelected, .itemCountSet, .itemsAppended, .listSealed,
            .listShared, .jobGrew, .dependencyInserted, .taskReady, .taskStopping, .taskEnded, .jobStalled,
            .jobStopping, .jobEnded, .jobRemoved, .taskDied, .letterRequeued, .waveDue:
            applyToTask(fact, row)
        case .leaseGranted, .leaseExtended, .itemsSettled, .cursorMoved, .checkpointed, .outputLeft, .itemRetried,
            .itemDied, .leaseTrimmed, .leaseEnded:
            applyToLease(fact, row)
        }
    }

    private func append(_ name: String, to table: NameTable) {
        switch table {
        case .queue: queueNames.append(name)
        case .kind: kindNames.append(name)
        case .tenant: tenantNames.append(name)
        case .key: keyNames.append(name)
        }
    }

    /// A lease went out, or has ended.
    func countLease(of task: TaskID, _ change: Int) {
        guard let record = tasks[task] else { return }
        for gate in gates(of: record) { gates[gate, default: Gate()].leases += change }
        tasks[task]?.leases += change
    }
}
