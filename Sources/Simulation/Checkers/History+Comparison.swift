package import Scheduling

extension History {
    /// The first thing that the core's views say otherwise. The core has no fact that is not durable.
    package func difference(from core: borrowing Scheduler) -> String? {
        let shown = core.jobs(before: nil, limit: .max, probes: .max) { _ in true }.jobs
        // What is due is removed at the very start.
        let removed = removedNow(core)
        let live = jobs.count { !$0.value.isRemoved && !removed.contains($0.key) }
        if shown.count != live { return "it has \(shown.count) jobs, the rows \(live)" }
        for job in shown {
            if let difference = difference(job) { return "job \(job.id.rawValue): \(difference)" }
            for task in core.tasks(of: job.id) {
                if let difference = difference(task) ?? outputDifference(task.id, core) {
                    return "job \(job.id.rawValue), task \(task.id.ordinal): \(difference)"
                }
            }
        }
        return leaseDifference(core) ?? letterDifference(core) ?? workerDifference(core) ?? scheduleDifference(core)
    }

    /// By facts that are not durable yet.
    func removedNow(_ core: borrowing Scheduler) -> Set<JobID> {
        var removed: Set<JobID> = []
        for place in core.facts.indices { if case .jobRemoved(let job) = core.facts[place] { removed.insert(job) } }
        return removed
    }

    private func difference(_ job: JobView) -> String? {
        guard let known = jobs[job.id], !known.isRemoved else { return "the rows don't have it" }
        if known.state != job.state { return "it is \(job.state), by the rows \(known.state)" }
        if known.version != job.version { return "version \(job.version), by the rows \(known.version)" }
        if known.tasks != job.taskCount { return "\(job.taskCount) tasks, by the rows \(known.tasks)" }
        if known.name != job.name || tenantNames[Int(known.tenant.rawValue)] != job.tenant { return "its names differ" }
        if known.priority != job.priority || known.requeuedFrom != job.requeuedFrom { return "its terms differ" }
        return known.submitted == job.submitted ? nil : "its time differs"
    }

    private func difference(_ task: TaskView) -> String? {
        guard let known = tasks[task.id] else { return "the rows don't have it" }
        if known.state != task.state { return "it is \(task.state), by the rows \(known.state)" }
        if known.countKnown != task.countKnown || known.itemCount != task.itemCount { return "its count differs" }
        let (total, done) = (known.total, known.count { $0 == .done })
        let isDead = known.state == .dead
        let dead = isDead ? total - done : known.count { $0 == .dead }
        let retrying = isDead ? 0 : known.count { if case .retrying = $0 { true } else { false } }
        let figures: [(String, UInt32, UInt32)] = [
            ("items", task.total, total), ("done", task.done, done), ("dead", task.dead, dead),
            ("leased", task.leased, known.count { $0 == .leased }), ("retrying", task.retrying, retrying),
            ("cancelled", task.cancelled, known.count { $0 == .cancelled }),
            ("leases", task.leases, UInt32(known.leases)),
        ]
        for (what, shown, expected) in figures where shown != expected {
            return "\(shown) \(what), by the rows \(expected)"
        }
        if known.dependencies.sorted() != task.dependencies.sorted() { return "its dependencies differ" }
        if known.started != task.started || known.ended != task.ended { return "its times differ" }
        if queueNames[Int(known.queue.rawValue)] != task.queue || kindNames[Int(known.kind.rawValue)] != task.kind {
            return "its names differ"
        }
        return known.name == task.name ? nil : "its name differs"
    }

    private func outputDifference(_ task: TaskID, _ core: borrowing Scheduler) -> String? {
        var left = tasks[task]?.outputs[...] ?? []
        var isEqual = true
        core.forEachOutput(of: task) { item, data in
            let expected = left.popFirst()
            isEqual = expected?.item == item && expected?.data == data
            return isEqual
        }
        return isEqual && left.isEmpty ? nil : "its outputs differ"
    }

    private func leaseDifference(_ core: borrowing Scheduler) -> String? {
        for (id, lease) in leases {
            guard let shown = core.lease(id) else { return "lease \(id.rawValue): it is not there" }
            guard shown.task == lease.task, shown.ranges == lease.ranges, shown.attempt == lease.attempt,
                core.state.blobs[shown.checkpoint] == lease.checkpoint,
                core.state.blobs[shown.payload] == tasks[lease.task]?.payload
            else { return "lease \(id.rawValue): it differs" }
        }
        return nil
    }

    private func letterDifference(_ core: borrowing Scheduler) -> String? {
        let shown = core.letters(after: .none, limit: .max, probes: .max) { _ in true }.letters
        if shown.count != letters.count { return "\(shown.count) letters, by the rows \(letters.count)" }
        for letter in shown {
            guard let known = letters[letter.id], known.task == letter.task, known.item == letter.item,
                known.cause == letter.cause, known.attempts == letter.attempts, known.failure == letter.failure
            else { return "letter \(letter.id.rawValue): it differs" }
        }
        return nil
    }

    private func workerDifference(_ core: borrowing Scheduler) -> String? {
        let shown = core.workers()
        if Set(shown.map(\.id)) != joined { return "the workers differ" }
        for worker in shown {
            let held = leases.values.filter { $0.worker == worker.id }
            if held.count != Int(worker.leases) { return "worker \(worker.id.rawValue): its leases differ" }
            if instances[worker.id] != worker.instance { return "worker \(worker.id.rawValue): its instance differs" }
        }
        return nil
    }
}
