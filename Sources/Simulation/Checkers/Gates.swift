import Scheduling

/// In no stretch of time more items are leased than its share of the rate, and the burst. Counted as a bucket that
/// leaks at the rate: it never holds more than the burst exactly when no stretch has more.
struct RateLimits: Checker {
    private struct Bucket {
        /// Of `limits.items` a millisecond.
        var level: UInt64 = 0
        var time = Timestamp.zero
    }

    let name = "rate-limits"
    private var buckets: [GateID: Bucket] = [:]

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .limitsSet(let gate, _):
            // What went before the change does not count against the new rate.
            buckets[gate] = Bucket(time: history.time)
            return nil
        case .leaseGranted(let granted): return pour(granted.range.count, granted.task, history)
        case .leaseExtended(let lease, let range):
            return history.leases[lease].flatMap { pour(range.count, $0.task, history) }
        default: return nil
        }
    }

    private mutating func pour(_ items: UInt32, _ task: TaskID, _ history: History) -> String? {
        guard let task = history.tasks[task] else { return nil }
        for gate in history.gates(of: task) {
            let limits = history.gate(gate).limits
            if limits.items == 0 { continue }
            var bucket = buckets[gate, default: Bucket()]
            let leaked = history.time.milliseconds(since: bucket.time) * UInt64(limits.items)
            bucket.level -= min(bucket.level, leaked)
            bucket.level += UInt64(items) * UInt64(limits.period)
            bucket.time = history.time
            buckets[gate] = bucket
            if bucket.level > UInt64(limits.burst) * UInt64(limits.period) {
                let unit = gate.isQueue ? "queue" : "key"
                return "\(unit) \(gate.name.rawValue) lets more through than \(limits.items) in \(limits.period) ms"
            }
        }
        return nil
    }
}

/// No more leases at once than a queue or a key may have, or than a task's parallelism.
struct ConcurrencyLimits: Checker {
    let name = "concurrency-limits"

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        guard case .leaseGranted(let granted) = fact, let task = history.tasks[granted.task] else { return nil }
        for id in history.gates(of: task) {
            let gate = history.gate(id)
            if gate.limits.concurrency > 0, gate.leases >= Int(gate.limits.concurrency) {
                return
                    "\(id.isQueue ? "queue" : "key") \(id.name.rawValue) has more than \(gate.limits.concurrency) leases"
            }
        }
        guard task.policy.parallelism > 0, task.leases >= Int(task.policy.parallelism) else { return nil }
        return "job \(granted.task.job.rawValue) has more leases of a task than \(task.policy.parallelism)"
    }
}

/// Nothing is leased of what an operator has paused, or of a key that is to slow down.
struct PausesHold: Checker {
    let name = "pauses-hold"

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        guard case .leaseGranted(let granted) = fact, let job = history.jobs[granted.task.job],
            let task = history.tasks[granted.task]
        else { return nil }
        if job.isPaused { return "job \(granted.task.job.rawValue) is paused, and leased" }
        if history.pausedTenants.contains(job.tenant) { return "tenant \(job.tenant.rawValue) is paused, and leased" }
        for id in history.gates(of: task) {
            let (gate, kind) = (history.gate(id), id.isQueue ? "queue" : "key")
            if gate.isPaused { return "\(kind) \(id.name.rawValue) is paused, and leased" }
            if gate.slowUntil > history.time { return "\(kind) \(id.name.rawValue) is to slow down, and is leased" }
        }
        return nil
    }
}
