import Scheduling

/// A task starts once, after all that it depends on have succeeded.
struct DependenciesFirst: Checker {
    let name = "dependencies-first"
    private var started: Set<TaskID> = []

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .taskReady(let task):
            if !started.insert(task).inserted { return "task \(task.ordinal) of job \(task.job.rawValue) starts twice" }
            return objection(to: task, history)
        case .leaseGranted(let granted): return objection(to: granted.task, history)
        default: return nil
        }
    }

    private func objection(to task: TaskID, _ history: History) -> String? {
        guard let dependencies = history.tasks[task]?.dependencies else { return nil }
        for ordinal in dependencies
        where history.tasks[TaskID(job: task.job, ordinal: ordinal)]?.state != .succeeded {
            return "task \(task.ordinal) of job \(task.job.rawValue) works before task \(ordinal) has succeeded"
        }
        return nil
    }
}

/// Every item ends in exactly one way, and a task that succeeds has no item left.
struct OneEnding: Checker {
    let name = "one-ending"

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .itemDied(let lease, let item, _), .itemRetried(let lease, let item, _):
            guard let held = history.leases[lease], !held.open.contains(item) else { return nil }
            return "item \(item) of lease \(lease.rawValue) ends twice"
        case .itemsSettled(let lease, let range):
            guard let held = history.leases[lease] else { return nil }
            let again = (range.begin..<range.end).first { !held.open.contains($0) }
            return again.map { "item \($0) of lease \(lease.rawValue) ends twice" }
        case .taskEnded(let id, .succeeded):
            guard let task = history.tasks[id] else { return nil }
            let settled = task.count { $0 == .done || $0 == .dead }
            if task.isOpen { return "task \(id.ordinal) of job \(id.job.rawValue) succeeds with its list open" }
            if settled < task.total { return "task \(id.ordinal) of job \(id.job.rawValue) succeeds unfinished" }
            let dead = task.count { $0 == .dead }
            return dead <= task.policy.tolerated(of: task.total)
                ? nil : "task \(id.ordinal) of job \(id.job.rawValue) succeeds with \(dead) dead items"
        case .leaseEnded(let lease, .completed):
            guard let held = history.leases[lease], history.tasks[held.task]?.state.isOpen == false else {
                return nil
            }
            return "lease \(lease.rawValue) completes a task that is over"
        default: return nil
        }
    }
}

/// What readers see of a job never goes back: its version, and what of it is done.
struct ProgressOnly: Checker {
    private struct Reading: Hashable {
        let reader: UInt64
        let job: JobID
    }

    let name = "progress-only"
    private var epochs: [UInt64: UInt32] = [:]
    private var newest: [Reading: (version: UInt32, done: UInt64)] = [:]

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        guard case .shown(let job, let tasks, let reader, let epoch) = sighting else { return nil }
        // A reader never takes less than the newest epoch it has seen.
        if epoch < epochs[reader, default: 0] { return nil }
        epochs[reader] = epoch
        let reading = Reading(reader: reader, job: job.id)
        let done = tasks.reduce(0) { $0 + UInt64($1.done) }
        defer { newest[reading] = (job.version, done) }
        guard let (version, before) = newest[reading] else { return nil }
        if job.version < version { return "job \(job.id.rawValue) went from version \(version) to \(job.version)" }
        return done < before ? "job \(job.id.rawValue) went from \(before) items to \(done)" : nil
    }
}

/// A job that has ended stays as it ended, and what of it is shown afterwards says so.
struct EndsAreFinal: Checker {
    let name = "ends-are-final"
    private var shownEnds: [JobID: JobState] = [:]

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        guard let job = changedJob(fact, history), history.jobs[job]?.state.hasEnded == true else { return nil }
        return "job \(job.rawValue) has ended, and goes on"
    }

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        guard case .shown(let job, _, _, _) = sighting else { return nil }
        if let end = shownEnds[job.id], job.state.hasEnded, end != job.state {
            return "job \(job.id.rawValue) was shown as \(end), then as \(job.state)"
        }
        if job.state.hasEnded { shownEnds[job.id] = job.state }
        return nil
    }

    private func changedJob(_ fact: Fact, _ history: History) -> JobID? {
        switch fact {
        case .jobStalled(let job), .jobStopping(let job, _), .jobEnded(let job, _), .jobPaused(let job, _): job
        case .taskReady(let task), .taskStopping(let task, _), .taskEnded(let task, _), .taskDied(let task, _): task.job
        case .leaseGranted(let granted): granted.task.job
        case .letterRequeued(let letter): history.letters[letter]?.task.job
        default: nil
        }
    }
}

/// After an acknowledged cancel nothing of the job is leased, and it is cancelled.
struct CancelHolds: Checker {
    let name = "cancel-holds"
    private var cancelled: Set<JobID> = []

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        if case .cancelled(let job) = sighting { cancelled.insert(job) }
        return nil
    }

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .leaseGranted(let granted) where cancelled.contains(granted.task.job):
            "job \(granted.task.job.rawValue) was cancelled, and is leased"
        case .leaseExtended(let lease, _):
            history.leases[lease].flatMap { cancelled.contains($0.task.job) ? "a cancelled job is leased on" : nil }
        default: nil
        }
    }
}
