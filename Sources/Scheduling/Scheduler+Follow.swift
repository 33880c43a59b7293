/// Jobs whose changes somebody wants to see.
extension Scheduler {
    /// From now on the job stands in `output.changedJobs` when it changes, and is not removed. False: it is not there.
    package mutating func follow(_ job: JobID) -> Bool {
        if state.job(job).isNone { return false }
        volatile.followed.insert(job)
        return true
    }

    package mutating func unfollow(_ job: JobID) {
        if volatile.followed.remove(job) != nil { removeIfDue(job) }
    }

    mutating func noteChange(of job: JobIndex) {
        let id = state.jobs[job].id
        if volatile.followed.contains(id), volatile.changed.insert(id).inserted { output.changedJobs.append(id) }
    }
}
