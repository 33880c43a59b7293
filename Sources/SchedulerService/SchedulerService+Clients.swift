import Contract
import RPC
import Scheduling

/// What clients ask.
extension SchedulerService {
    func registerMethods() {
        server.handle(V1.Scheduler.submit) { [unowned self] in submit($0, $1) }
        server.handle(V1.Scheduler.appendItems) { [unowned self] in appendItems($0, $1) }
        server.handle(V1.Scheduler.get) { [unowned self] in get($0, $1) }
        server.handle(V1.Scheduler.explain) { [unowned self] in explain($0, $1) }
        server.handle(V1.Scheduler.list) { [unowned self] in list($0, $1) }
        server.handle(V1.Scheduler.cancel) { [unowned self] in cancel($0, $1) }
        server.handle(V1.Scheduler.listDeadLetters) { [unowned self] in listDeadLetters($0, $1) }
        server.handle(V1.Scheduler.requeueDeadLetters) { [unowned self] in requeueDeadLetters($0, $1) }
        server.handle(V1.Scheduler.discardDeadLetters) { [unowned self] in discardDeadLetters($0, $1) }
        server.handle(V1.Scheduler.listWorkers) { [unowned self] in listWorkers($0, $1) }
        server.handle(V1.Scheduler.listQueues) { [unowned self] in listQueues($0, $1) }
        registerOperatorMethods()
        registerScheduleMethods()
        registerLetterMethods()
        server.handle(V1.Scheduler.follow) { [unowned self] in follow($0, $1) }
        server.handle(V1.Worker.session) { [unowned self] in openSession($0, $1) }
    }

    private func submit(_ request: V1.SubmitRequest, _ call: UnaryCall<V1.SubmitResponse>) {
        if let refusalStatus { return call.fail(refusalStatus) }
        openTurn()
        do throws(Status) {
            let requestID = try requestID(request.requestId)
            if let requestID, let jobs = core.jobs(of: requestID) {
                return whenDurable { call.reply(V1.SubmitResponse(jobs: jobs.map(\.rawValue)), at: $0) }
            }
            let read = try read(request)
            try checkNames(read)
            let answers = try lookUpKeys(request)
            try checkDrains(read, counts: request.jobs.map(\.tasks.count), answers)
            try checkDepth(read, counts: request.jobs.map(\.tasks.count), answers)
            var ids: [JobID] = []
            ids.reserveCapacity(read.jobs.count)
            var tasks = read.tasks[...]
            for (place, (job, spec)) in zip(read.jobs, request.jobs).enumerated() {
                defer { tasks = tasks.dropFirst(spec.tasks.count) }
                if let answer = answers?[place], let taken = answer.taken ?? earlier(place, answers, ids) {
                    ids.append(taken)
                    continue
                }
                let id = core.submit(job)
                if let answer = answers?[place] {
                    core.key(id, Array(spec.key.utf8), answer.fingerprint, reuse: spec.reuseMs)
                }
                for task in tasks.prefix(spec.tasks.count) { core.addTask(to: id, task) }
                for (ordinal, task) in spec.tasks.enumerated() {
                    if case .listed(let list) = task.items {
                        appendFirst(list, to: TaskID(job: id, ordinal: UInt32(ordinal)))
                    }
                }
                ids.append(id)
            }
            if let requestID { core.remember(requestID, jobs: ids) }
            let response = V1.SubmitResponse(jobs: ids.map(\.rawValue))
            whenDurable { call.reply(response, at: $0) }
        } catch {
            whenDurable { [error] in call.fail(error, at: $0) }
        }
    }

