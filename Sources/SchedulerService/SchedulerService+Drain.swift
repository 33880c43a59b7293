import Contract
import RPC
import Scheduling

/// Queues and tenants that take nothing new.
extension SchedulerService {
    func setDraining(_ request: V1.SetDrainingRequest, _ call: UnaryCall<V1.SetDrainingResponse>) {
        change(call) { service throws(Status) in
            switch request.subject {
            case .queue(let queue):
                try service.check(queue, .queue)
                service.core.drain(queue: queue, request.draining)
                return V1.SetDrainingResponse(depth: service.core.depth(ofQueue: queue))
            case .tenant(let tenant):
                try service.check(tenant, .tenant)
                service.core.drain(tenant: tenant, request.draining)
                return V1.SetDrainingResponse(depth: service.core.depth(ofTenant: tenant))
            case nil: throw Status(.invalidArgument, "a queue or a tenant is expected")
            }
        }
    }

    /// `answers`: jobs that are there already are no new work.
    func checkDrains(_ read: ReadJobs, counts: [Int], _ answers: [KeyAnswer?]?) throws(Status) {
        var (jobs, tasks) = (read.jobs, read.tasks)
        if let answers {
            var first = tasks.startIndex
            (jobs, tasks) = ([], [])
            for (place, count) in counts.enumerated() {
                defer { first += count }
                if answers[place]?.taken != nil { continue }
                jobs.append(read.jobs[place])
                tasks += read.tasks[first..<first + count]
            }
        }
        guard let draining = core.draining(of: jobs, tasks) else { return }
        let what = draining.isTenant ? "tenant" : "queue"
        throw Status(
            .failedPrecondition,
            "\(what) \(draining.name) is being drained, and takes no new work (\(draining.depth) tasks of it have not "
                + "ended); nothing was accepted: use another \(what), or have an operator end it with "
                + "'longhaul resume \(what) \(draining.name)'")
    }
}
