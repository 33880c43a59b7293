package import Contract
import Platform

extension V1.JobSpec {
    /// Traps on what `JobSpec` says it must not hold: on the wire it would mean something else, or nothing.
    package init(_ job: JobSpec) {
        precondition(job.priority >= 0, "A job's priority is 0 to 9, not \(job.priority)")
        self.init(
            name: job.name, tenant: job.tenant, priority: UInt32(clamping: job.priority),
            tasks: job.tasks.map { V1.TaskSpec($0) },
            retentionMs: job.retention.map { milliseconds($0, atLeast: 0, "A job's retention") },
            key: job.key ?? "", reuseMs: milliseconds(job.reuse, atLeast: 0, "A job's reuse"),
            delayMs: milliseconds(job.delay, atLeast: 0, "A job's delay"),
            timeLimitMs: job.timeLimit.map { milliseconds($0, atLeast: 1, "A job's time limit") })
    }
}

extension V1.TaskSpec {
    package init(_ task: TaskSpec) {
        let items: V1.TaskSpec.Items =
            switch task.items {
            case .count(let count): .itemCount(count)
            case .later: .itemCountLater(true)
            case .listed(let items, let isSealed, let openTimeout):
                .listed(
                    V1.ItemList(
                        items: items, sealed: isSealed,
                        openTimeoutMs: openTimeout.map { milliseconds($0, atLeast: 1, "openTimeout") } ?? 0))
            }
        let tolerance: V1.FailureTolerance? =
            switch task.tolerance {
            case .items(0): nil
            case .items(let items): V1.FailureTolerance(limit: .items(items))
            case .perMille(let share):
                V1.FailureTolerance(limit: .perMille(whole(share, atLeast: 0, "A tolerance in thousandths")))
            }
        self.init(
            name: task.name, queue: task.queue, kind: task.kind, payload: task.payload,
            items: items == .itemCount(1) ? nil : items,
            dependsOn: task.dependencies.map { whole($0, atLeast: 0, "A dependency is a task's position and") },
            itemsPerLease: task.itemsPerLease.map { whole($0, atLeast: 1, "itemsPerLease") } ?? 0,
            parallelism: task.parallelism.map { whole($0, atLeast: 1, "parallelism") } ?? 0,
            retry: task.retry == RetryPolicy() ? nil : V1.RetryPolicy(task.retry), tolerance: tolerance,
            limitKey: task.limitKey ?? "",
            attemptTimeoutMs: task.attemptTimeout.map { milliseconds($0, atLeast: 1, "attemptTimeout") } ?? 0)
    }
}

extension V1.RetryPolicy {
    fileprivate init(_ retry: RetryPolicy) {
        self.init(
            maxAttempts: whole(retry.maximumAttempts, atLeast: 1, "maximumAttempts"),
            initialBackoffMs: milliseconds(retry.initialBackoff, atLeast: 1, "initialBackoff"),
            maxBackoffMs: milliseconds(retry.maximumBackoff, atLeast: 1, "maximumBackoff"))
    }
}

/// What is too large for the wire is over the scheduler's limit too, and stays so.
private func whole<Number: FixedWidthInteger>(_ value: Int, atLeast least: Int, _ name: String) -> Number {
    precondition(value >= least, "\(name) must be \(least) or more, not \(value)")
    return Number(clamping: value)
}

private func milliseconds(_ duration: Duration, atLeast least: Int64, _ name: String) -> UInt64 {
    let milliseconds = duration.wholeMilliseconds
    precondition(milliseconds >= least, "\(name) must be \(least) ms or more, not \(duration)")
    return UInt64(milliseconds)
}
