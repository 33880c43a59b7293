/// A queue or a tenant that is to have no new work, and what is left of the old.
package struct Draining: Equatable, Sendable {
    package let name: String
    package let isTenant: Bool
    /// Tasks that have not ended.
    package let depth: UInt64
}

extension Scheduler {
    /// While it drains, no new job may name the queue: see `draining`. What was accepted goes on, with retries, tasks that
    /// come into being otherwise, and requeues.
    package mutating func drain(queue: String, _ isDraining: Bool) {
        let queue = name(queue, in: .queue)
        if state.queueGates[Int(queue.rawValue)].isDraining != isDraining { emit(.queueDraining(queue, isDraining)) }
    }

    package mutating func drain(tenant: String, _ isDraining: Bool) {
        let tenant = name(tenant, in: .tenant)
        if state.tenantRules[Int(tenant.rawValue)].isDraining != isDraining {
            emit(.tenantDraining(tenant, isDraining))
        }
    }

    /// Tasks of it that have not ended.
    package func depth(ofQueue name: String) -> UInt64 {
        state.queues.find(name).map { state.queueCounters[Int($0.rawValue)].depth } ?? 0
    }

    package func depth(ofTenant name: String) -> UInt64 {
        state.tenants.find(name).map { UInt64(state.tenantRules[Int($0.rawValue)].depth) } ?? 0
    }

    /// The first of those that new work would go to and that take none; nil: all take it.
    package func draining(of jobs: [JobSubmission], _ tasks: [TaskSubmission]) -> Draining? {
        if state.drains == 0 { return nil }
        for job in jobs {
            guard let tenant = state.tenants.find(job.tenant) else { continue }
            let rules = state.tenantRules[Int(tenant.rawValue)]
            if rules.isDraining { return Draining(name: job.tenant, isTenant: true, depth: UInt64(rules.depth)) }
        }
        for task in tasks {
            guard let queue = state.queues.find(task.queue) else { continue }
            let place = Int(queue.rawValue)
            if state.queueGates[place].isDraining {
                return Draining(name: task.queue, isTenant: false, depth: state.queueCounters[place].depth)
            }
        }
        return nil
    }
}

extension State {
    mutating func drain(queue: NameID, _ isDraining: Bool) {
        drains += (isDraining ? 1 : 0) - (queueGates[Int(queue.rawValue)].isDraining ? 1 : 0)
        queueGates[Int(queue.rawValue)].isDraining = isDraining
    }

    mutating func drain(tenant: NameID, _ isDraining: Bool) {
        drains += (isDraining ? 1 : 0) - (tenantRules[Int(tenant.rawValue)].isDraining ? 1 : 0)
        tenantRules[Int(tenant.rawValue)].isDraining = isDraining
    }
}
