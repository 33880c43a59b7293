import Contract
import RPC
import Scheduling

/// What operators set.
extension SchedulerService {
    func registerOperatorMethods() {
        server.handle(V1.Scheduler.listKeys) { [unowned self] in listKeys($0, $1) }
        server.handle(V1.Scheduler.listTenants) { [unowned self] in listTenants($0, $1) }
        server.handle(V1.Scheduler.setLimits) { [unowned self] in setLimits($0, $1) }
        server.handle(V1.Scheduler.setPaused) { [unowned self] in setPaused($0, $1) }
        server.handle(V1.Scheduler.setDraining) { [unowned self] in setDraining($0, $1) }
        server.handle(V1.Scheduler.setRetention) { [unowned self] in setRetention($0, $1) }
        server.handle(V1.Scheduler.setPriority) { [unowned self] in setPriority($0, $1) }
        server.handle(V1.Scheduler.setTenant) { [unowned self] in setTenant($0, $1) }
    }

    private func listKeys(_ request: V1.ListKeysRequest, _ call: UnaryCall<V1.ListKeysResponse>) {
        let page = core.keys(after: request.after, limit: Limits.rows(request.limit))
        let response = V1.ListKeysResponse(keys: page.keys.map { V1.KeyStatus($0) }, nextAfter: page.next ?? "")
        answer(call) { call.reply(response, at: $0) }
    }

    private func listTenants(_ request: V1.ListTenantsRequest, _ call: UnaryCall<V1.ListTenantsResponse>) {
        let page = core.tenants(after: request.after, limit: Limits.rows(request.limit))
        let response = V1.ListTenantsResponse(
            tenants: page.tenants.map { V1.TenantStatus($0) }, nextAfter: page.next ?? "")
        answer(call) { call.reply(response, at: $0) }
    }

    private func setLimits(_ request: V1.SetLimitsRequest, _ call: UnaryCall<V1.SetLimitsResponse>) {
        change(call, V1.SetLimitsResponse()) { service throws(Status) in
            let limits = try GateLimits(request.limits ?? V1.Limits())
            switch request.gate {
            case .queue(let queue):
                try service.check(queue, .queue)
                service.core.setLimits(limits, of: queue, isQueue: true)
            case .key(let key):
                guard limits.depth == 0 else { throw Status(.invalidArgument, "limits.depth is for queues only") }
                try service.check(key, .key)
                service.core.setLimits(limits, of: key, isQueue: false)
            case nil: throw Status(.invalidArgument, "a queue or a key is expected")
            }
        }
    }

    private func setPaused(_ request: V1.SetPausedRequest, _ call: UnaryCall<V1.SetPausedResponse>) {
        change(call, V1.SetPausedResponse()) { service throws(Status) in
            switch request.subject {
            case .queue(let queue):
                try service.check(queue, .queue)
                service.core.pause(queue, isQueue: true, request.paused)
            case .key(let key):
                try service.check(key, .key)
                service.core.pause(key, isQueue: false, request.paused)
            case .tenant(let tenant):
                try service.check(tenant, .tenant)
                service.core.pause(tenant: tenant, request.paused)
            case .job(let job):
                guard service.core.pause(JobID(rawValue: job), request.paused) else { throw service.missing(job) }
            case .schedule(let name): try service.pause(name, request.paused)
            case nil: throw Status(.invalidArgument, "a queue, a key, a tenant, a job or a schedule is expected")
            }
        }
    }

    private func setRetention(_ request: V1.SetRetentionRequest, _ call: UnaryCall<V1.SetRetentionResponse>) {
        change(call, V1.SetRetentionResponse()) { service throws(Status) in
            try service.check(request.queue, .queue)
            let retention = request.retention ?? V1.QueueRetention()
            for time in [retention.jobsMs, retention.lettersMs] {
                guard time ?? 0 <= Limits.longestWait else {
                    throw Status(.invalidArgument, "a retention is longer than \(Limits.longestWait) ms, a year")
                }
            }
            service.core.setRetention(
                QueueRetention(jobs: retention.jobsMs, letters: retention.lettersMs), of: request.queue)
        }
    }

