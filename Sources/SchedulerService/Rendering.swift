import Contract
import Scheduling

/// The core's views as messages.
extension V1.Job {
    init(_ job: JobView, tasks: [V1.TaskStatus]) {
        self.init(
            id: job.id.rawValue, name: job.displayName(firstKind: tasks.first?.kind ?? ""), tenant: job.tenant,
            priority: UInt32(job.priority), state: V1.JobState(job.state), version: UInt64(job.version),
            submittedUnixMs: job.submitted.milliseconds, startedUnixMs: job.started.milliseconds,
            endedUnixMs: job.ended.milliseconds, tasks: tasks, requeuedFrom: job.requeuedFrom.rawValue,
            paused: job.isPaused, notBeforeUnixMs: job.notBefore.milliseconds,
            deadlineUnixMs: job.deadline.milliseconds,
            schedule: String(decoding: job.schedule, as: UTF8.self), tickUnixMs: job.tick.milliseconds)
    }
}

extension JobView {
    fileprivate func displayName(firstKind: String) -> String {
        name.isEmpty ? firstKind : String(decoding: name, as: UTF8.self)
    }
}

extension V1.JobSummary {
    init(_ job: JobView, totals: JobTotals) {
        self.init(
            id: job.id.rawValue, name: job.displayName(firstKind: totals.firstKind), tenant: job.tenant,
            state: V1.JobState(job.state), submittedUnixMs: job.submitted.milliseconds,
            endedUnixMs: job.ended.milliseconds, tasks: job.taskCount, items: V1.Counters(totals))
    }
}

extension V1.Counters {
    init(_ task: TaskView) {
        self.init(
            total: UInt64(task.total), itemCountKnown: task.countKnown, done: UInt64(task.done),
            dead: UInt64(task.dead), leased: UInt64(task.leased), retrying: UInt64(task.retrying),
            cancelled: UInt64(task.cancelled), open: task.takesItems)
    }

    fileprivate init(_ totals: JobTotals) {
        self.init(
            total: totals.total, itemCountKnown: totals.allCountsKnown, done: totals.done, dead: totals.dead,
            leased: totals.leased, retrying: totals.retrying, cancelled: totals.cancelled, open: totals.takesItems)
    }
}

extension TaskView {
    /// What people call it.
    var displayName: String { name.isEmpty ? kind : String(decoding: name, as: UTF8.self) }
}

extension V1.TaskStatus {
    init(_ task: TaskView, outputs: [V1.TaskInput]) {
        self.init(
            ordinal: task.id.ordinal, name: task.displayName, queue: task.queue, kind: task.kind,
            state: V1.TaskState(task.state), dependsOn: task.dependencies, items: V1.Counters(task),
            leases: task.leases, startedUnixMs: task.started.milliseconds, endedUnixMs: task.ended.milliseconds,
            outputs: outputs)
    }
}

extension V1.JobState {
    init(_ state: JobState) {
        switch state {
        case .pending: self = .pending
        case .running: self = .running
        case .stalled: self = .stalled
        case .stopping: self = .stopping
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .expired: self = .expired
        }
    }
}

extension V1.TaskState {
    init(_ state: TaskState) {
        switch state {
        case .waiting: self = .waiting
        case .ready: self = .ready
        case .running: self = .running
        case .stopping: self = .stopping
        case .succeeded: self = .succeeded
        case .dead: self = .dead
        case .cancelled: self = .cancelled
        }
    }
}

extension V1.DeathCause {
    init(_ cause: DeathCause) {
        switch cause {
        case .permanent: self = .permanent
        case .attemptsExhausted: self = .attemptsExhausted
        case .parked: self = .parked
        case .workerLost: self = .workerLost
        case .countNotSet: self = .countNotSet
        case .timedOut: self = .timedOut
        case .listNotSealed: self = .listNotSealed
        }
    }
}

extension V1.WorkerStatus {
    init(_ worker: WorkerView) {
        self.init(
            name: String(decoding: worker.name, as: UTF8.self), instance: worker.instance, kinds: worker.kinds,
            queues: worker.queues, leases: worker.leases, leasedItems: worker.leasedItems,
            connected: worker.isConnected, joinedUnixMs: worker.joined.milliseconds, draining: worker.isLeaving)
    }
}

extension V1.QueueStatus {
    init(_ queue: QueueView) {
        self.init(
            name: queue.name, depth: queue.counters.depth, readyTasks: queue.counters.active,
            leases: queue.counters.leases, deadLetters: queue.counters.letters, workers: queue.workers,
            limits: V1.Limits(queue.gate.limits), paused: queue.gate.isPaused, open: queue.gate.isOpen,
            draining: queue.gate.isDraining,
            retention: V1.QueueRetention(jobsMs: queue.retention.jobs, lettersMs: queue.retention.letters),
            removedJobs: queue.removed.jobs, removedLetters: queue.removed.letters, demand: V1.QueueDemand(queue.demand)
        )
    }
}

extension V1.QueueDemand {
    fileprivate init(_ demand: QueueDemand) {
        self.init(
            waitingItems: demand.waiting, estimated: demand.isEstimate, leasedItems: demand.leased,
            oldestUnixMs: demand.oldest?.milliseconds ?? 0, arrivalsPerSecond: Double(demand.arrivals) / 1_000,
            completionsPerSecond: Double(demand.completions) / 1_000, wantedWorkers: demand.wantedWorkers)
    }
}
