/// What operators decide about running work.
extension Scheduler {
    package static let weights: ClosedRange<UInt32> = 1...1_000

    /// What the tenant is to have of every queue, compared with others; each has 1 at first. Holds for what waits too.
    package mutating func setWeight(_ weight: UInt32, of tenant: String) {
        precondition(Self.weights.contains(weight), "a weight is 1 to 1,000")
        let tenant = name(tenant, in: .tenant)
        if state.tenantRules[Int(tenant.rawValue)].weight != weight { emit(.weightSet(tenant, weight)) }
    }

    /// Of a queue or a key, which come into being by it. Holds for what waits too; leases that are out stay.
    package mutating func setLimits(_ limits: GateLimits, of name: String, isQueue: Bool) {
        let gate = gate(name, isQueue: isQueue)
        if state.gate(gate).limits != limits { emit(.limitsSet(gate, limits)) }
    }

    /// While it is paused, nothing of it is leased; leases that are out go on.
    package mutating func pause(_ name: String, isQueue: Bool, _ isPaused: Bool) {
        let gate = gate(name, isQueue: isQueue)
        if state.gate(gate).isPaused != isPaused { emit(.gatePaused(gate, isPaused)) }
    }

    /// Tasks of the tenant that may be there and not have ended; 0: any number.
    package mutating func setDepthLimit(_ limit: UInt32, of tenant: String) {
        let tenant = name(tenant, in: .tenant)
        if state.tenantRules[Int(tenant.rawValue)].depthLimit != limit { emit(.tenantDepthSet(tenant, limit)) }
    }

    package mutating func pause(tenant: String, _ isPaused: Bool) {
        let tenant = name(tenant, in: .tenant)
        if state.tenantRules[Int(tenant.rawValue)].isPaused != isPaused { emit(.tenantPaused(tenant, isPaused)) }
    }

    /// False: it has ended, or is not there.
    package mutating func pause(_ id: JobID, _ isPaused: Bool) -> Bool {
        let job = openJob(id)
        if job.isNone { return false }
        if state.extras(of: job).isPaused != isPaused {
            emit(.jobPaused(id, isPaused))
            noteChange(of: job)
        }
        return true
    }

    /// Holds for what waits too; leases that are out stay. False: it has ended, or is not there.
    package mutating func setPriority(_ priority: UInt8, of id: JobID) -> Bool {
        precondition(State.priorities.contains(priority), "a priority is 0 to 9")
        let job = openJob(id)
        if job.isNone { return false }
        if state.jobs[job].priority != priority {
            emit(.priorityChanged(id, priority))
            noteChange(of: job)
        }
        return true
    }

    /// What workers are told by those whom a key stands for: nothing of it is leased for so long. One that was told of
    /// longer changes nothing.
    package mutating func slowDown(key: String, milliseconds: UInt64) {
        slowDown(gate(key, isQueue: false), milliseconds)
    }

    /// Under the key of the task that the lease is of; where it has none, for its queue.
    package mutating func slowDown(taskUnder lease: LeaseID, milliseconds: UInt64) {
        let index = state.lease(lease)
        if index.isNone { return }
        let task = state.leases[index].task
        slowDown(state.keyGate(of: task) ?? state.queueGate(of: task), milliseconds)
    }

    private mutating func slowDown(_ gate: GateID, _ milliseconds: UInt64) {
        let until = now + milliseconds
        if state.gate(gate).slowUntil < until { emit(.slowedDown(gate, until: until)) }
    }

    private mutating func gate(_ name: String, isQueue: Bool) -> GateID {
        GateID(isQueue: isQueue, name: self.name(name, in: isQueue ? .queue : .key))
    }
}