    /// All of them, or none: nothing is emitted before every job was read.
    private func read(_ request: V1.SubmitRequest) throws(Status) -> ReadJobs {
        guard (1...Limits.jobsPerSubmit).contains(request.jobs.count) else {
            throw Status(
                .invalidArgument, "a submit has \(request.jobs.count) jobs; 1 to \(Limits.jobsPerSubmit) are allowed")
        }
        var jobs: [JobSubmission] = []
        var tasks: [TaskSubmission] = []
        jobs.reserveCapacity(request.jobs.count)
        tasks.reserveCapacity(request.jobs.count)
        for index in request.jobs.indices {
            let reader = JobSpecReader(request.jobs[index], index: index)
            var job = try reader.job()
            let first = tasks.count
            try reader.readTasks(into: &tasks, codec: codec)
            keep(&job, of: tasks[first])
            jobs.append(job)
        }
        return (jobs, tasks)
    }

    /// A job that does not say for how long it is kept is kept as the queue of its first task says.
    func keep(_ job: inout JobSubmission, of first: TaskSubmission) {
        if job.retention == nil { job.retention = core.retention(ofJobsIn: first.queue) }
    }

    func checkNames(_ read: ReadJobs) throws(Status) {
        guard let excess = core.excess(of: read.jobs, read.tasks) else { return }
        let limit =
            switch excess {
            case .queues: "\(NameLimits.queues) queues"
            case .kinds: "\(NameLimits.kinds) kinds"
            case .tenants: "\(NameLimits.tenants) tenants"
            case .keys: "\(NameLimits.keys) limit keys"
            case .lanes: "\(NameLimits.lanes) pairs of a queue and a kind"
            }
        throw Status(
            .resourceExhausted,
            "the scheduler keeps \(limit) at most, and this would be more: use those that are there; "
                + "what differs from job to job belongs into the payload")
    }

    private func get(_ request: V1.GetRequest, _ call: UnaryCall<V1.Job>) {
        guard let job = core.message(of: JobID(rawValue: request.job), notes) else { return failUnknown(call) }
        answer(call) { call.reply(job, at: $0) }
    }

    func failUnknown<Response>(_ call: UnaryCall<Response>) {
        answer(call) { call.fail(Self.noSuchJob, at: $0) }
    }

    static let noSuchJob = Status(.notFound, "no such job: it was never submitted, or its retention is over")

    private func list(_ request: V1.ListRequest, _ call: UnaryCall<V1.ListResponse>) {
        let limit = Limits.rows(request.limit)
        let page = core.jobs(
            before: request.before == 0 ? nil : JobID(rawValue: request.before), limit: limit,
            probes: SchedulerOptions.probes
        ) { job in
            (request.tenant.isEmpty || request.tenant == job.tenant)
                && (request.states.isEmpty || request.states.contains(V1.JobState(job.state)))
        }
        let response = V1.ListResponse(
            jobs: page.jobs.map { V1.JobSummary($0, totals: core.totals(of: $0.id)) },
            nextBefore: page.next?.rawValue ?? 0)
        answer(call) { call.reply(response, at: $0) }
    }

    private func cancel(_ request: V1.CancelRequest, _ call: UnaryCall<V1.CancelResponse>) {
        if let refusalStatus { return call.fail(refusalStatus) }
        openTurn()
        let id = JobID(rawValue: request.job)
        guard let before = core.job(id) else { return failUnknown(call) }
        let cancelled = core.cancel(id)
        let state = cancelled ? core.job(id)?.state ?? .cancelled : before.state
        let response = V1.CancelResponse(state: V1.JobState(state), cancelled: cancelled)
        whenDurable { call.reply(response, at: $0) }
    }

    private func listWorkers(_ request: V1.ListWorkersRequest, _ call: UnaryCall<V1.ListWorkersResponse>) {
        let response = V1.ListWorkersResponse(workers: core.workers().map { V1.WorkerStatus($0) })
        answer(call) { call.reply(response, at: $0) }
    }

    private func listQueues(_ request: V1.ListQueuesRequest, _ call: UnaryCall<V1.ListQueuesResponse>) {
        let response = V1.ListQueuesResponse(queues: core.queues().map { V1.QueueStatus($0) })
        answer(call) { call.reply(response, at: $0) }
    }
}