    private func setPriority(_ request: V1.SetPriorityRequest, _ call: UnaryCall<V1.SetPriorityResponse>) {
        change(call, V1.SetPriorityResponse()) { service throws(Status) in
            guard Limits.priorities.contains(request.priority) else {
                throw Status(
                    .invalidArgument,
                    "priority is \(request.priority); it must be 0 to \(Limits.priorities.upperBound)")
            }
            guard service.core.setPriority(UInt8(request.priority), of: JobID(rawValue: request.job)) else {
                throw service.missing(request.job)
            }
        }
    }

    private func setTenant(_ request: V1.SetTenantRequest, _ call: UnaryCall<V1.SetTenantResponse>) {
        change(call, V1.SetTenantResponse()) { service throws(Status) in
            try service.check(request.tenant, .tenant)
            if let weight = request.weight {
                guard Scheduler.weights.contains(weight) else {
                    throw Status(
                        .invalidArgument, "weight is \(weight); it must be 1 to \(Scheduler.weights.upperBound)")
                }
                service.core.setWeight(weight, of: request.tenant)
            }
            if let depth = request.depth { service.core.setDepthLimit(depth, of: request.tenant) }
        }
    }

    func change<Response>(
        _ call: UnaryCall<Response>, _ response: Response,
        _ change: (SchedulerService) throws(Status) -> Void
    ) {
        self.change(call) { service throws(Status) in
            try change(service)
            return response
        }
    }

    func change<Response>(
        _ call: UnaryCall<Response>, _ change: (SchedulerService) throws(Status) -> Response
    ) {
        if let refusalStatus { return call.fail(refusalStatus) }
        openTurn()
        do throws(Status) {
            let response = try change(self)
            whenDurable { call.reply(response, at: $0) }
        } catch {
            whenDurable { [error] in call.fail(error, at: $0) }
        }
    }

    func check(_ name: String, _ table: NameTable) throws(Status) {
        guard (1...Limits.name).contains(name.utf8.count) else {
            throw Status(.invalidArgument, "a name has 1 to \(Limits.name) bytes, not \(name.utf8.count)")
        }
        guard core.hasRoom(for: name, in: table) else {
            throw Status(.resourceExhausted, "the scheduler keeps no more names of this kind: use one that is there")
        }
    }

    private func missing(_ job: UInt64) -> Status {
        guard let view = core.job(JobID(rawValue: job)) else { return Self.noSuchJob }
        if view.state == .stopping {
            return Status(.failedPrecondition, "the job is about to end: its workers are handing back what they have")
        }
        return Status(.failedPrecondition, "the job has ended as \(view.state), and stays as it is")
    }
}

extension GateLimits {
    fileprivate init(_ limits: V1.Limits) throws(Status) {
        self.init(concurrency: limits.leases, depth: limits.depth)
        guard let rate = limits.rate, rate.items > 0 else { return }
        let period = rate.periodMs == 0 ? 1_000 : rate.periodMs
        let burst = rate.burst == 0 ? max(1, rate.items * 100 / max(period, 1)) : rate.burst
        guard rate.items <= Limits.rateItems, period <= Limits.ratePeriodMilliseconds, burst <= Limits.rateItems else {
            throw Status(
                .invalidArgument,
                "a rate has at most \(Limits.rateItems) items, as many at once, and \(Limits.ratePeriodMilliseconds) ms"
            )
        }
        items = UInt32(rate.items)
        self.period = UInt32(period)
        self.burst = UInt32(burst)
    }
}

extension V1.Limits {
    init(_ limits: GateLimits) {
        self.init(
            leases: limits.concurrency,
            rate: limits.items == 0
                ? nil
                : V1.ItemRate(
                    items: UInt64(limits.items), periodMs: UInt64(limits.period), burst: UInt64(limits.burst)),
            depth: limits.depth)
    }
}

extension V1.KeyStatus {
    fileprivate init(_ key: KeyView) {
        self.init(
            name: key.name, limits: V1.Limits(key.gate.limits), leases: UInt64(key.gate.leases),
            paused: key.gate.isPaused, open: key.gate.isOpen, slowUntilUnixMs: key.gate.slowUntil.milliseconds)
    }
}

extension V1.TenantStatus {
    fileprivate init(_ tenant: TenantView) {
        self.init(
            name: tenant.name, weight: tenant.weight, depth: UInt64(tenant.depth), depthLimit: tenant.depthLimit,
            paused: tenant.isPaused, draining: tenant.isDraining)
    }
}
