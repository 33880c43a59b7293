import Scheduling

/// What facts say of jobs, tasks and letters.
extension History {
    func applyToTask(_ fact: Fact, _ row: DurableRow) {
        switch fact {
        case .jobAccepted(let accepted):
            jobs[accepted.job] = Job(
                name: row.bytes(accepted.name), tenant: accepted.tenant, priority: accepted.priority,
                requeuedFrom: accepted.requeuedFrom, submitted: time)
        case .taskAdded(let added): add(added, row)
        case .dependencyAdded(let task, let dependency): tasks[task]?.dependencies.append(dependency)
        case .itemsSelected(let task, let range):
            for item in range.begin..<range.end { tasks[task]?.items[Int(item)] = Item() }
        case .itemCountSet(let task, let count):
            tasks[task]?.itemCount = count
            tasks[task]?.countKnown = true
            tasks[task]?.items = Array(repeating: Item(), count: Int(count))
        case .itemsAppended(let task, let batch):
            tasks[task]?.itemCount += batch.count
            tasks[task]?.items += Array(repeating: Item(), count: Int(batch.count))
        case .listSealed(let task):
            tasks[task]?.isOpen = false
            jobs[task.job]?.version += 1
        case .listShared: break
        case .jobGrew(let task, _): jobs[task.job]?.version += 1
        case .dependencyInserted(let task, let dependency): tasks[task]?.dependencies.append(dependency)
        case .taskReady(let task): makeReady(task)
        case .taskStopping(let task, _):
            tasks[task]?.state = .stopping
            jobs[task.job]?.version += 1
        case .taskEnded(let task, let outcome): end(task, outcome)
        case .jobStalled(let job): enter(.stalled, job)
        case .jobStopping(let job, _): enter(.stopping, job)
        case .jobEnded(let job, .succeeded): enter(.succeeded, job)
        case .jobEnded(let job, .failed): enter(.failed, job)
        case .jobEnded(let job, .cancelled): enter(.cancelled, job)
        case .jobEnded(let job, .expired): enter(.expired, job)
        case .jobRemoved(let job): remove(job)
        case .taskDied(let task, let letter):
            letters[letter.id] = Letter(
                task: task, item: nil, cause: letter.cause, attempts: 1, failure: row.bytes(letter.failure))
        case .letterRequeued(let letter): requeue(letter)
        case .waveDue(let task, let attempt, let due):
            change(task) { item in
                if item.attempt == attempt, item.place == .retrying(due: due) { item.place = .pending }
            }
        default: preconditionFailure("a fact about a job, a task or a letter")
        }
    }

    private func add(_ added: TaskAdded, _ row: DurableRow) {
        let ordinal = jobs[added.job]?.tasks ?? 0
        jobs[added.job]?.tasks += 1
        var task = TaskEntry(
            queue: added.queue, kind: added.kind, name: row.bytes(added.name), payload: row.bytes(added.payload),
            policy: policies[added.policy] ?? Policy(), unnamedDependencies: added.dependencies)
        switch added.items {
        case .counted(let count):
            task.items = Array(repeating: Item(), count: Int(count))
            task.itemCount = count
        case .countedLater: task.countKnown = false
        case .selected(let count):
            task.items = Array(repeating: nil, count: Int(count))
            task.itemCount = count
        case .listed: task.isOpen = true
        }
        let id = TaskID(job: added.job, ordinal: ordinal)
        tasks[id] = task
        if added.dependencies == 0, task.countKnown { makeReady(id) }
    }

    private func makeReady(_ task: TaskID) {
        tasks[task]?.state = .ready
        jobs[task.job]?.version += 1
    }

    private func end(_ task: TaskID, _ outcome: TaskOutcome) {
        jobs[task.job]?.version += 1
        tasks[task]?.ended = time
        switch outcome {
        case .succeeded: tasks[task]?.state = .succeeded
        case .dead: tasks[task]?.state = .dead
        case .cancelled:
            tasks[task]?.state = .cancelled
            change(task) { item in if item.place != .done, item.place != .dead { item.place = .cancelled } }
        }
    }

    private func enter(_ state: JobState, _ job: JobID) {
        jobs[job]?.state = state
        jobs[job]?.version += 1
    }

    private func remove(_ job: JobID) {
        jobs[job]?.isRemoved = true
        for ordinal in 0..<(jobs[job]?.tasks ?? 0) { tasks[TaskID(job: job, ordinal: ordinal)]?.items = [] }
    }

    private func requeue(_ id: DeadLetterID) {
        guard let letter = letters.removeValue(forKey: id) else { return }
        if let item = letter.item { tasks[letter.task]?.items[Int(item)] = Item() }
        guard let state = tasks[letter.task]?.state, state == .dead || state == .stopping else { return }
        if letter.item != nil {
            letters = letters.filter { $0.value.task != letter.task || $0.value.item != nil }
        }
        tasks[letter.task]?.state = .running
        tasks[letter.task]?.ended = .zero
        jobs[letter.task.job]?.version += 1
        if jobs[letter.task.job]?.state == .stalled { jobs[letter.task.job]?.state = .running }
    }

    func change(_ task: TaskID, _ body: (inout Item) -> Void) {
        guard let count = tasks[task]?.items.count else { return }
        for place in 0..<count {
            guard var item = tasks[task]?.items[place] else { continue }
            body(&item)
            tasks[task]?.items[place] = item
        }
    }
}
