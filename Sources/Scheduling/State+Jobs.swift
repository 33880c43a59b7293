/// How facts about jobs and tasks change the state.
extension State {
    mutating func accept(_ accepted: JobAccepted) {
        precondition(accepted.job == JobID(partition: partition, counter: nextJob), "job ids are given in order")
        nextJob += 1
        tenants.use(accepted.tenant)
        let index = jobs.insert(
            JobRecord(
                id: accepted.job, submitted: time, terms: terms.use(JobTerms(retention: accepted.retention)),
                tenant: accepted.tenant,
                name: accepted.name, priority: accepted.priority))
        if accepted.notBefore > time {
            extras[makeExtras(of: index)].notBefore = accepted.notBefore
            dueStarts.insert(accepted.notBefore, accepted.job)
        }
        if accepted.deadline != .zero {
            extras[makeExtras(of: index)].deadline = accepted.deadline
            dueEnds.insert(accepted.deadline, accepted.job)
        }
        if accepted.requeuedFrom != .none { extras[makeExtras(of: index)].requeuedFrom = accepted.requeuedFrom }
        jobTable.insert(accepted.job.rawValue, index)
    }

    mutating func makeExtras(of job: JobIndex) -> ExtrasIndex {
        if jobs[job].extras.isNone { jobs[job].extras = extras.insert(JobExtras()) }
        return jobs[job].extras
    }

    mutating func add(_ added: TaskAdded) {
        let job = job(added.job)
        precondition(!job.isNone, "a task is added to a job that is there")
        var task = TaskRecord(
            job: job, ordinal: jobs[job].taskCount, lane: lane(queue: added.queue, kind: added.kind),
            policy: added.policy, name: added.name, payload: added.payload, inputs: added.inputs,
            isCountedLater: added.items == .countedLater, countKnown: added.items != .countedLater, state: .waiting)
        switch added.items {
        case .counted(let count):
            task.itemCount = count
        case .countedLater: break
        case .selected(let count):
            task.itemCount = count
            task.work = works.insert(WorkRecord(fresh: ItemRange(0, 0), isSelection: true))
        case .listed(let patience):
            let list = lists.insert(ListRecord(patience: patience))
            task.work = works.insert(WorkRecord(fresh: ItemRange(0, 0), isListOpen: true, list: list))
        }
        task.waitingFor = added.dependencies
        policies.retain(added.policy)
        queues.use(added.queue)
        kinds.use(added.kind)
        let index = tasks.insert(task)
        if jobs[job].lastTask.isNone {
            jobs[job].firstTask = index
        } else {
            tasks[jobs[job].lastTask].next = index
            taskTable.insert(tasks[index].identifier, index)
        }
        jobs[job].lastTask = index
        jobs[job].taskCount += 1
        jobs[job].waitingTasks += 1
        queueCounters[Int(added.queue.rawValue)].depth += 1
        tenantRules[Int(jobs[job].tenant.rawValue)].depth += 1
        if added.dependencies == 0, task.countKnown, extras(of: job).notBefore == .zero { makeReady(index) }
    }

    mutating func addDependency(_ id: TaskID, on ordinal: UInt32) {
        let dependent = task(id)
        let dependency = task(TaskID(job: id.job, ordinal: ordinal))
        precondition(!dependent.isNone && !dependency.isNone, "a dependency is between tasks of the job")
        precondition(ordinal < id.ordinal, "a task depends on earlier ones")
        link(dependent, on: dependency)
    }

    mutating func link(_ dependent: TaskIndex, on dependency: TaskIndex) {
        let edge = edges.insert(
            EdgeRecord(
                dependent: dependent, dependency: dependency, nextOfDependent: tasks[dependent].firstDependency,
                nextOfDependency: tasks[dependency].firstDependent))
        tasks[dependent].firstDependency = edge
        tasks[dependency].firstDependent = edge
    }

