extension State {
    /// The only place where state changes. Facts come from `decide`, which has checked them, or from a journal
    /// whose checksums held: one that contradicts the state is a bug, and stops the process.
    package mutating func apply(_ fact: Fact) {
        switch fact {
        case .epochBegan(let epoch):
            precondition(epoch > self.epoch, "epochs grow")
            self.epoch = epoch
            nextLease = 1
        case .timeAdvanced(let time):
            precondition(time >= self.time, "time does not go back")
            self.time = time
        case .named(let table, let id, let name): define(table, id, name)
        case .policyDefined(let id, let policy): policies.define(id, policy)
        case .weightSet(let tenant, let weight): setWeight(weight, of: tenant)
        case .limitsSet(let gate, let limits): setLimits(limits, of: gate)
        case .gatePaused(let gate, let isPaused): pause(gate, isPaused)
        case .tenantDepthSet(let tenant, let limit): setDepthLimit(limit, of: tenant)
        case .tenantPaused(let tenant, let isPaused): pause(tenant: tenant, isPaused)
        case .retentionSet(let queue, let retention): setRetention(retention, of: queue)
        case .queueDraining(let queue, let isDraining): drain(queue: queue, isDraining)
        case .tenantDraining(let tenant, let isDraining): drain(tenant: tenant, isDraining)
        case .jobPaused(let job, let isPaused): pause(known(job), isPaused)
        case .priorityChanged(let job, let priority): changePriority(of: known(job), to: priority)
        case .slowedDown(let gate, let until): slowDown(gate, until: until)
        case .gateOpened(let gate): reconsider(gate)

        case .jobAccepted(let accepted): accept(accepted)
        case .jobKeyed(let job, let key, let fingerprint, let reuse):
            self.key(known(job), key, fingerprint, reuse: reuse)
        case .keyFreed(let job): freeKey(of: known(job))
        case .requestAccepted(let request, let jobs): remember(request, jobs)
        case .taskAdded(let added): add(added)
        case .dependencyAdded(let task, let dependency): addDependency(task, on: dependency)
        case .itemsSelected(let task, let range): select(range, of: task)
        case .itemCountSet(let task, let count): setItemCount(count, of: known(task))
        case .itemsAppended(let task, let batch): append(batch, to: known(task))
        case .listSealed(let task): seal(known(task))
        case .listShared(let task, let older): shareList(of: known(older), with: known(task))
        case .jobGrew(let task, _): jobs[tasks[known(task)].job].version += 1
        case .dependencyInserted(let task, let dependency): insertDependency(of: task, on: dependency)
        case .taskReady(let task): makeReady(known(task))
        case .taskStopping(let task, let outcome): stop(known(task), outcome)
        case .taskEnded(let task, let outcome): end(known(task), outcome)
        case .jobDue(let job): extras[jobs[known(job)].extras].notBefore = .zero
        case .jobStalled(let job): enter(.stalled, known(job))
        case .jobStopping(let job, let outcome): stop(known(job), outcome)
        case .jobEnded(let job, let outcome): end(known(job), outcome)
        case .jobRemoved(let job): remove(known(job))

        case .workerJoined(let worker, let instance, let name): join(worker, instance, name)
        case .workerLeft(let worker): leave(known(worker))

        case .leaseGranted(let granted): grant(granted)
        case .leaseExtended(let lease, let range): extend(known(lease), by: range)
        case .itemsSettled(let lease, let range): settle(range, of: known(lease))
        case .cursorMoved(let lease, let cursor): move(known(lease), to: cursor)
        case .checkpointed(let lease, let checkpoint): replaceCheckpoint(of: known(lease), with: checkpoint)
        case .outputLeft(let lease, let item, let data): keepOutput(data, of: item, from: known(lease))
        case .itemFailed(let lease, let item, let failure, let timedOut):
            noteFailure(of: item, under: known(lease), failure, timedOut: timedOut)
        case .itemRetried(let lease, let item, let due): retry(item, of: known(lease), due: due)
        case .itemDied(let lease, let item, let letter): die(item, of: known(lease), letter)
        case .leaseTrimmed(let lease, let end): trim(known(lease), to: end)
        case .leaseEnded(let lease, let ending): end(known(lease), ending)
        case .waveDue(let task, let attempt, let due): release(attempt: attempt, due: due, of: known(task))

        case .taskDied(let task, let letter): die(known(task), letter)
        case .letterFingerprinted(let letter, let fingerprint): self.fingerprint(known(letter), fingerprint)
        case .requeueOrdered(let order, let filter, let rate, let last):
            add(RequeueOrder(id: order, filter: filter, rate: rate, last: last, ordered: time, due: time))
        case .requeueAdvanced(let order, let looked, let requeued):
            let time = time
            change(order) { $0.advance(to: looked, requeued: requeued, at: time) }
        case .requeueEnded(let order, let state): change(order) { $0.state = state }
        case .letterRequeued(let letter): requeue(known(letter))
        case .letterExpired(let letter): expire(known(letter))
        case .letterClosed(let letter): close(known(letter))

        case .scheduleSet(let set): self.set(set)
        case .schedulePaused(let schedule, let isPaused, let next): pause(known(schedule), isPaused, next: next)
        case .scheduleDeleted(let schedule): delete(known(schedule))
        case .tickFired(let fired): fire(fired, of: known(fired.schedule), job: known(fired.job))
        case .ticksSkipped(let schedule, let count, let cause, let next):
            skip(count, cause, of: known(schedule), next: next)
        case .tickQueued(let schedule, let tick, let next): queue(tick, of: known(schedule), next: next)
        case .tickRefused(let schedule, let tick, let next, let reason):
            refuse(tick, reason, of: known(schedule), next: next)
        }
    }

