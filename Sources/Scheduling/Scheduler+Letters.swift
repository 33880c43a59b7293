/// What an operator does with dead letters.
extension Scheduler {
    /// A letter of a task that can go on: its item, or the whole task, is worked on again. A dead task revives with
    /// either, and then its letter about the whole task is gone. Where the job or the task has ended otherwise the letter
    /// is left alone, and false returned: see `requeueAnew`. So is a letter about a whole task while its job stops: what
    /// it stands for is known when it has stopped.
    package mutating func requeue(_ id: DeadLetterID) -> Bool {
        let letter = state.letter(id)
        if letter.isNone { return false }
        let task = state.letters[letter].task
        if needsNewJob(letter) || state.jobs[state.tasks[task].job].state == .stopping { return false }
        let wasActive = state.tasks[task].state.isActive
        emit(.letterRequeued(id), about: task)
        if !wasActive, state.takesItems(task) { watchList(of: task) }
        if state.tasks[task].countKnown { endIfOver(task) } else { die(task, .countNotSet, .none) }
        countArrival(1, of: task)
        return true
    }

    func needsNewJob(_ letter: LetterIndex) -> Bool {
        let (task, item) = (state.letters[letter].task, state.letters[letter].item)
        let (jobState, taskState) = (state.jobs[state.tasks[task].job].state, state.tasks[task].state)
        if jobState == .stopping { return taskState != .stopping || item != LetterRecord.wholeTask }
        return jobState.hasEnded || !(taskState.isAtWork || taskState == .dead)
    }

    /// Letters of one job that need a new one: it works on them, with the payload and policies of the old one and the
    /// given inputs, by ordinal of the old task. What has ended stays as it ended; its letters are gone. nil: there is no
    /// item to work on, since nobody ever set how many there are, and the letters stay.
    package mutating func requeueAnew(
        _ ids: [DeadLetterID], of job: JobID, inputs: (UInt32) -> [UInt8]
    ) -> JobID? {
        let old = state.job(job)
        let letters = ids.sorted().map { state.letter($0) }
        precondition(letters.allSatisfy { !$0.isNone && needsNewJob($0) }, "what can go on needs no new job")
        let selected = state.tasks(of: old).map { (task: $0, items: selection(of: $0, letters: letters)) }
            .filter { !$0.items.isEmpty }
        if selected.isEmpty { return nil }
        let record = state.jobs[old]
        let new = submit(
            JobSubmission(
                tenant: state.tenants[record.tenant], name: state.blobs[record.name], priority: record.priority,
                retention: state.terms[record.terms].retention, requeuedFrom: job))
        for (ordinal, (task, items)) in selected.enumerated() {
            addTask(
                to: new,
                TaskSubmission(
                    name: state.blobs[state.tasks[task].name], queue: state.queues[state.queue(of: task)],
                    kind: state.kinds[state.kind(of: task)], payload: state.blobs[state.tasks[task].payload],
                    inputs: inputs(state.tasks[task].ordinal), items: .selected(of: state.tasks[task].itemCount),
                    policy: state.policies[state.tasks[task].policy],
                    key: state.keyName(of: task)))
            if !state.list(of: task).isNone {
                emit(.listShared(TaskID(job: new, ordinal: UInt32(ordinal)), with: state.id(of: task)))
            }
            for range in items { emit(.itemsSelected(TaskID(job: new, ordinal: UInt32(ordinal)), range)) }
            countArrival(items.reduce(0) { $0 + $1.count }, of: state.jobs[state.job(new)].lastTask)
        }
        for id in ids { emit(.letterClosed(id), about: state.letters[state.letter(id)].task) }
        removeIfDue(job)
        return new
    }

    /// The items that letters of a task are about, ascending, each once. A letter about the whole task stands for
    /// all that was not settled.
    private func selection(of task: TaskIndex, letters: [LetterIndex]) -> [ItemRange] {
        var items: [ItemRange] = []
        for letter in letters where state.letters[letter].task == task {
            let item = state.letters[letter].item
            if item != LetterRecord.wholeTask {
                items.append(ItemRange(item, item + 1))
                continue
            }
            let work = state.work(of: task)
            if !work.fresh.isEmpty { items.append(work.fresh) }
            items += state.segments.ranges(of: work.returned)
            var wave = work.firstWave
            while !wave.isNone {
                items += state.segments.ranges(of: state.waves[wave].items)
                wave = state.waves[wave].next
            }
        }
        var joined: [ItemRange] = []
        for range in items.sorted(by: { $0.begin < $1.begin }) {
            if let last = joined.last, last.end >= range.begin {
                joined[joined.count - 1].end = max(last.end, range.end)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// False: it is not there.
    package mutating func discard(_ id: DeadLetterID) -> Bool {
        let letter = state.letter(id)
        if letter.isNone { return false }
        let task = state.letters[letter].task
        let job = state.jobs[state.tasks[task].job].id
        emit(.letterClosed(id), about: task)
        removeIfDue(job)
        return true
    }
}
