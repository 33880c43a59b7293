/// What readers see. Plain values; a query changes nothing, and its answer waits like any reply for the facts it saw.
package struct JobView: Equatable, Sendable {
    package var id: JobID
    package var name: [UInt8]
    package var tenant: String
    package var priority: UInt8
    package var state: JobState
    package var version: UInt32
    package var submitted: Timestamp
    package var started: Timestamp
    package var ended: Timestamp
    package var requeuedFrom: JobID
    package var taskCount: UInt32
    package var isPaused: Bool
    /// Zero: it may start.
    package var notBefore: Timestamp
    /// Zero: none.
    package var deadline: Timestamp
    /// Empty: no tick has submitted it, or its schedule was deleted.
    package var schedule: [UInt8]
    /// Zero: no tick has submitted it.
    package var tick: Timestamp
}

package struct TaskView: Equatable, Sendable {
    package var id: TaskID
    package var name: [UInt8]
    package var queue: String
    package var kind: String
    package var state: TaskState
    package var countKnown: Bool
    /// Items may be appended.
    package var takesItems: Bool
    package var itemCount: UInt32
    package var total: UInt32
    package var done: UInt32
    package var dead: UInt32
    package var leased: UInt32
    package var retrying: UInt32
    package var cancelled: UInt32
    package var leases: UInt32
    package var started: Timestamp
    package var ended: Timestamp
    package var dependencies: [UInt32]
}

package struct LeaseView: Equatable, Sendable {
    package var id: LeaseID
    package var task: TaskID
    package var ranges: [ItemRange]
    package var attempt: UInt16
    package var payload: BlobHandle
    package var inputs: BlobHandle
    package var checkpoint: BlobHandle
    package var name: BlobHandle
    package var queue: NameID
    package var kind: NameID
    package var itemCount: UInt32
    /// Its items have payloads.
    package var isListed: Bool
    /// Only then do the costlier questions about dependencies and dependents have answers.
    package var hasDependencies: Bool
    package var hasDependents: Bool
}

package struct LeaseStanding: Equatable, Sendable {
    package var task: TaskID
    package var cursor: UInt32
    /// An item that fails now is not tried again.
    package var isLastAttempt: Bool
}

package struct WorkerView: Equatable, Sendable {
    package var id: WorkerID
    package var name: [UInt8]
    package var instance: UInt64
    package var kinds: [String]
    package var queues: [String]
    package var leases: UInt32
    package var leasedItems: UInt64
    package var isConnected: Bool
    package var isLeaving: Bool
    package var joined: Timestamp
}

package struct LetterView: Equatable, Sendable {
    package var id: DeadLetterID
    package var task: TaskID
    package var taskName: [UInt8]
    package var queue: String
    package var kind: String
    /// nil: the whole task.
    package var item: UInt32?
    package var cause: DeathCause
    package var attempts: UInt16
    package var failure: [UInt8]
    package var died: Timestamp
    /// What it has in common with others.
    package var group: UInt64
    /// Its task has ended: what is requeued goes into a new job.
    package var needsNewJob: Bool
}

package struct QueueView: Equatable, Sendable {
    package var name: String
    package var counters: QueueCounters
    package var workers: UInt32
    package var gate: GateView
    package var retention: QueueRetention
    package var removed: RemovedCounts
    package var demand: QueueDemand
}

extension Scheduler {
    package func job(_ id: JobID) -> JobView? {
        let job = state.job(id)
        return job.isNone ? nil : view(job)
    }

    private func view(_ job: JobIndex) -> JobView {
        let record = state.jobs[job]
        let (times, extras) = (state.times(of: job), state.extras(of: job))
        let origin = extras.origin.isNone ? nil : state.origins[extras.origin]
        return JobView(
            id: record.id, name: state.blobs[record.name], tenant: state.tenants[record.tenant],
            priority: record.priority, state: record.state, version: record.version, submitted: record.submitted,
            started: times.started, ended: times.ended, requeuedFrom: extras.requeuedFrom,
            taskCount: record.taskCount, isPaused: extras.isPaused, notBefore: extras.notBefore,
            deadline: extras.deadline, schedule: origin.map { state.name(of: $0.schedule) } ?? [],
            tick: origin?.tick ?? .zero)
    }

    /// In their order; empty when the job is not there.
    package func tasks(of id: JobID) -> [TaskView] {
        let job = state.job(id)
        return job.isNone ? [] : state.tasks(of: job).map { view($0) }
    }

    private func view(_ task: TaskIndex) -> TaskView {
        let record = state.tasks[task]
        let (work, counts) = (state.work(of: task), state.itemCounts(of: task))
        return TaskView(
            id: state.id(of: task), name: state.blobs[record.name], queue: state.queues[state.queue(of: task)],
            kind: state.kinds[state.kind(of: task)], state: record.state, countKnown: record.countKnown,
            takesItems: state.takesItems(task), itemCount: record.itemCount, total: counts.total, done: counts.done,
            dead: counts.dead,
            leased: counts.leased, retrying: counts.retrying, cancelled: counts.cancelled, leases: work.leaseCount,
            started: work.started, ended: work.ended,
            dependencies: state.dependencies(of: task).map { state.tasks[$0].ordinal })
    }

    /// What the items of a task left, oldest first, for as long as `body` wants more.
    package func forEachOutput(of id: TaskID, _ body: (_ item: UInt32, _ data: [UInt8]) -> Bool) {
        let task = state.task(id)
        var output = task.isNone ? .none : state.work(of: task).firstOutput
        while !output.isNone, body(state.outputs[output].item, state.blobs[state.outputs[output].data]) {
            output = state.outputs[output].next
        }
    }