    @inline(__always) private func known(_ id: JobID) -> JobIndex {
        let index = job(id)
        precondition(!index.isNone, "a fact names a job that is there")
        return index
    }

    @inline(__always) private func known(_ id: TaskID) -> TaskIndex {
        let index = task(id)
        precondition(!index.isNone, "a fact names a task that is there")
        return index
    }

    @inline(__always) private func known(_ id: LeaseID) -> LeaseIndex {
        let index = lease(id)
        precondition(!index.isNone, "a fact names a lease that is held")
        return index
    }

    @inline(__always) private func known(_ id: WorkerID) -> WorkerIndex {
        let index = worker(id)
        precondition(!index.isNone, "a fact names a worker that has joined")
        return index
    }

    @inline(__always) private func known(_ id: DeadLetterID) -> LetterIndex {
        let index = letter(id)
        precondition(!index.isNone, "a fact names a letter that is there")
        return index
    }

    private func known(_ id: ScheduleID) -> ScheduleIndex {
        let index = schedule(id)
        precondition(!index.isNone, "a fact names a schedule that is there")
        return index
    }

    private mutating func define(_ table: NameTable, _ id: NameID, _ name: BlobHandle) {
        let text = String(decoding: blobs[name], as: UTF8.self)
        switch table {
        case .queue:
            queues.define(id, text)
            queueCounters.append(QueueCounters())
            queueGates.append(Gate())
            retentions.append(QueueRetention())
            removed.append(RemovedCounts())
        case .kind: kinds.define(id, text)
        case .tenant:
            tenants.define(id, text)
            tenantRules.append(TenantRules())
        case .key:
            keys.define(id, text)
            keyGates.append(Gate())
        }
        blobs.retire(name)
    }

    private mutating func join(_ id: WorkerID, _ instance: UInt64, _ name: BlobHandle) {
        precondition(id.rawValue == nextWorker, "worker ids are given in order")
        nextWorker += 1
        let index = workers.insert(WorkerRecord(id: id, instance: instance, name: name, joined: time))
        workerTable.insert(id.rawValue, index)
        workersByInstance[instance] = index
    }

    private mutating func leave(_ index: WorkerIndex) {
        precondition(workers[index].leaseCount == 0, "a worker leaves without leases")
        blobs.retire(workers[index].name)
        workersByInstance[workers[index].instance] = nil
        workerTable.remove(workers[index].id.rawValue, index)
        workers.remove(index)
    }

    private mutating func grant(_ granted: LeaseGranted) {
        precondition(granted.lease == LeaseID(epoch: epoch, counter: nextLease), "lease ids are given in order")
        nextLease += 1
        let task = known(granted.task)
        let worker = known(granted.worker)
        beginWork(on: task)
        let source = take(granted.range, from: task)
        let index = leases.insert(
            LeaseRecord(
                id: granted.lease, task: task, worker: worker, first: granted.range, cursor: granted.range.begin,
                remaining: granted.range.count, attempt: source.attempt, losses: source.losses,
                checkpoint: source.checkpoint, granted: time))
        leaseTable.insert(granted.lease.rawValue, index)
        self[work: task].leased += granted.range.count
        countingLease(of: task) { state in
            state.link(index)
            state.start(task)
            if state.tasks[task].listing != .none { state.unlist(task) }
            state.relist(task)
        }
        takeTokens(granted.range.count, of: task)
    }

