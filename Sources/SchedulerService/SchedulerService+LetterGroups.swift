import Contract
import RPC
import Scheduling

/// What dead letters have in common, and their way back to work at a rate.
extension SchedulerService {
    func registerLetterMethods() {
        server.handle(V1.Scheduler.listDeadLetterGroups) { [unowned self] in listGroups($0, $1) }
        server.handle(V1.Scheduler.orderRequeue) { [unowned self] in orderRequeue($0, $1) }
        server.handle(V1.Scheduler.listRequeueOrders) { [unowned self] in listOrders($0, $1) }
        server.handle(V1.Scheduler.stopRequeueOrder) { [unowned self] in stopOrder($0, $1) }
    }

    func history(of letter: DeadLetterID) -> [V1.FailedTry] {
        core.failures(of: letter).map {
            V1.FailedTry(
                attempt: UInt32($0.attempt), failedUnixMs: $0.failed.milliseconds, failure: failure($0.failure),
                timedOut: $0.timedOut)
        }
    }

    private func listGroups(
        _ request: V1.ListDeadLetterGroupsRequest, _ call: UnaryCall<V1.ListDeadLetterGroupsResponse>
    ) {
        let queue = core.state.queues.find(request.queue)
        let found = core.letterGroups(limit: Limits.rows(request.limit)) { request.queue.isEmpty || $0 == queue }
        var response = V1.ListDeadLetterGroupsResponse(total: UInt64(found.total))
        var bytes = 0
        for group in found.groups {
            let sample = V1.DeadLetter(group.sample, failure: failure(group.sample.failure))
            bytes += 64 + group.queue.utf8.count + sample.roughSize
            if bytes > SchedulerOptions.bytesPerPage, !response.groups.isEmpty { break }
            response.groups.append(
                V1.DeadLetterGroup(
                    group: group.id, queue: group.queue, cause: V1.DeathCause(group.cause),
                    letters: UInt64(group.count), firstUnixMs: group.first.milliseconds,
                    lastUnixMs: group.last.milliseconds, sample: sample))
        }
        answer(call) { [response] in call.reply(response, at: $0) }
    }

    private func orderRequeue(_ request: V1.OrderRequeueRequest, _ call: UnaryCall<V1.OrderRequeueResponse>) {
        change(call) { service throws(Status) in
            let filter = try service.letterFilter(request.filter ?? V1.DeadLetterFilter())
            let period = request.periodMs == 0 ? 1_000 : request.periodMs
            guard Limits.orderedLetters.contains(request.letters), UInt64(period) <= Limits.ratePeriodMilliseconds
            else {
                throw Status(
                    .invalidArgument,
                    "a rate has 1 to \(Limits.orderedLetters.upperBound) letters in at most "
                        + "\(Limits.ratePeriodMilliseconds) ms")
            }
            guard let order = service.core.order(filter, RequeueRate(letters: request.letters, period: period)) else {
                throw Status(
                    .resourceExhausted, "as many orders as there may be are running: wait for one, or stop one")
            }
            return V1.OrderRequeueResponse(order: order)
        }
    }

    /// What is not there matches nothing, and is a mistake: the order would be done at once.
    private func letterFilter(_ filter: V1.DeadLetterFilter) throws(Status) -> LetterFilter {
        guard filter != V1.DeadLetterFilter() else {
            throw Status(
                .invalidArgument, "the filter is empty: name a job, a queue, a kind or a group, or ask for all")
        }
        guard filter.ids.isEmpty, filter.code.isEmpty else {
            throw Status(
                .invalidArgument, "an order takes no ids and no code: name a job, a queue, a kind or a group")
        }
        var read = LetterFilter(job: JobID(rawValue: filter.job), group: filter.group)
        if !filter.queue.isEmpty {
            guard let queue = core.state.queues.find(filter.queue) else {
                throw Status(.notFound, "there is no queue \(filter.queue)")
            }
            read.queue = queue
        }
        if !filter.kind.isEmpty {
            guard let kind = core.state.kinds.find(filter.kind) else {
                throw Status(.notFound, "there is no kind \(filter.kind)")
            }
            read.kind = kind
        }
        return read
    }

    private func listOrders(
        _ request: V1.ListRequeueOrdersRequest, _ call: UnaryCall<V1.ListRequeueOrdersResponse>
    ) {
        let response = V1.ListRequeueOrdersResponse(orders: core.orders.map { message(of: $0) })
        answer(call) { call.reply(response, at: $0) }
    }

    private func message(of order: RequeueOrder) -> V1.RequeueOrder {
        let filter = order.filter
        let isAll = filter == LetterFilter()
        return V1.RequeueOrder(
            order: order.id,
            filter: V1.DeadLetterFilter(
                job: filter.job.rawValue, queue: filter.queue == .none ? "" : core.state.queues[filter.queue],
                all: isAll, kind: filter.kind == .none ? "" : core.state.kinds[filter.kind], group: filter.group),
            letters: order.rate.letters, periodMs: order.rate.period,
            state: V1.RequeueOrderState(order.state), requeued: order.requeued, looked: order.looked.rawValue,
            last: order.last.rawValue, orderedUnixMs: order.ordered.milliseconds)
    }

    private func stopOrder(_ request: V1.StopRequeueOrderRequest, _ call: UnaryCall<V1.StopRequeueOrderResponse>) {
        change(call) { service throws(Status) in
            guard service.core.stopOrder(request.order) else {
                throw Status(.notFound, "no such order runs: it was never given, or it has ended")
            }
            return V1.StopRequeueOrderResponse()
        }
    }

    /// What one order has due goes back to work. Others, and letters that are further off, have turns of their own: the
    /// alarm is due again at once.
    func advanceOrders() {
        guard !core.isBatchFull, let due = core.dueRequeue(probes: SchedulerOptions.probes) else { return }
        let response = requeue(due.letters, next: 0)
        let looked = response.nextAfter == 0 ? due.looked : DeadLetterID(rawValue: response.nextAfter)
        core.advance(due.order, to: looked, requeued: UInt32(clamping: response.requeued))
    }
}

extension V1.RequeueOrderState {
    fileprivate init(_ state: RequeueOrderState) {
        switch state {
        case .running: self = .running
        case .finished: self = .finished
        case .stopped: self = .stopped
        }
    }
}
