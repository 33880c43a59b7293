/// More than may wait in a queue, or for a tenant.
package struct DepthExcess: Equatable, Sendable {
    /// Of the queue or the tenant.
    package let name: String
    package let isTenant: Bool
    /// Tasks that have not ended.
    package let depth: UInt32
    package let limit: UInt32
    /// Milliseconds after which there will be room, by the pace at which tasks end.
    package let retryAfter: UInt64
}

extension Scheduler {
    /// Whether accepting these would make more tasks wait than may. nil: it would not. `counts`: how many of the tasks
    /// are each job's. Tasks that come into being otherwise are counted, and never refused.
    package func depthExcess(
        of jobs: [JobSubmission], _ tasks: [TaskSubmission], counts: [Int]
    ) -> DepthExcess? {
        if state.depthLimits == 0 { return nil }
        var queues: [String: UInt32] = [:]
        var tenants: [String: UInt32] = [:]
        for task in tasks { queues[task.queue, default: 0] += 1 }
        for (job, count) in zip(jobs, counts) { tenants[job.tenant, default: 0] += UInt32(count) }
        for (queue, count) in queues.sorted(by: { $0.key < $1.key }) {
            guard let name = state.queues.find(queue) else { continue }
            let limit = state.queueGates[Int(name.rawValue)].limits.depth
            let depth = UInt32(clamping: state.queueCounters[Int(name.rawValue)].depth)
            if limit > 0, UInt64(depth) + UInt64(count) > UInt64(limit) {
                return DepthExcess(
                    name: queue, isTenant: false, depth: depth, limit: limit,
                    retryAfter: timeUntilRoom(for: count, depth, limit, volatile.ended(in: name, at: now)))
            }
        }
        for (tenant, count) in tenants.sorted(by: { $0.key < $1.key }) {
            guard let name = state.tenants.find(tenant) else { continue }
            let rules = state.tenantRules[Int(name.rawValue)]
            if rules.depthLimit > 0, UInt64(rules.depth) + UInt64(count) > UInt64(rules.depthLimit) {
                return DepthExcess(
                    name: tenant, isTenant: true, depth: rules.depth, limit: rules.depthLimit,
                    retryAfter: timeUntilRoom(for: count, rules.depth, rules.depthLimit, 0))
            }
        }
        return nil
    }

    /// Between a tenth of a second and a minute. `pace`: thousandths of a task a second; 0: not known.
    private func timeUntilRoom(for count: UInt32, _ depth: UInt32, _ limit: UInt32, _ pace: UInt64) -> UInt64 {
        if pace == 0 { return 1_000 }
        let missing = UInt64(depth) + UInt64(min(count, limit)) - UInt64(limit)
        return min(max(missing * 1_000_000 / pace, 100), 60_000)
    }
}