    mutating func select(_ range: ItemRange, of id: TaskID) {
        let index = task(id)
        precondition(!index.isNone && range.end <= tasks[index].itemCount, "selected items are items of the task")
        segments.append(Segment(range: range), to: &works[tasks[index].work].returned)
        self[work: index].fragments += 1
        self[work: index].selected += range.count
        relist(index)
    }

    mutating func setItemCount(_ count: UInt32, of task: TaskIndex) {
        precondition(tasks[task].state == .waiting, "an item count is set before the task starts")
        tasks[task].itemCount = count
        tasks[task].countKnown = true
    }

    mutating func makeReady(_ task: TaskIndex) {
        precondition(tasks[task].state == .waiting, "only a waiting task becomes ready")
        precondition(tasks[task].waitingFor == 0 && tasks[task].countKnown, "a ready task waits for nothing")
        tasks[task].state = .ready
        let job = tasks[task].job
        jobs[job].waitingTasks -= 1
        jobs[job].activeTasks += 1
        jobs[job].version += 1
        queueCounters[Int(queue(of: task).rawValue)].active += 1
        relist(task)
    }

    mutating func stop(_ task: TaskIndex, _ outcome: TaskOutcome) {
        precondition(tasks[task].state.isActive, "what stops was at work")
        precondition(self[work: task].leaseCount > 0 && outcome != .succeeded, "without leases it ends at once")
        tasks[task].state = .stopping
        self[work: task].stopsAs = outcome
        if tasks[task].listing != .none { unlist(task) }
        jobs[tasks[task].job].version += 1
    }

    mutating func end(_ task: TaskIndex, _ outcome: TaskOutcome) {
        beginWork(on: task)
        precondition(self[work: task].leaseCount == 0, "a task ends without leases")
        leaveActivity(task)
        self[work: task].stopsAs = nil
        switch outcome {
        case .succeeded:
            tasks[task].state = .succeeded
            var edge = tasks[task].firstDependent
            while !edge.isNone {
                tasks[edges[edge].dependent].waitingFor -= 1
                edge = edges[edge].nextOfDependency
            }
        case .dead:
            tasks[task].state = .dead
        case .cancelled:
            tasks[task].state = .cancelled
            self[work: task].cancelled = total(of: task) - self[work: task].done - self[work: task].dead
            dropItems(of: task)
        }
        self[work: task].ended = time
        if tasks[task].listing != .none { unlist(task) }
        jobs[tasks[task].job].version += 1
    }

    /// Takes the task out of the counters of work that goes on.
    private mutating func leaveActivity(_ task: TaskIndex) {
        let job = tasks[task].job
        let queue = Int(queue(of: task).rawValue)
        switch tasks[task].state {
        case .waiting:
            jobs[job].waitingTasks -= 1
            queueCounters[queue].depth -= 1
            tenantRules[Int(jobs[job].tenant.rawValue)].depth -= 1
        case .ready, .running, .stopping:
            jobs[job].activeTasks -= 1
            queueCounters[queue].depth -= 1
            tenantRules[Int(jobs[job].tenant.rawValue)].depth -= 1
            queueCounters[queue].active -= 1
        case .dead, .succeeded, .cancelled:
            preconditionFailure("a task ends once")
        }
    }

    /// A task that is dead, or stops since it died, goes on: one of its letters was requeued.
    mutating func revive(_ task: TaskIndex) {
        let job = tasks[task].job
        let queue = Int(queue(of: task).rawValue)
        let isDead = tasks[task].state == .dead
        tasks[task].state = .running
        jobs[job].version += 1
        self[work: task].stopsAs = nil
        if !isDead { return }
        self[work: task].ended = .zero
        jobs[job].activeTasks += 1
        if jobs[job].state == .stalled { jobs[job].state = .running }
        queueCounters[queue].depth += 1
        queueCounters[queue].active += 1
        tenantRules[Int(jobs[job].tenant.rawValue)].depth += 1
    }