    package func lease(_ id: LeaseID) -> LeaseView? {
        let index = state.lease(id)
        if index.isNone { return nil }
        let lease = state.leases[index]
        let task = state.tasks[lease.task]
        return LeaseView(
            id: id, task: state.id(of: lease.task), ranges: state.ranges(of: index), attempt: lease.attempt,
            payload: task.payload, inputs: task.inputs, checkpoint: lease.checkpoint, name: task.name,
            queue: state.queue(of: lease.task), kind: state.kind(of: lease.task), itemCount: task.itemCount,
            isListed: !state.list(of: lease.task).isNone, hasDependencies: !task.firstDependency.isNone,
            hasDependents: !task.firstDependent.isNone)
    }

    /// What is asked of a lease more often than all of it; nil: it is not there.
    package func standing(of id: LeaseID) -> LeaseStanding? {
        let index = state.lease(id)
        if index.isNone { return nil }
        let lease = state.leases[index]
        return LeaseStanding(
            task: state.id(of: lease.task), cursor: lease.cursor,
            isLastAttempt: lease.attempt >= state.policies[state.tasks[lease.task].policy].maxAttempts)
    }

    package func payload(of id: TaskID) -> BlobHandle {
        let task = state.task(id)
        return task.isNone ? .none : state.tasks[task].payload
    }

    /// What the task was submitted with, as the shell has encoded it.
    package func inputs(of id: TaskID) -> BlobHandle {
        let task = state.task(id)
        return task.isNone ? .none : state.tasks[task].inputs
    }

    package func dependencies(of id: TaskID) -> [TaskView] {
        let task = state.task(id)
        return task.isNone ? [] : state.dependencies(of: task).map { view($0) }
    }

    /// Tasks that wait for this one and whose item count nobody has set.
    package func unsetDependents(of id: TaskID) -> [TaskView] {
        let task = state.task(id)
        if task.isNone { return [] }
        return state.dependents(of: task).filter { !state.tasks[$0].countKnown }.map { view($0) }
    }

    /// Newest first, those older than `before`. Looks at no more than `probes` ids; returns where to go on, nil at the
    /// end.
    package func jobs(
        before: JobID?, limit: Int, probes: Int, where matches: (JobView) -> Bool
    ) -> (jobs: [JobView], next: JobID?) {
        var found: [JobView] = []
        var counter = min(before.map { $0.rawValue & (1 << 48 - 1) } ?? .max, state.nextJob)
        var left = probes
        while counter > 1 {
            if found.count == limit || left == 0 { return (found, JobID(partition: state.partition, counter: counter)) }
            counter -= 1
            left -= 1
            let job = state.job(JobID(partition: state.partition, counter: counter))
            if !job.isNone {
                let job = view(job)
                if matches(job) { found.append(job) }
            }
        }
        return (found, nil)
    }

    /// In the order in which they were written, those after `after`. Looks at no more than `probes` ids; returns the
    /// last one looked at, nil at the end.
    package func letters(
        after: DeadLetterID, limit: Int, probes: Int, where matches: (LetterView) -> Bool
    ) -> (letters: [LetterView], next: DeadLetterID?) {
        var found: [LetterView] = []
        var id = after.rawValue
        var left = probes
        while id < state.nextLetter - 1, state.letters.count > 0 {
            if found.count == limit || left == 0 { return (found, DeadLetterID(rawValue: id)) }
            id += 1
            left -= 1
            if let letter = letter(DeadLetterID(rawValue: id)), matches(letter) { found.append(letter) }
        }
        return (found, nil)
    }

    package func letter(_ id: DeadLetterID) -> LetterView? {
        let index = state.letter(id)
        if index.isNone { return nil }
        let letter = state.letters[index]
        return LetterView(
            id: id, task: state.id(of: letter.task), taskName: state.blobs[state.tasks[letter.task].name],
            queue: state.queues[state.queue(of: letter.task)], kind: state.kinds[state.kind(of: letter.task)],
            item: letter.item == LetterRecord.wholeTask ? nil : letter.item, cause: letter.cause,
            attempts: letter.attempts, failure: state.blobs[letter.failure], died: letter.died,
            group: state.letterGroups[letter.group].identifier, needsNewJob: needsNewJob(index))
    }

    /// In the order in which they joined.
    package func workers() -> [WorkerView] {
        state.workers.indices.map { worker in
            let record = state.workers[worker]
            let session = presence(of: worker).session
            let connected = session.isNone ? nil : volatile.sessions[session]
            return WorkerView(
                id: record.id, name: state.blobs[record.name], instance: record.instance, kinds: connected?.kinds ?? [],
                queues: connected?.queues ?? [], leases: record.leaseCount,
                leasedItems: state.leases(of: worker).reduce(0) { $0 + UInt64(state.leases[$1].remaining) },
                isConnected: connected != nil, isLeaving: connected?.isLeaving ?? false, joined: record.joined)
        }
        .sorted { $0.id < $1.id }
    }

    package func queues() -> [QueueView] {
        var everywhere: UInt32 = 0
        var somewhere: [String: UInt32] = [:]
        for session in volatile.sessions.indices {
            if volatile.sessions[session].queues.isEmpty { everywhere += 1 }
            for queue in Set(volatile.sessions[session].queues) { somewhere[queue, default: 0] += 1 }
        }
        let demands = demands()
        return (0..<state.queues.count).map { queue in
            let name = state.queues[NameID(rawValue: UInt32(queue))]
            return QueueView(
                name: name, counters: state.queueCounters[queue], workers: everywhere + somewhere[name, default: 0],
                gate: GateView(state.queueGates[queue]), retention: state.retentions[queue],
                removed: state.removed[queue], demand: demands[queue])
        }
    }
}
