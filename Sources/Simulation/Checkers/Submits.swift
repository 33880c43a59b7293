import Scheduling

/// An acknowledged submit is never lost: its job is there whenever the core can be looked at, until it is removed.
struct SubmitsStay: Checker {
    let name = "submits-stay"
    private var accepted: [JobID] = []

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        if case .submitAccepted(_, let job) = sighting { accepted.append(job) }
        return nil
    }

    mutating func check(_ core: borrowing Scheduler, _ occasion: Occasion, after history: History) -> String? {
        var missing: JobID?
        accepted.removeAll { history.jobs[$0]?.isRemoved == true }
        let removed = history.removedNow(core)
        for job in accepted where core.job(job) == nil && !removed.contains(job) { missing = missing ?? job }
        return missing.map { "job \($0.rawValue) was acknowledged and is gone" }
    }
}

/// A submit makes one job each time it is sent, at most.
struct SubmitsAreNotDoubled: Checker {
    let name = "submits-not-doubled"
    private var sent: [[UInt8]: Int] = [:]
    private var made: [[UInt8]: Int] = [:]

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        if case .submitSent(let name) = sighting { sent[name, default: 0] += 1 }
        return nil
    }

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        guard case .jobAccepted(let accepted) = fact, accepted.requeuedFrom == .none else { return nil }
        if row.isOfTick(accepted.job) { return nil }
        let name = row.bytes(accepted.name)
        made[name, default: 0] += 1
        guard made[name, default: 0] > sent[name, default: 0] else { return nil }
        return "job \(accepted.job.rawValue) is one more than was asked for"
    }
}

/// Nothing is visible before it is durable.
struct DurableBeforeVisible: Checker {
    let name = "durable-before-visible"

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        switch sighting {
        case .submitAccepted(let name, let job):
            return history.jobs[job]?.name == name ? nil : "job \(job.rawValue) was acknowledged and is not durable"
        case .cancelled(let job):
            let state = history.jobs[job]?.state
            return state == .cancelled || state == .stopping ? nil : "job \(job.rawValue)'s cancel is not durable"
        case .shown(let job, let tasks, _, _): return difference(job, tasks, history)
        case .granted(let lease, _):
            return history.leases[lease] != nil || history.endedLeases[lease] != nil
                ? nil : "lease \(lease.rawValue) was handed out and is not durable"
        case .leaseContinues(let lease, let cursor, _):
            guard let held = history.leases[lease] else { return nil }
            return cursor <= held.cursor ? nil : "cursor \(cursor) of lease \(lease.rawValue) is not durable"
        case .leaseEnded(let lease, _):
            return history.leases[lease] == nil ? nil : "the end of lease \(lease.rawValue) is not durable"
        case .requeued(let jobs):
            let missing = jobs.first { history.jobs[$0] == nil }
            return missing.map { "job \($0.rawValue) is for requeued letters and is not durable" }
        case .unknown(let job, _, let epoch):
            guard epoch == history.epoch, let known = history.jobs[job], !known.isRemoved else { return nil }
            return "job \(job.rawValue) is there, and a follower was told that it is not"
        case .submitSent, .claimed, .itemsKept, .unacknowledged: return nil
        }
    }

    private func difference(_ job: JobView, _ tasks: [TaskView], _ history: History) -> String? {
        guard let known = history.jobs[job.id] else { return "job \(job.id.rawValue) was shown and is not durable" }
        if job.version > known.version { return "version \(job.version) of job \(job.id.rawValue) is not durable" }
        if known.isRemoved { return nil }
        for task in tasks where task.done > history.tasks[task.id]?.count(where: { $0 == .done }) ?? 0 {
            return "\(task.done) items of job \(job.id.rawValue), task \(task.id.ordinal) are not durable"
        }
        return nil
    }
}

/// The rows have one writer at a time: no gap, no row of an older epoch behind one of a newer.
struct OneWriter: Checker {
    let name = "one-writer"
    private var sequence: UInt64 = 0
    private var epoch: UInt32 = 0

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        defer { (sequence, epoch) = (row.sequence, max(epoch, row.epoch)) }
        if row.epoch < epoch { return "a row of epoch \(row.epoch) came behind epoch \(epoch)" }
        guard row.sequence != sequence, row.sequence != sequence + 1 else { return nil }
        return "row \(row.sequence) came behind row \(sequence)"
    }
}

/// The naive history equals the core: after each recovery, and whenever all its facts are durable.
struct ReferenceModel: Checker {
    let name = "reference-model"

    mutating func check(_ core: borrowing Scheduler, _ occasion: Occasion, after history: History) -> String? {
        history.difference(from: core)
    }
}
