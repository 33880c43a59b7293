/// Jobs and tasks that are to end before their work is done: nothing of them is leased any more, and what workers have in
/// hand is called back, so that what they have done counts.
extension Scheduler {
    /// Nothing of the job is leased afterwards, and it ends as cancelled. False: it had ended, or its deadline had come, or
    /// it is not there.
    package mutating func cancel(_ id: JobID) -> Bool {
        let job = openJob(id)
        if job.isNone { return isStopping(id, as: .cancelled) }
        stop(job, .cancelled)
        return true
    }

    /// The job's deadline has come.
    mutating func expire(_ id: JobID) {
        let job = openJob(id)
        if !job.isNone { stop(job, .expired) }
    }

    /// `none`: it has ended, or is about to, or is not there.
    func openJob(_ id: JobID) -> JobIndex {
        let job = state.job(id)
        if job.isNone { return .none }
        let jobState = state.jobs[job].state
        return jobState.hasEnded || jobState == .stopping ? .none : job
    }

    private func isStopping(_ id: JobID, as outcome: JobOutcome) -> Bool {
        let job = state.job(id)
        return !job.isNone && state.extras(of: job).stopsAs == outcome
    }

    private mutating func stop(_ job: JobIndex, _ outcome: JobOutcome) {
        let id = state.jobs[job].id
        for task in state.tasks(of: job) {
            let taskState = state.tasks[task].state
            if taskState.isOpen, taskState != .stopping { stop(task, .cancelled) }
        }
        noteChange(of: job)
        if state.jobs[job].activeTasks > 0 { return emit(.jobStopping(id, outcome)) }
        emit(.jobEnded(id, outcome))
        removeIfDue(id)
    }

    /// Asks the lease's worker to stop, and to hand it back with what it has settled. One that is not connected is asked
    /// when it comes back, and has the time for that too.
    mutating func recall(_ lease: LeaseIndex) {
        let id = state.leases[lease].id
        let session = presence(of: state.leases[lease].worker).session
        if volatile.recalled.insert(id).inserted {
            let patience = settings.recallTime + (session.isNone ? settings.leaseTimeToLive : 0)
            volatile.recalls.insert(now + patience, id)
        }
        if !session.isNone { output.recalls.append((volatile.sessions[session].id, id)) }
    }

    /// Its worker has had its time: what it has not said is lost.
    mutating func endRecall(of id: LeaseID) {
        let lease = state.lease(id)
        if !lease.isNone { revoke(lease, .returned) }
    }

    /// Ends a lease that its worker may still work on, and has the worker told.
    mutating func revoke(_ lease: LeaseIndex, _ ending: LeaseEnding) {
        let session = presence(of: state.leases[lease].worker).session
        if !session.isNone { output.revocations.append((volatile.sessions[session].id, state.leases[lease].id)) }
        handBack(lease, ending)
    }
}
