/// What follows when the last item of a task is settled, or the last lease of one that stops has ended.
extension Scheduler {
    mutating func endIfOver(_ task: TaskIndex) {
        if state.tasks[task].state == .stopping {
            let work = state[work: task]
            if work.leaseCount == 0, let outcome = work.stopsAs { end(task, outcome) }
        } else if state.isSettled(task), state.tasks[task].state.isActive {
            end(task, outcome(of: task))
        }
    }

    @inline(__always) private func outcome(of task: TaskIndex) -> TaskOutcome {
        let tolerated = state.policies[state.tasks[task].policy].tolerated(of: state.total(of: task))
        return state.work(of: task).dead > tolerated ? .dead : .succeeded
    }

    /// With the task end those that waited for it and have nothing to do; the job is looked at when all have.
    mutating func end(_ task: TaskIndex, _ outcome: TaskOutcome) {
        let job = state.jobs[state.tasks[task].job].id
        emitEnd(of: task, outcome)
        if outcome == .succeeded, !state.tasks[task].firstDependent.isNone {
            var succeeded = [task]
            while let next = succeeded.popLast() {
                for dependent in state.dependents(of: next) where startIfFree(dependent) { succeeded.append(dependent) }
            }
        }
        endIfSettled(job)
    }

    private mutating func emitEnd(of task: TaskIndex, _ outcome: TaskOutcome) {
        let id = TaskID(job: state.jobs[state.tasks[task].job].id, ordinal: state.tasks[task].ordinal)
        volatile.countEnd(in: state.queue(of: task), at: now)
        emit(.taskEnded(id, outcome), about: task)
    }

    /// True: it had nothing to do, and has succeeded.
    private mutating func startIfFree(_ task: TaskIndex) -> Bool {
        guard state.tasks[task].state == .waiting, state.tasks[task].waitingFor == 0 else { return false }
        if state.extras(of: state.tasks[task].job).notBefore != .zero { return false }
        if !state.tasks[task].countKnown {
            emitDeath(of: task, .countNotSet, .none)
            return false
        }
        makeReady(task)
        guard state.isSettled(task) else { return false }
        emitEnd(of: task, .succeeded)
        return true
    }

    /// The whole task can't go on.
    mutating func die(_ task: TaskIndex, _ cause: DeathCause, _ failure: BlobHandle, fingerprint: UInt64 = 0) {
        let job = state.jobs[state.tasks[task].job].id
        emitDeath(of: task, cause, failure, fingerprint: fingerprint)
        endIfSettled(job)
    }

    private mutating func emitDeath(
        of task: TaskIndex, _ cause: DeathCause, _ failure: BlobHandle, fingerprint: UInt64 = 0
    ) {
        let id = nextLetterID
        emit(.taskDied(state.id(of: task), DeadLetter(id: id, cause: cause, failure: failure)), about: task)
        if fingerprint != 0 { emit(.letterFingerprinted(id, fingerprint)) }
        stop(task, .dead)
    }

    /// At once where nothing of it is leased, else when what is leased has come back.
    mutating func stop(_ task: TaskIndex, _ outcome: TaskOutcome) {
        if state.work(of: task).leaseCount == 0 { return emitEnd(of: task, outcome) }
        emit(.taskStopping(state.id(of: task), outcome), about: task)
        for lease in state.leases(of: task) { recall(lease) }
    }

    var nextLetterID: DeadLetterID { DeadLetterID(rawValue: state.nextLetter) }

    /// The end of a dependent may have ended the job already, and even removed it.
    private mutating func endIfSettled(_ id: JobID) {
        let job = state.job(id)
        if job.isNone { return }
        let jobState = state.jobs[job].state
        guard state.jobs[job].activeTasks == 0, !jobState.hasEnded else { return }
        if let outcome = state.extras(of: job).stopsAs {
            emit(.jobEnded(id, outcome))
            return removeIfDue(id)
        }
        if state.jobs[job].waitingTasks > 0 {
            if jobState != .stalled { emit(.jobStalled(id)) }
            return
        }
        var anyDead = false
        var task = state.jobs[job].firstTask
        while !task.isNone {
            if state.tasks[task].state == .dead { anyDead = true }
            task = state.tasks[task].next
        }
        emit(.jobEnded(id, anyDead ? .failed : .succeeded))
        removeIfDue(id)
    }

    /// Removes an ended job whose time is up, unless it has dead letters, or followers who are to see how it ended.
    mutating func removeIfDue(_ id: JobID) {
        let job = state.job(id)
        if job.isNone { return }
        guard state.jobs[job].state.hasEnded, state.extras(of: job).letterCount == 0,
            state.times(of: job).ended + state.terms[state.jobs[job].terms].retention <= now,
            state.extras(of: job).key == .none, !volatile.followed.contains(id)
        else { return }
        dropBatches(of: job)
        emit(.jobRemoved(id))
    }
}
