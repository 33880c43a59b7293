/// A job to be accepted; its tasks follow one by one.
package struct JobSubmission {
    package var tenant: String
    package var name: [UInt8]
    /// 0 to 9; higher goes first.
    package var priority: UInt8
    /// Milliseconds; nil: the scheduler's own. See `retention(ofJobsIn:)`.
    package var retention: UInt64?
    package var requeuedFrom: JobID
    /// Milliseconds before any of it is leased.
    package var delay: UInt64
    /// Milliseconds after which what has not ended is cancelled; nil: never.
    package var timeLimit: UInt64?

    package init(
        tenant: String = "default", name: [UInt8] = [], priority: UInt8 = 5, retention: UInt64? = nil,
        requeuedFrom: JobID = .none, delay: UInt64 = 0, timeLimit: UInt64? = nil
    ) {
        self.tenant = tenant
        self.name = name
        self.priority = priority
        self.retention = retention
        self.requeuedFrom = requeuedFrom
        self.delay = delay
        self.timeLimit = timeLimit
    }
}

package struct TaskSubmission {
    package var name: [UInt8]
    package var queue: String
    package var kind: String
    package var payload: [UInt8]
    /// As the shell encodes them.
    package var inputs: [UInt8]
    package var items: ItemSource
    /// Ordinals of earlier tasks of the job.
    package var dependencies: [UInt32]
    package var policy: Policy
    /// Empty: none.
    package var key: String

    package init(
        name: [UInt8] = [], queue: String = "default", kind: String, payload: [UInt8] = [], inputs: [UInt8] = [],
        items: ItemSource = .counted(1), dependencies: [UInt32] = [], policy: Policy = Policy(), key: String = ""
    ) {
        self.name = name
        self.queue = queue
        self.kind = kind
        self.payload = payload
        self.inputs = inputs
        self.items = items
        self.dependencies = dependencies
        self.policy = policy
        self.key = key
    }
}

extension Scheduler {
    /// Accepts a job; the caller adds its tasks before any other command, and has checked all of them: from here on
    /// nothing is refused. Cost: O(1), whatever the number of items.
    package mutating func submit(_ job: JobSubmission) -> JobID {
        precondition(State.priorities.contains(job.priority), "a priority is 0 to 9")
        let id = JobID(partition: state.partition, counter: state.nextJob)
        let tenant = name(job.tenant, in: .tenant)
        let name = state.blobs.insert(job.name)
        emit(
            .jobAccepted(
                JobAccepted(
                    job: id, requeuedFrom: job.requeuedFrom, retention: job.retention ?? settings.retention,
                    tenant: tenant, name: name, priority: job.priority,
                    notBefore: job.delay == 0 ? .zero : now + job.delay,
                    deadline: job.timeLimit.map { now + $0 } ?? .zero)))
        return id
    }

    package mutating func addTask(to job: JobID, _ task: TaskSubmission) {
        let queue = name(task.queue, in: .queue)
        let kind = name(task.kind, in: .kind)
        var whole = task.policy
        whole.key = task.key.isEmpty ? .none : name(task.key, in: .key)
        let policy = policy(whole)
        let index = state.job(job)
        let ordinal = state.jobs[index].taskCount
        emit(
            .taskAdded(
                TaskAdded(
                    job: job, queue: queue, kind: kind, policy: policy, name: state.blobs.insert(task.name),
                    payload: state.blobs.insert(task.payload), inputs: state.blobs.insert(task.inputs),
                    items: task.items, dependencies: UInt16(task.dependencies.count))))
        for dependency in task.dependencies {
            emit(.dependencyAdded(TaskID(job: job, ordinal: ordinal), on: dependency))
        }
        if case .listed = task.items { watchList(of: state.task(TaskID(job: job, ordinal: ordinal))) }
        let added = state.jobs[index].lastTask
        if state.tasks[added].state == .ready { countArrival(state.total(of: added), of: added) }
    }

    mutating func name(_ name: String, in table: NameTable) -> NameID {
        let found: NameID?
        let next: NameID
        switch table {
        case .queue: (found, next) = (state.queues.find(name), state.queues.nextID)
        case .kind: (found, next) = (state.kinds.find(name), state.kinds.nextID)
        case .tenant: (found, next) = (state.tenants.find(name), state.tenants.nextID)
        case .key: (found, next) = (state.keys.find(name), state.keys.nextID)
        }
        if let found { return found }
        emit(.named(table, next, state.blobs.insert(Array(name.utf8))))
        return next
    }

    private mutating func policy(_ policy: Policy) -> PolicyID {
        if let found = state.policies.find(policy) { return found }
        let id = state.policies.nextID
        emit(.policyDefined(id, policy))
        return id
    }

    /// The job's delay is over.
    mutating func start(_ id: JobID) {
        let job = openJob(id)
        if job.isNone { return }
        let count = state.jobs[job].taskCount
        emit(.jobDue(id))
        noteChange(of: job)
        for task in state.tasks(of: job)
        where state.tasks[task].state == .waiting && state.tasks[task].waitingFor == 0 && state.tasks[task].countKnown {
            makeReady(task)
        }
        // A list may have been sealed with nothing in it.
        for ordinal in 0..<count {
            let task = state.task(TaskID(job: id, ordinal: ordinal))
            if !task.isNone { endIfOver(task) }
        }
    }

    mutating func makeReady(_ task: TaskIndex) {
        emit(.taskReady(state.id(of: task)), about: task)
        countArrival(state.total(of: task), of: task)
    }
}
