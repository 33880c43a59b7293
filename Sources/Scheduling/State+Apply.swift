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

        case .jobAccepted(let accepted): accept(accepted)
        case .taskAdded(let added): add(added)
        case .dependencyAdded(let task, let dependency): addDependency(task, on: dependency)
        case .itemsSelected(let task, let range): select(range, of: task)
        case .itemCountSet(let task, let count): setItemCount(count, of: known(task))
        case .taskReady(let task): makeReady(known(task))
        case .taskEnded(let task, let outcome): end(known(task), outcome)
        case .jobStalled(let job): enter(.stalled, known(job))
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
        case .itemRetried(let lease, let item, let due): retry(item, of: known(lease), due: due)
        case .itemDied(let lease, let item, let letter): die(item, of: known(lease), letter)
        case .leaseEnded(let lease, let ending): end(known(lease), ending)
        case .waveDue(let task, let attempt, let due): release(attempt: attempt, due: due, of: known(task))

        case .taskDied(let task, let letter): die(known(task), letter)
        case .letterRequeued(let letter): requeue(known(letter))
        case .letterClosed(let letter): close(known(letter))
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

    private mutating func define(_ table: NameTable, _ id: NameID, _ name: BlobHandle) {
        let text = String(decoding: blobs[name], as: UTF8.self)
        switch table {
        case .queue:
            queues.define(id, text)
            queueCounters.append(QueueCounters())
        case .kind: kinds.define(id, text)
        case .tenant: tenants.define(id, text)
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
        workerTable.remove(workers[index].id.rawValue)
        workers.remove(index)
    }

    private mutating func grant(_ granted: LeaseGranted) {
        precondition(granted.lease == LeaseID(epoch: epoch, counter: nextLease), "lease ids are given in order")
        nextLease += 1
        let task = known(granted.task)
        let worker = known(granted.worker)
        let source = take(granted.range, from: task)
        let index = leases.insert(
            LeaseRecord(
                id: granted.lease, task: task, worker: worker, first: granted.range, cursor: granted.range.begin,
                remaining: granted.range.count, attempt: source.attempt, losses: source.losses,
                checkpoint: source.checkpoint, granted: time))
        leaseTable.insert(granted.lease.rawValue, index)
        link(index)
        tasks[task].leased += granted.range.count
        start(task)
        if tasks[task].listing != .none { unlist(task) }
        relist(task)
    }

    private mutating func extend(_ lease: LeaseIndex, by range: ItemRange) {
        let task = leases[lease].task
        let source = take(range, from: task)
        precondition(range.begin >= end(of: lease), "the ranges of a lease ascend")
        precondition(source.attempt == leases[lease].attempt, "the items of a lease are at one attempt")
        blobs.retire(source.checkpoint)
        segments.append(Segment(range: range), to: &leases[lease].more)
        leases[lease].remaining += range.count
        tasks[task].leased += range.count
        relist(task)
    }

    /// Removes items from where they wait: the never leased ones, or the first of those that came back.
    private mutating func take(
        _ range: ItemRange, from task: TaskIndex
    ) -> (attempt: UInt16, losses: UInt16, checkpoint: BlobHandle) {
        let fresh = tasks[task].fresh
        if !fresh.isEmpty, range.begin == fresh.begin {
            precondition(range.end <= fresh.end, "what is leased was pending")
            tasks[task].fresh.begin = range.end
            return (1, 0, .none)
        }
        let head = tasks[task].returned.head
        precondition(!head.isNone && segments[head].range.begin == range.begin, "what is leased was pending")
        let source = (segments[head].attempt, segments[head].losses, segments[head].checkpoint)
        countingFragments(of: task) { state in
            state.segments.removeFirst(range.count, from: &state.tasks[task].returned)
        }
        return source
    }

    /// Keeps the number of the task's segments while `change` adds or removes some.
    mutating func countingFragments(of task: TaskIndex, _ change: (inout State) -> Void) {
        let before = segments.count
        change(&self)
        tasks[task].fragments = UInt32(Int(tasks[task].fragments) + segments.count - before)
    }

    private mutating func start(_ task: TaskIndex) {
        guard tasks[task].state == .ready else { return }
        tasks[task].state = .running
        if tasks[task].started == .zero { tasks[task].started = time }
        let job = tasks[task].job
        jobs[job].version += 1
        if jobs[job].state == .pending {
            jobs[job].state = .running
            jobs[job].started = time
        }
    }

    private mutating func link(_ lease: LeaseIndex) {
        let task = leases[lease].task
        let worker = leases[lease].worker
        let taskHead = tasks[task].firstLease
        let workerHead = workers[worker].firstLease
        leases[lease].nextOfTask = taskHead
        leases[lease].nextOfWorker = workerHead
        if !taskHead.isNone { leases[taskHead].previousOfTask = lease }
        if !workerHead.isNone { leases[workerHead].previousOfWorker = lease }
        tasks[task].firstLease = lease
        tasks[task].leaseCount += 1
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
            tasks[task].firstLease = nextOfTask
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
        tasks[task].leaseCount -= 1
        workers[worker].leaseCount -= 1
        queueCounters[Int(queue(of: task).rawValue)].leases -= 1
    }
}
