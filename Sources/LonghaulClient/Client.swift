import Contract
import Platform
import RPC

/// Where the services are.
public struct ClientAddresses: Sendable, Hashable {
    /// Schedulers as "host:port", tried in turn.
    public var schedulers: [String]
    /// Status services as "host:port", tried in turn.
    public var statusServices: [String]

    /// The ports of one machine where nothing else is said.
    public init(schedulers: [String] = ["127.0.0.1:7600"], statusServices: [String] = ["127.0.0.1:7601"]) {
        self.schedulers = schedulers
        self.statusServices = statusServices
    }
}

/// Submits jobs and reads what became of them. Connects on the first call, and again after a lost connection; a call
/// that failed is not repeated by itself.
public final class Client: Sendable {
    private let thread: LoopThread
    private let scheduler: Channel
    private let status: Channel
    private let isClosed = Lock(false)

    /// Throws when an address can't be read.
    public init(_ addresses: ClientAddresses = ClientAddresses()) throws(LonghaulError) {
        do throws(SystemError) {
            thread = try EventLoop.spawn(name: "client")
        } catch {
            throw LonghaulError(.internal, "can't start a client: \(error)")
        }
        do throws(LonghaulError) {
            scheduler = try .toScheduler(addresses.schedulers, role: .client, on: thread.loop)
            status = try .toStatus(addresses.statusServices, role: .client, on: thread.loop)
        } catch {
            thread.stop()
            throw error
        }
    }

    deinit {
        close()
    }

    /// Ends the connections; calls under way fail with `cancelled`, and so do later ones. A client that is let go of does
    /// it by itself.
    public func close() {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        if wasClosed { return }
        scheduler.close()
        status.close()
        thread.stop()
    }

    // MARK: Jobs

    /// Returns when the job is durable.
    public func submit(_ job: JobSpec) async throws(LonghaulError) -> JobID {
        try await submit([job])[0]
    }

    /// Returns when all of the jobs, 1 to 1,000, are durable; throws when none is.
    public func submit(_ jobs: [JobSpec]) async throws(LonghaulError) -> [JobID] {
        let response = try await call(
            V1.Scheduler.submit, V1.SubmitRequest(jobs: jobs.map { V1.JobSpec($0) }, requestId: newRequestID()))
        guard response.jobs.count == jobs.count else {
            throw LonghaulError(.internal, "the scheduler took \(response.jobs.count) of \(jobs.count) jobs")
        }
        return response.jobs.map { JobID(rawValue: $0) }
    }

    /// The job as it stands, from the scheduler.
    public func job(_ id: JobID) async throws(LonghaulError) -> Job {
        do throws(LonghaulError) {
            return Job(try await call(V1.Scheduler.get, V1.GetRequest(job: id.rawValue)))
        } catch {
            throw error.naming(id)
        }
    }

    /// Why tasks of the job wait, at this moment. `task`: its place in the job; nil: all that have not ended.
    public func explain(
        _ id: JobID, task: Int? = nil
    ) async throws(LonghaulError) -> (tasks: [TaskExplanation], state: Job.State) {
        var tasks: [TaskExplanation] = []
        var next: UInt32? = 0
        var state = Job.State.pending
        while let from = next {
            let request = V1.ExplainRequest(job: id.rawValue, task: task.map { UInt32(clamping: $0) }, from: from)
            let response: V1.ExplainResponse
            do throws(LonghaulError) {
                response = try await call(V1.Scheduler.explain, request)
            } catch {
                throw task == nil ? error.naming(id) : error
            }
            tasks += response.tasks.map { TaskExplanation($0) }
            state = Job.State(response.jobState)
            next = response.next
        }
        return (tasks, state)
    }

    /// Newest first, those older than `before`. A page may be short with more to come: `next` says where to go on.
    public func jobs(
        tenant: String? = nil, states: [Job.State] = [], limit: Int = 100, before: JobID? = nil
    ) async throws(LonghaulError) -> (jobs: [JobSummary], next: JobID?) {
        let response = try await call(
            V1.Scheduler.list,
            V1.ListRequest(
                tenant: tenant ?? "", states: states.map(\.message), limit: UInt32(clamping: limit),
                before: before?.rawValue ?? 0))
        return (
            response.jobs.map { JobSummary($0) }, response.nextBefore == 0 ? nil : JobID(rawValue: response.nextBefore)
        )
    }

