/// Why a task waits: what `dispatch` asks, asked by its own predicates.
extension Scheduler {
    /// nil: the task is not there. Cost: O(workers, their lanes, leases of the task), whatever waits.
    package func explain(_ id: TaskID) -> Explanation? {
        let task = state.task(id)
        if task.isNone { return nil }
        let (record, counts) = (state.tasks[task], state.itemCounts(of: task))
        let isOpen = record.state.isOpen
        return Explanation(
            task: id, name: state.blobs[record.name], queue: state.queues[state.queue(of: task)],
            kind: state.kinds[state.kind(of: task)], state: record.state, jobState: state.jobs[record.job].state,
            pending: isOpen
                ? counts.total - counts.done - counts.dead - counts.cancelled - counts.leased - counts.retrying : 0,
            leased: counts.leased, retrying: counts.retrying, reasons: reasons(of: task))
    }

    /// Of the job's tasks that have not ended, in their order, from an ordinal on. `next`: where to go on.
    package func explain(
        _ id: JobID, from first: UInt32, limit: Int
    ) -> (explanations: [Explanation], next: UInt32?) {
        let job = state.job(id)
        if job.isNone { return ([], nil) }
        let open = state.tasks(of: job).map { state.tasks[$0] }.filter { $0.ordinal >= first && $0.state.isOpen }
        let page = open.prefix(limit).compactMap { explain(TaskID(job: id, ordinal: $0.ordinal)) }
        return (page, open.count > limit ? open[limit].ordinal : nil)
    }

    private func reasons(of task: TaskIndex) -> [WaitReason] {
        let job = state.tasks[task].job
        if state.jobs[job].state.hasEnded { return [.blocking(.jobEnded(state.jobs[job].state))] }
        switch state.tasks[task].state {
        case .succeeded, .dead, .cancelled: return [.blocking(.taskEnded(state.tasks[task].state))]
        case .stopping: return [.blocking(.stopping(leases: state.work(of: task).leaseCount))]
        case .waiting: return startReasons(of: task) + holds(of: task)
        case .ready, .running:
            let (own, holds) = (itemReasons(of: task), holds(of: task))
            let (workers, hungry) = workerReasons(of: task)
            if state.tasks[task].listing == .none || !holds.isEmpty { return own + holds + workers }
            return own + workers + orderReasons(of: task, hungry)
        }
    }

    // MARK: Not yet ready

    private static let namedDependencies = 16

    private func startReasons(of task: TaskIndex) -> [WaitReason] {
        let (record, extras) = (state.tasks[task], state.extras(of: state.tasks[task].job))
        var causes: [WaitCause] = state.jobs[record.job].state == .stalled ? [.jobStalled] : []
        let open = state.dependencies(of: task).filter { state.tasks[$0].state != .succeeded }
        for dependency in open.prefix(Self.namedDependencies) {
            let name = state.blobs[state.tasks[dependency].name]
            causes.append(
                .dependency(
                    state.tasks[dependency].ordinal,
                    name: name.isEmpty ? Array(state.kinds[state.kind(of: dependency)].utf8) : name,
                    state.tasks[dependency].state))
        }
        if open.count > Self.namedDependencies {
            causes.append(.moreDependencies(UInt32(open.count - Self.namedDependencies)))
        }
        if !record.countKnown { causes.append(.itemCount) }
        if extras.notBefore != .zero { causes.append(.delay(until: extras.notBefore)) }
        return causes.map { .blocking($0) }
    }

    // MARK: Its items

    /// What keeps it from being listed, and the retries that wait.
    private func itemReasons(of task: TaskIndex) -> [WaitReason] {
        let work = state.work(of: task)
        var reasons: [WaitReason] = []
        if state.isAtParallelism(task, leases: work.leaseCount) {
            let limit = state.policies[state.tasks[task].policy].parallelism
            reasons.append(.blocking(.parallelism(limit: limit, leases: work.leaseCount)))
        }
        if let first = firstWave(of: work) {
            let backoff = WaitCause.backoff(items: work.retrying, until: first)
            reasons.append(WaitReason(cause: backoff, isBlocking: !work.hasPending && work.fresh.isEmpty))
        }
        if work.hasPending { return reasons }
        if !work.fresh.isEmpty {
            reasons.append(.blocking(.fragments(work.fragments, limit: WorkRecord.fragmentLimit)))
        } else if work.leased > 0 {
            reasons.append(allLeased(task, work, isBlocking: work.retrying == 0))
        } else if work.retrying == 0, state.takesItems(task) {
            reasons.append(.blocking(.listOpen(items: state.tasks[task].itemCount)))
        }
        return reasons
    }

