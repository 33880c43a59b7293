import Contract
import RPC
import Scheduling

/// Why tasks wait.
extension SchedulerService {
    func explain(_ request: V1.ExplainRequest, _ call: UnaryCall<V1.ExplainResponse>) {
        let id = JobID(rawValue: request.job)
        guard let job = core.job(id) else { return failUnknown(call) }
        var response = V1.ExplainResponse(jobState: V1.JobState(job.state))
        if let ordinal = request.task {
            guard let explanation = core.explain(TaskID(job: id, ordinal: ordinal)) else {
                let status = Status(
                    .notFound, "the job has no task \(ordinal): its tasks are 0 to \(job.taskCount - 1)")
                return answer(call) { call.fail(status, at: $0) }
            }
            response.tasks = [message(of: explanation)]
        } else {
            let page = core.explain(id, from: request.from, limit: SchedulerOptions.explanationsPerPage)
            response.tasks = page.explanations.map { message(of: $0) }
            response.next = page.next
        }
        answer(call) { [response] in call.reply(response, at: $0) }
    }

    private func message(of explanation: Explanation) -> V1.TaskExplanation {
        let name = explanation.name
        return V1.TaskExplanation(
            ordinal: explanation.task.ordinal,
            name: name.isEmpty ? explanation.kind : String(decoding: name, as: UTF8.self), queue: explanation.queue,
            kind: explanation.kind, state: V1.TaskState(explanation.state), pending: UInt64(explanation.pending),
            leased: UInt64(explanation.leased), retrying: UInt64(explanation.retrying),
            reasons: explanation.reasons.map { V1.WaitReason($0) },
            mayStartUnixMs: explanation.mayStart?.milliseconds ?? 0,
            note: core.note(on: explanation.task, isRetrying: explanation.retrying > 0, notes))
    }
}

extension V1.WaitReason {
    fileprivate init(_ reason: WaitReason) {
        self.init(blocking: reason.isBlocking)
        switch reason.cause {
        case .jobEnded: cause = .jobEnded
        case .taskEnded(let state): (cause, self.state) = (.taskEnded, V1.TaskState(state))
        case .stopping(let leases): (cause, self.leases) = (.stopping, leases)
        case .listOpen(let items): (cause, count) = (.listOpen, UInt64(items))
        case .jobStalled: cause = .jobStalled
        case .dependency(let ordinal, let name, let state):
            (cause, self.ordinal, self.state) = (.dependency, ordinal, V1.TaskState(state))
            self.name = String(decoding: name, as: UTF8.self)
        case .moreDependencies(let count): (cause, self.count) = (.moreDependencies, UInt64(count))
        case .itemCount: cause = .itemCount
        case .delay(let until): set(.delay, until: until)
        case .jobPaused: cause = .jobPaused
        case .tenantPaused(let tenant): (cause, name) = (.tenantPaused, tenant)
        case .paused(let gate): set(.paused, gate)
        case .slow(let gate, let until):
            set(.slowedDown, gate)
            set(.slowedDown, until: until)
        case .leaseLimit(let gate, let limit, let leases):
            set(.leaseLimit, gate)
            set(.leaseLimit, leases, of: limit)
        case .rate(let gate, let limits, let available, let until):
            set(.rate, gate)
            set(.rate, until: until)
            (count, limit, periodMs) = (available, UInt64(limits.items), UInt64(limits.period))
        case .opening(let gate, let until):
            set(.opening, gate)
            set(.opening, until: until)
        case .parallelism(let limit, let leases): set(.parallelism, leases, of: limit)
        case .backoff(let items, let until):
            set(.backoff, until: until)
            count = UInt64(items)
        case .fragments(let count, let limit): set(.fragments, count, of: limit)
        case .allLeased(let items, let leases, let workers, let oldest):
            (cause, count, self.leases, self.workers) = (.allLeased, UInt64(items), leases, workers)
            sinceUnixMs = oldest.milliseconds
        case .noWorker(let leaving): (cause, count) = (.noWorker, UInt64(leaving))
        case .noCredit(let workers): (cause, self.workers) = (.workersBusy, workers)
        case .noIdleWorker(let workers, let isMakingRoom):
            (cause, self.workers, count) = (.noIdleWorker, workers, isMakingRoom ? 1 : 0)
        case .behindSuspects(let ahead): (cause, count) = (.behindSuspects, ahead.count)
        case .behindPriority(_, let highest, let ahead):
            (cause, count, limit) = (.behindPriority, ahead.count, UInt64(highest))
        case .behindTasks(let ahead): (cause, count) = (.behindTasks, ahead.count)
        case .behindTenant(let own, let other):
            (cause, self.own, self.other) = (.behindTenant, V1.TenantStanding(own), V1.TenantStanding(other))
        case .behindJob(let leases, let job, let otherLeases):
            (cause, otherJob) = (.behindJob, job.rawValue)
            (own, other) = (V1.TenantStanding(leases: leases), V1.TenantStanding(leases: otherLeases))
        case .behindLane(let queue, let kind, let priority):
            (cause, name, otherKind, limit) = (.behindQueue, queue, kind, UInt64(priority))
        }
    }

    private mutating func set(_ cause: V1.WaitCause, _ gate: GateName) {
        (self.cause, name, key) = (cause, gate.name, !gate.isQueue)
    }

    private mutating func set(_ cause: V1.WaitCause, until: Timestamp) {
        (self.cause, untilUnixMs) = (cause, until.milliseconds)
    }

    private mutating func set(_ cause: V1.WaitCause, _ count: UInt32, of limit: UInt32) {
        (self.cause, self.count, self.limit) = (cause, UInt64(count), UInt64(limit))
    }
}

extension WaitCause.Ahead {
    fileprivate var count: UInt64 { UInt64(tasks) + (isAtLeast ? 1 : 0) }
}

extension V1.TenantStanding {
    fileprivate init(_ standing: WaitCause.Standing) {
        self.init(tenant: standing.tenant, leases: standing.leases, weight: standing.weight, debtMs: standing.debt)
    }
}