    /// Afterwards nothing of the job is leased again. False: it had ended before, in the state that is returned too.
    public func cancel(_ id: JobID) async throws(LonghaulError) -> (cancelled: Bool, state: Job.State) {
        do throws(LonghaulError) {
            let response = try await call(V1.Scheduler.cancel, V1.CancelRequest(job: id.rawValue))
            return (response.cancelled, Job.State(response.state))
        } catch {
            throw error.naming(id)
        }
    }

    /// The job as it is now and each time it has changed, at most once in `interval`; ends after its last state.
    ///
    /// `onInterruption` is called with the reason when no word of the job comes any more and the watch waits for it, and
    /// with nil when it has come again: first the one, then the other, and so on.
    public func watch(
        _ id: JobID, interval: Duration = .milliseconds(100),
        onInterruption: (@Sendable (LonghaulError?) async -> Void)? = nil
    ) -> JobProgress {
        JobProgress(job: id, interval: interval, client: self, channel: status, onInterruption: onInterruption)
    }

    // MARK: Dead letters

    /// In the order in which they were written, those after `after`. A page may be short with more to come. `history`:
    /// with the tries that failed before.
    public func deadLetters(
        _ filter: DeadLetterFilter, limit: Int = 100, after: DeadLetterID? = nil, history: Bool = false
    ) async throws(LonghaulError) -> (letters: [DeadLetter], next: DeadLetterID?) {
        let response = try await call(
            V1.Scheduler.listDeadLetters,
            V1.ListDeadLettersRequest(
                filter: filter.message, limit: UInt32(clamping: limit), after: after?.rawValue ?? 0,
                history: history))
        return (
            response.letters.map { DeadLetter($0) },
            response.nextAfter == 0 ? nil : DeadLetterID(rawValue: response.nextAfter)
        )
    }

    /// Works on them again: in their own jobs where those go on, else in new jobs, which are returned.
    public func requeue(
        _ filter: DeadLetterFilter
    ) async throws(DeadLettersInterrupted) -> (requeued: UInt64, newJobs: [JobID]) {
        var requeued: UInt64 = 0
        var jobs: [JobID] = []
        var after: UInt64 = 0
        repeat {
            let response: V1.RequeueDeadLettersResponse
            do throws(LonghaulError) {
                response = try await call(
                    V1.Scheduler.requeueDeadLetters, V1.RequeueDeadLettersRequest(filter: filter.message, after: after))
            } catch {
                throw DeadLettersInterrupted(handled: requeued, newJobs: jobs, cause: error)
            }
            requeued += response.requeued
            jobs += response.newJobs.map { JobID(rawValue: $0) }
            after = response.nextAfter
        } while after != 0
        return (requeued, jobs)
    }

    /// Forgets them. Returns how many.
    public func discard(_ filter: DeadLetterFilter) async throws(DeadLettersInterrupted) -> UInt64 {
        var discarded: UInt64 = 0
        var after: UInt64 = 0
        repeat {
            let response: V1.DiscardDeadLettersResponse
            do throws(LonghaulError) {
                response = try await call(
                    V1.Scheduler.discardDeadLetters, V1.DiscardDeadLettersRequest(filter: filter.message, after: after))
            } catch {
                throw DeadLettersInterrupted(handled: discarded, cause: error)
            }
            discarded += response.discarded
            after = response.nextAfter
        } while after != 0
        return discarded
    }

    // MARK: Operations

    /// In the order in which they joined.
    public func workers() async throws(LonghaulError) -> [WorkerStatus] {
        try await call(V1.Scheduler.listWorkers, V1.ListWorkersRequest()).workers.map { WorkerStatus($0) }
    }

    /// Every queue that a task was ever submitted to.
    public func queues() async throws(LonghaulError) -> [QueueStatus] {
        try await call(V1.Scheduler.listQueues, V1.ListQueuesRequest()).queues.map { QueueStatus($0) }
    }