    private func firstWave(of work: WorkRecord) -> Timestamp? {
        var (wave, first) = (work.firstWave, Timestamp?.none)
        while !wave.isNone {
            first = min(first ?? state.waves[wave].due, state.waves[wave].due)
            wave = state.waves[wave].next
        }
        return first
    }

    private func allLeased(_ task: TaskIndex, _ work: WorkRecord, isBlocking: Bool) -> WaitReason {
        let leases = state.leases(of: task)
        let workers = Set(leases.map { state.leases[$0].worker })
        let oldest = leases.map { state.leases[$0].granted }.min() ?? now
        return WaitReason(
            cause: .allLeased(
                items: work.leased, leases: work.leaseCount, workers: UInt32(workers.count), oldest: oldest),
            isBlocking: isBlocking)
    }

    // MARK: Pauses and limits

    private func holds(of task: TaskIndex) -> [WaitReason] {
        let job = state.tasks[task].job
        let tenant = state.jobs[job].tenant
        var causes: [WaitCause] = []
        if state.extras(of: job).isPaused { causes.append(.jobPaused) }
        if state.tenantRules[Int(tenant.rawValue)].isPaused { causes.append(.tenantPaused(state.tenants[tenant])) }
        for gate in [state.queueGate(of: task), state.keyGate(of: task)] {
            if let gate, !state.gate(gate).isOpen { causes += obstacles(of: gate) }
        }
        return causes.map { .blocking($0) }
    }

    /// Of a closed gate: at least one.
    private func obstacles(of id: GateID) -> [WaitCause] {
        let gate = state.gate(id)
        let name = GateName(isQueue: id.isQueue, name: id.isQueue ? state.queues[id.name] : state.keys[id.name])
        var causes: [WaitCause] = []
        if gate.isPaused { causes.append(.paused(name)) }
        if gate.isSlow(at: now) { causes.append(.slow(name, until: gate.slowUntil)) }
        if gate.isFull {
            causes.append(.leaseLimit(name, limit: gate.limits.concurrency, leases: gate.inFlight))
        }
        if !gate.hasTokens(for: gate.limits.worthOpening, at: now) {
            causes.append(
                .rate(name, gate.limits, available: gate.available(at: now) ?? 0, until: gate.refill(after: now)))
        }
        return causes.isEmpty ? [.opening(name, now)] : causes
    }

    // MARK: Workers

    /// `hungry`: the sessions that would take something from its lane.
    private func workerReasons(of task: TaskIndex) -> (reasons: [WaitReason], hungry: [SessionIndex]) {
        let (queue, kind) = (state.queues[state.queue(of: task)], state.kinds[state.kind(of: task)])
        let freed = isClearingInVain ? volatile.clearing : .none
        var (serving, leaving): (UInt32, UInt32) = (0, 0)
        var hungry: [SessionIndex] = []
        for session in volatile.sessions.indices where volatile.sessions[session].serves(queue: queue, kind: kind) {
            if volatile.sessions[session].isLeaving {
                leaving += 1
                continue
            }
            serving += 1
            if volatile.sessions[session].isHungry || session == freed { hungry.append(session) }
        }
        if serving == 0 { return ([.blocking(.noWorker(leaving: leaving))], []) }
        if state.tasks[task].listing == .none { return ([], hungry) }
        if hungry.isEmpty { return ([.blocking(.noCredit(workers: serving))], []) }
        if state.tasks[task].listing == .plain { return ([], hungry) }
        let idle = hungry.filter { state.workers[volatile.sessions[$0].worker].leaseCount == 0 }
        if !idle.isEmpty { return ([], idle) }
        let isMakingRoom = !volatile.clearing.isNone && freed.isNone
        return (
            [.blocking(.noIdleWorker(workers: UInt32(hungry.count), isMakingRoom: isMakingRoom))], []
        )
    }
}

extension WaitReason {
    static func blocking(_ cause: WaitCause) -> WaitReason { WaitReason(cause: cause, isBlocking: true) }
    static func order(_ cause: WaitCause) -> WaitReason { WaitReason(cause: cause, isBlocking: false) }
}