    mutating func enter(_ state: JobState, _ job: JobIndex) {
        precondition(!jobs[job].state.hasEnded, "an ended job stays as it ended")
        jobs[job].state = state
        jobs[job].version += 1
    }

    mutating func stop(_ job: JobIndex, _ outcome: JobOutcome) {
        precondition(jobs[job].activeTasks > 0 && jobs[job].waitingTasks == 0, "a job stops for what is at work alone")
        enter(.stopping, job)
        freeKey(of: job)
        extras[makeExtras(of: job)].stopsAs = outcome
    }

    mutating func end(_ job: JobIndex, _ outcome: JobOutcome) {
        precondition(jobs[job].activeTasks == 0, "a job ends without active tasks")
        if jobs[job].state == .stopping { extras[jobs[job].extras].stopsAs = nil }
        switch outcome {
        case .succeeded: enter(.succeeded, job)
        case .failed: enter(.failed, job)
        case .cancelled: enter(.cancelled, job)
        case .expired: enter(.expired, job)
        }
        if !jobs[job].extras.isNone { leaveSchedule(job) }
        let reuse = outcome == .succeeded ? extras(of: job).reuse : 0
        if reuse == 0 { freeKey(of: job) } else { dueKeys.insert(time + reuse, jobs[job].id) }
        let retention = max(terms[jobs[job].terms].retention, reuse)
        if retention > 0 { dueRemovals.insert(time + retention, jobs[job].id) }
        expectExpiries(of: job)
    }

    mutating func remove(_ job: JobIndex) {
        precondition(jobs[job].state.hasEnded, "a job is removed after its end")
        precondition(extras(of: job).letterCount == 0, "a job with dead letters stays")
        countRemoval(of: job)
        var task = jobs[job].firstTask
        while !task.isNone {
            let next = tasks[task].next
            remove(task)
            task = next
        }
        blobs.retire(jobs[job].name)
        freeKey(of: job)
        terms.release(jobs[job].terms)
        if !jobs[job].extras.isNone {
            let origin = extras[jobs[job].extras].origin
            if !origin.isNone { origins.remove(origin) }
            extras.remove(jobs[job].extras)
        }
        jobTable.remove(jobs[job].id.rawValue, job)
        jobs.remove(job)
    }

    private mutating func remove(_ task: TaskIndex) {
        dropItems(of: task)
        var edge = tasks[task].firstDependency
        while !edge.isNone {
            let next = edges[edge].nextOfDependent
            edges.remove(edge)
            edge = next
        }
        var output = work(of: task).firstOutput
        while !output.isNone {
            let next = outputs[output].next
            blobs.retire(outputs[output].data)
            outputs.remove(output)
            output = next
        }
        blobs.retire(tasks[task].name)
        blobs.retire(tasks[task].payload)
        blobs.retire(tasks[task].inputs)
        policies.release(tasks[task].policy)
        leaveList(task)
        if tasks[task].ordinal > 0 { taskTable.remove(tasks[task].identifier, task) }
        if !tasks[task].work.isNone { works.remove(tasks[task].work) }
        tasks.remove(task)
    }

    /// Forgets the items that wait: pending ones and those in waves.
    private mutating func dropItems(of task: TaskIndex) {
        if tasks[task].work.isNone { return }
        forgetFailures(of: task) { _ in true }
        self[work: task].fresh = ItemRange(0, 0)
        while !self[work: task].returned.isEmpty {
            blobs.retire(segments[self[work: task].returned.head].checkpoint)
            segments.removeHead(of: &works[tasks[task].work].returned)
        }
        while !self[work: task].firstWave.isNone {
            let wave = self[work: task].firstWave
            segments.removeAll(&waves[wave].items)
            self[work: task].firstWave = waves[wave].next
            waves.remove(wave)
        }
        self[work: task].retrying = 0
        self[work: task].fragments = 0
    }
}
