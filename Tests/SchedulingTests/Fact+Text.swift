import Scheduling

extension Fact {
    private func text(_ gate: GateID, _ core: borrowing Scheduler) -> String {
        gate.isQueue ? "queue \(core.state.queues[gate.name])" : "key \(core.state.keys[gate.name])"
    }

    /// For transcripts: what happened, with ids and without bytes. nil: not worth a line.
    func text(_ core: borrowing Scheduler) -> String? {
        switch self {
        case .timeAdvanced, .named, .policyDefined: nil
        case .weightSet(let tenant, let weight): "tenant \(core.state.tenants[tenant]) has weight \(weight)"
        case .limitsSet(let gate, let limits):
            "\(text(gate, core)) lets \(limits.concurrency) leases through, and \(limits.items) items in "
                + "\(limits.period) ms, \(limits.burst) at once"
                + (limits.depth > 0 ? "; \(limits.depth) tasks may wait" : "")
        case .gatePaused(let gate, let isPaused): "\(text(gate, core)) \(isPaused ? "paused" : "resumed")"
        case .tenantPaused(let tenant, let isPaused):
            "tenant \(core.state.tenants[tenant]) \(isPaused ? "paused" : "resumed")"
        case .jobPaused(let job, let isPaused): "job \(job.text) \(isPaused ? "paused" : "resumed")"
        case .slowedDown(let gate, let until):
            "\(text(gate, core)) slow for \(until.milliseconds - core.now.milliseconds) ms"
        case .gateOpened(let gate): "\(text(gate, core)) opens"
        case .epochBegan(let epoch): "epoch \(epoch)"
        case .jobAccepted(let accepted):
            "job \(accepted.job.text) accepted"
                + (accepted.requeuedFrom == .none ? "" : ", requeued from job \(accepted.requeuedFrom.text)")
        case .taskAdded(let added): "task added to job \(added.job.text): \(added.items.text)"
        case .dependencyAdded(let task, let dependency): "task \(task.text) waits for task \(dependency)"
        case .itemsSelected(let task, let range): "task \(task.text) covers \(range.text)"
        case .itemCountSet(let task, let count): "task \(task.text) has \(count) items"
        case .itemsAppended(let task, let batch):
            "task \(task.text) has \(batch.count) items more, batch \(batch.id.rawValue) of \(batch.bytes) bytes"
        case .listSealed(let task): "task \(task.text) sealed"
        case .listShared(let task, let older): "task \(task.text) has the list of task \(older.text)"
        case .jobGrew(let task, let tasks): "task \(task.text) adds \(tasks) tasks"
        case .dependencyInserted(let task, let dependency): "task \(task.text) waits for task \(dependency) too"
        case .taskReady(let task): "task \(task.text) ready"
        case .taskStopping(let task, let outcome): "task \(task.text) stops, then \(outcome)"
        case .taskEnded(let task, let outcome): "task \(task.text) \(outcome)"
        case .priorityChanged(let job, let priority): "job \(job.text) has priority \(priority)"
        case .jobKeyed(let job, let key, _, let reuse):
            "job \(job.text) answers to '\(String(decoding: core.state.blobs[key], as: UTF8.self))'"
                + (reuse > 0 ? ", and \(reuse) ms after its success" : "")
        case .keyFreed(let job): "the key of job \(job.text) is free"
        case .requestAccepted(let request, _): "request \(request.low) accepted"
        case .tenantDepthSet(let tenant, let limit): "tenant \(core.state.tenants[tenant]) may have \(limit) tasks"
        case .retentionSet(let queue, let retention):
            "queue \(core.state.queues[queue]) keeps jobs for \(retention.jobs.map { "\($0) ms" } ?? "as long as they say")"
                + ", letters for \(retention.letters.map { "\($0) ms" } ?? "ever")"
        case .letterExpired(let letter): "letter \(letter.rawValue) expired"
        case .queueDraining(let queue, let isDraining):
            "queue \(core.state.queues[queue]) \(isDraining ? "draining" : "takes work again")"
        case .tenantDraining(let tenant, let isDraining):
            "tenant \(core.state.tenants[tenant]) \(isDraining ? "draining" : "takes work again")"
        case .jobDue(let job): "job \(job.text) due"
        case .jobStalled(let job): "job \(job.text) stalled"
        case .jobStopping(let job, let outcome): "job \(job.text) stops, then \(outcome)"
        case .jobEnded(let job, let outcome): "job \(job.text) \(outcome)"
        case .jobRemoved(let job): "job \(job.text) removed"
        case .workerJoined(let worker, _, _): "worker \(worker.rawValue) joined"
        case .workerLeft(let worker): "worker \(worker.rawValue) left"
        case .leaseGranted(let granted):
            "lease \(granted.lease.text) of \(granted.task.text) \(granted.range.text) to worker \(granted.worker.rawValue)"
        case .leaseExtended(let lease, let range): "lease \(lease.text) and \(range.text)"
        case .itemsSettled(let lease, let range): "lease \(lease.text): \(range.text) done"
        case .cursorMoved(let lease, let cursor): "lease \(lease.text): done before \(cursor)"
        case .checkpointed(let lease, let checkpoint):
            "lease \(lease.text): checkpoint '\(String(decoding: core.state.blobs[checkpoint], as: UTF8.self))'"
        case .outputLeft(let lease, let item, let data):
            "lease \(lease.text): item \(item) left '\(String(decoding: core.state.blobs[data], as: UTF8.self))'"
        case .itemFailed: nil
        case .letterFingerprinted(let letter, let fingerprint): "letter \(letter.rawValue) is like \(fingerprint)"
        case .requeueOrdered(let order, _, let rate, let last):
            "order \(order): letters up to \(last.rawValue), \(rate.letters) in \(rate.period) ms"
        case .requeueAdvanced(let order, let looked, let requeued):
            "order \(order): \(requeued) requeued, looked at up to \(looked.rawValue)"
        case .requeueEnded(let order, let state): "order \(order) \(state)"
        case .itemRetried(let lease, let item, let due):
            "lease \(lease.text): item \(item) again in \(due.milliseconds - core.now.milliseconds) ms"
        case .itemDied(let lease, let item, let letter):
            "lease \(lease.text): item \(item) dead (\(letter.cause)), letter \(letter.id.rawValue)"
        case .leaseTrimmed(let lease, let end): "lease \(lease.text) ends before item \(end)"
        case .leaseEnded(let lease, let ending): "lease \(lease.text) \(ending)"
        case .waveDue(let task, let attempt, _): "items of \(task.text) due for attempt \(attempt)"
        case .taskDied(let task, let letter):
            "task \(task.text) can't go on (\(letter.cause)), letter \(letter.id.rawValue)"
        case .letterRequeued(let letter): "letter \(letter.rawValue) requeued"
        case .letterClosed(let letter): "letter \(letter.rawValue) closed"
        case .scheduleSet(let set):
            "schedule \(set.id.rawValue) '\(String(decoding: core.state.blobs[set.name], as: UTF8.self))' set"
                + ", overlap \(set.overlap), next \(set.next.tickText)"
        case .schedulePaused(let schedule, let isPaused, let next):
            "schedule \(schedule.rawValue) \(isPaused ? "paused" : "resumed, next \(next.tickText)")"
        case .scheduleDeleted(let schedule): "schedule \(schedule.rawValue) deleted"
        case .tickFired(let fired):
            "schedule \(fired.schedule.rawValue): tick \(fired.tick.tickText) fired (\(fired.kind)) as job "
                + "\(fired.job.text), next \(fired.next.tickText)"
        case .ticksSkipped(let schedule, let count, let cause, let next):
            "schedule \(schedule.rawValue): \(count) skipped (\(cause)), next \(next.tickText)"
        case .tickQueued(let schedule, let tick, let next):
            "schedule \(schedule.rawValue): tick \(tick.tickText) waits, next \(next.tickText)"
        case .tickRefused(let schedule, let tick, let next, let reason):
            "schedule \(schedule.rawValue): tick \(tick.tickText) refused "
                + "('\(String(decoding: core.state.blobs[reason], as: UTF8.self))'), next \(next.tickText)"
        }
    }
}

extension JobID {
    /// The counter: transcripts have one partition.
    var text: String { "\(rawValue)" }
}

extension Timestamp {
    /// Of a tick: transcripts begin at 1,000,000.
    var tickText: String { self == .zero ? "never" : "\(milliseconds - 1_000_000)" }
}

extension TaskID {
    var text: String { "\(job.text)/\(ordinal)" }
}

extension LeaseID {
    /// Epoch and counter.
    var text: String { "\(rawValue >> 40).\(rawValue & (1 << 40 - 1))" }
}

extension ItemRange {
    var text: String { count == 1 ? "item \(begin)" : "items \(begin) to \(end - 1)" }
}

extension ItemSource {
    var text: String {
        switch self {
        case .counted(let count): "\(count) items"
        case .countedLater: "items counted later"
        case .selected(let count): "some of \(count) items"
        case .listed(let patience): "a list, given up after \(patience) ms"
        }
    }
}
