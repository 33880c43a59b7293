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
    /// Items may be appended somewhere.
    package var takesItems = false
    package var total: UInt64 = 0
    package var done: UInt64 = 0
    package var dead: UInt64 = 0
    package var leased: UInt64 = 0
    package var retrying: UInt64 = 0
    package var cancelled: UInt64 = 0
}

/// Where the items of a task are, as readers count them.
struct ItemCounts {
    let total: UInt32
    let done: UInt32
    let dead: UInt32
    let leased: UInt32
    let retrying: UInt32
    let cancelled: UInt32
}

extension State {
    /// Of a dead task all items that are not done have failed and none is to be retried: those that never ended won't,
    /// and a requeue of the whole works on them.
    func itemCounts(of task: TaskIndex) -> ItemCounts {
        let (work, total) = (work(of: task), total(of: task))
        let isDead = tasks[task].state == .dead
        return ItemCounts(
            total: total, done: work.done, dead: isDead ? total - work.done : work.dead, leased: work.leased,
            retrying: isDead ? 0 : work.retrying, cancelled: work.cancelled)
    }
}

extension Scheduler {
    /// The sums of what `tasks(of:)` says, without a view of each task. Zeros when the job is not there.
    package func totals(of id: JobID) -> JobTotals {
        var totals = JobTotals()
        let job = state.job(id)
        var task = job.isNone ? .none : state.jobs[job].firstTask
        if !task.isNone { totals.firstKind = state.kinds[state.kind(of: task)] }
        while !task.isNone {
            let (isKnown, counts) = (state.tasks[task].countKnown, state.itemCounts(of: task))
            if state.takesItems(task) { totals.takesItems = true }
            task = state.tasks[task].next
            guard isKnown else {
                totals.allCountsKnown = false
                continue
            }
            totals.total += UInt64(counts.total)
            totals.done += UInt64(counts.done)
            totals.dead += UInt64(counts.dead)
            totals.leased += UInt64(counts.leased)
            totals.retrying += UInt64(counts.retrying)
            totals.cancelled += UInt64(counts.cancelled)
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
            count: Int(state.work(of: task).outputCount), bytes: Int(state.work(of: task).outputBytes))
    }
}
