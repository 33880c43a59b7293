/// What follows when the last item of a task is settled.
extension Scheduler {
    mutating func endIfSettled(_ task: TaskIndex) {
        guard state.tasks[task].isSettled, state.tasks[task].state.isActive else { return }
        let tolerated = state.policies[state.tasks[task].policy].tolerated(of: state.tasks[task].total)
        end(task, state.tasks[task].dead > tolerated ? .dead : .succeeded)
    }

    mutating func end(_ task: TaskIndex, _ outcome: TaskOutcome) {
        let job = state.jobs[state.tasks[task].job].id
        emit(.taskEnded(TaskID(job: job, ordinal: state.tasks[task].ordinal), outcome), about: task)
        if outcome == .succeeded, !state.tasks[task].firstDependent.isNone {
            for dependent in state.dependents(of: task) { startIfFree(dependent) }
        }
        endIfSettled(job)
    }

    private mutating func startIfFree(_ task: TaskIndex) {
        guard state.tasks[task].state == .waiting, state.tasks[task].waitingFor == 0 else { return }
        if !state.tasks[task].countKnown {
            die(task, .countNotSet, .none)
        } else {
            emit(.taskReady(state.id(of: task)), about: task)
            endIfSettled(task)
        }
    }

    /// The whole task can't go on.
    mutating func die(_ task: TaskIndex, _ cause: DeathCause, _ failure: BlobHandle) {
        for lease in state.leases(of: task) { revoke(lease, .returned) }
        let letter = DeadLetter(id: nextLetterID, cause: cause, failure: failure)
        emit(.taskDied(state.id(of: task), letter), about: task)
        end(task, .dead)
    }

    var nextLetterID: DeadLetterID { DeadLetterID(rawValue: state.nextLetter) }

    /// The end of a dependent may have ended the job already, and even removed it.
    private mutating func endIfSettled(_ id: JobID) {
        let job = state.job(id)
        if job.isNone { return }
        let jobState = state.jobs[job].state
        guard state.jobs[job].activeTasks == 0, !jobState.hasEnded else { return }
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

    /// Removes an ended job whose time is up, unless it has dead letters. A followed one stays for a turn: its
    /// followers are to see how it ended.
    mutating func removeIfDue(_ id: JobID) {
        let job = state.job(id)
        if job.isNone { return }
        guard state.jobs[job].state.hasEnded, state.jobs[job].letterCount == 0,
            state.jobs[job].ended + state.jobs[job].retention <= now
        else { return }
        if output.changedJobs.contains(id) {
            // Not for now: a tick of this turn would find it again, and again.
            state.dueRemovals.insert(now + 1, id)
        } else {
            emit(.jobRemoved(id))
        }
    }
}