    /// Those that tasks were submitted with, or limits set for, by name, behind `after`. A page; `next` says where to go
    /// on.
    public func keys(
        after: String = "", limit: Int = 100
    ) async throws(LonghaulError) -> (keys: [KeyStatus], next: String?) {
        let response = try await call(
            V1.Scheduler.listKeys, V1.ListKeysRequest(after: after, limit: UInt32(clamping: limit)))
        return (response.keys.map { KeyStatus($0) }, response.nextAfter.isEmpty ? nil : response.nextAfter)
    }

    /// By name, behind `after`. A page; `next` says where to go on.
    public func tenants(
        after: String = "", limit: Int = 100
    ) async throws(LonghaulError) -> (tenants: [TenantStatus], next: String?) {
        let response = try await call(
            V1.Scheduler.listTenants, V1.ListTenantsRequest(after: after, limit: UInt32(clamping: limit)))
        return (response.tenants.map { TenantStatus($0) }, response.nextAfter.isEmpty ? nil : response.nextAfter)
    }

    /// Of a queue or a limit key, instead of those that it had. Holds for what waits too, until it is set anew.
    public func setLimits(_ limits: WorkLimits, of subject: LimitSubject) async throws(LonghaulError) {
        let gate: V1.SetLimitsRequest.Gate =
            switch subject {
            case .queue(let name): .queue(name)
            case .key(let name): .key(name)
            }
        _ = try await call(V1.Scheduler.setLimits, V1.SetLimitsRequest(gate: gate, limits: limits.message))
    }

    /// What is paused is not handed out, until it is resumed; what is handed out goes on.
    public func setPaused(_ isPaused: Bool, _ subject: PauseSubject) async throws(LonghaulError) {
        let message: V1.SetPausedRequest.Subject =
            switch subject {
            case .queue(let name): .queue(name)
            case .key(let name): .key(name)
            case .tenant(let name): .tenant(name)
            case .job(let id): .job(id.rawValue)
            case .schedule(let name, let tenant): .schedule(V1.ScheduleName(tenant: tenant, name: name))
            }
        _ = try await call(V1.Scheduler.setPaused, V1.SetPausedRequest(subject: message, paused: isPaused))
    }

    /// Instead of the rules that the queue had.
    public func setRetention(_ retention: QueueRetention, of queue: String) async throws(LonghaulError) {
        func milliseconds(_ duration: Duration?) -> UInt64? { duration.map { UInt64(clamping: $0.wholeMilliseconds) } }
        let message = V1.QueueRetention(
            jobsMs: milliseconds(retention.jobs), lettersMs: milliseconds(retention.letters))
        _ = try await call(V1.Scheduler.setRetention, V1.SetRetentionRequest(queue: queue, retention: message))
    }

    /// While something is drained, new jobs for it are refused, and what was accepted goes on. Returns how many of its
    /// tasks have not ended.
    public func setDraining(_ isDraining: Bool, _ subject: DrainSubject) async throws(LonghaulError) -> UInt64 {
        let message: V1.SetDrainingRequest.Subject =
            switch subject {
            case .queue(let name): .queue(name)
            case .tenant(let name): .tenant(name)
            }
        let request = V1.SetDrainingRequest(subject: message, draining: isDraining)
        return try await call(V1.Scheduler.setDraining, request).depth
    }

    /// 0 to 9; higher goes first. Holds for what of the job waits.
    public func setPriority(_ priority: Int, of id: JobID) async throws(LonghaulError) {
        _ = try await call(
            V1.Scheduler.setPriority,
            V1.SetPriorityRequest(job: id.rawValue, priority: UInt32(clamping: priority)))
    }

    /// How much of every queue the tenant is to have, compared with others, 1 to 1,000; and how many of its tasks may be
    /// accepted and not have ended, 0 for any number. nil: as it is.
    public func setTenant(_ tenant: String, weight: Int? = nil, depth: Int? = nil) async throws(LonghaulError) {
        _ = try await call(
            V1.Scheduler.setTenant,
            V1.SetTenantRequest(
                tenant: tenant, weight: weight.map { UInt32(clamping: $0) }, depth: depth.map { UInt32(clamping: $0) }))
    }

    func newRequestID() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<Limits.requestID).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    func call<Request, Response>(
        _ method: UnaryMethod<Request, Response>, _ request: Request
    ) async throws(LonghaulError) -> Response {
        do throws(Status) {
            return try await scheduler.unary(method, request)
        } catch {
            throw LonghaulError(error)
        }
    }
}