    private mutating func extend(_ lease: LeaseIndex, by range: ItemRange) {
        let task = leases[lease].task
        let source = take(range, from: task)
        precondition(range.begin >= end(of: lease), "the ranges of a lease ascend")
        precondition(source.attempt == leases[lease].attempt, "the items of a lease are at one attempt")
        blobs.retire(source.checkpoint)
        segments.append(Segment(range: range), to: &leases[lease].more)
        leases[lease].remaining += range.count
        self[work: task].leased += range.count
        relist(task)
        takeTokens(range.count, of: task)
    }

    /// Removes items from where they wait: the never leased ones, or the first of those that came back.
    private mutating func take(
        _ range: ItemRange, from task: TaskIndex
    ) -> (attempt: UInt16, losses: UInt16, checkpoint: BlobHandle) {
        let fresh = self[work: task].fresh
        if !fresh.isEmpty, range.begin == fresh.begin {
            precondition(range.end <= fresh.end, "what is leased was pending")
            self[work: task].fresh.begin = range.end
            return (1, 0, .none)
        }
        let head = self[work: task].returned.head
        precondition(!head.isNone && segments[head].range.begin == range.begin, "what is leased was pending")
        let source = (segments[head].attempt, segments[head].losses, segments[head].checkpoint)
        countingFragments(of: task) { state in
            state.segments.removeFirst(range.count, from: &state.works[state.tasks[task].work].returned)
        }
        return source
    }

    /// Keeps the number of the task's segments while `change` adds or removes some.
    mutating func countingFragments(of task: TaskIndex, _ change: (inout State) -> Void) {
        let before = segments.count
        change(&self)
        self[work: task].fragments = UInt32(Int(self[work: task].fragments) + segments.count - before)
    }

    mutating func beginWork(on task: TaskIndex) {
        if tasks[task].work.isNone { tasks[task].work = works.insert(work(of: task)) }
    }

    private mutating func start(_ task: TaskIndex) {
        guard tasks[task].state == .ready else { return }
        tasks[task].state = .running
        if self[work: task].started == .zero { self[work: task].started = time }
        let job = tasks[task].job
        jobs[job].version += 1
        if jobs[job].state == .pending { jobs[job].state = .running }
    }

    private mutating func link(_ lease: LeaseIndex) {
        let task = leases[lease].task
        let worker = leases[lease].worker
        let taskHead = self[work: task].firstLease
        let workerHead = workers[worker].firstLease
        leases[lease].nextOfTask = taskHead
        leases[lease].nextOfWorker = workerHead
        if !taskHead.isNone { leases[taskHead].previousOfTask = lease }
        if !workerHead.isNone { leases[workerHead].previousOfWorker = lease }
        self[work: task].firstLease = lease
        self[work: task].leaseCount += 1
        workers[worker].firstLease = lease
        workers[worker].leaseCount += 1
        queueCounters[Int(queue(of: task).rawValue)].leases += 1
    }

    mutating func unlink(_ lease: LeaseIndex) {
        let task = leases[lease].task
        let worker = leases[lease].worker
        let (previousOfTask, nextOfTask) = (leases[lease].previousOfTask, leases[lease].nextOfTask)
        let (previousOfWorker, nextOfWorker) = (leases[lease].previousOfWorker, leases[lease].nextOfWorker)
        if previousOfTask.isNone {
            self[work: task].firstLease = nextOfTask
        } else {
            leases[previousOfTask].nextOfTask = nextOfTask
        }
        if !nextOfTask.isNone { leases[nextOfTask].previousOfTask = previousOfTask }
        if previousOfWorker.isNone {
            workers[worker].firstLease = nextOfWorker
        } else {
            leases[previousOfWorker].nextOfWorker = nextOfWorker
        }
        if !nextOfWorker.isNone { leases[nextOfWorker].previousOfWorker = previousOfWorker }
        self[work: task].leaseCount -= 1
        uncountLease(of: task)
        workers[worker].leaseCount -= 1
        queueCounters[Int(queue(of: task).rawValue)].leases -= 1
    }
}
