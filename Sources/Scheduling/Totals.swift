// Sums that readers and limits need, without a view of each part.

/// What the items of a task left.
package struct OutputTotals: Equatable, Sendable {
    package var taskName: [UInt8]
    package var kind: String
    package var count: Int
    package var bytes: Int
}

/// Where all items of a job are, over the tasks whose count is known.
package struct JobTotals: Equatable, Sendable {
    package var firstKind = ""
    package var allCountsKnown = true
    package var total: UInt64 = 0
    package var done: UInt64 = 0
    package var dead: UInt64 = 0
    package var leased: UInt64 = 0
    package var retrying: UInt64 = 0
    package var cancelled: UInt64 = 0
}

extension Scheduler {
    /// The sums of what `tasks(of:)` says, without a view of each task. Zeros when the job is not there.
    package func totals(of id: JobID) -> JobTotals {
        var totals = JobTotals()
        let job = state.job(id)
        var task = job.isNone ? .none : state.jobs[job].firstTask
        if !task.isNone { totals.firstKind = state.kinds[state.kind(of: task)] }
        while !task.isNone {
            let record = state.tasks[task]
            task = record.next
            guard record.countKnown else {
                totals.allCountsKnown = false
                continue
            }
            totals.total += UInt64(record.total)
            totals.done += UInt64(record.done)
            totals.dead += UInt64(record.failed)
            totals.leased += UInt64(record.leased)
            totals.retrying += UInt64(record.retryable)
            totals.cancelled += UInt64(record.cancelled)
        }
        return totals
    }

    /// What the items of the task under a lease left so far; nil when the lease is not there.
    package func outputTotals(ofTaskUnder lease: LeaseID) -> OutputTotals? {
        let index = state.lease(lease)
        if index.isNone { return nil }
        let task = state.leases[index].task
        return OutputTotals(
            taskName: state.blobs[state.tasks[task].name], kind: state.kinds[state.kind(of: task)],
            count: Int(state.tasks[task].outputCount), bytes: Int(state.tasks[task].outputBytes))
    }
}
