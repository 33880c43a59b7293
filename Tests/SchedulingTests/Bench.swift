import Scheduling

/// A core with a hand on its clock, for what has no transcript.
struct Bench: ~Copyable {
    var core: Scheduler
    var time: Int64 = 1_000_000
    private var nextSession: UInt64 = 1

    init(settings: Settings = Settings()) {
        core = Scheduler(
            recovered: State(partition: 0), epoch: 1, settings: settings, now: Timestamp(milliseconds: 1_000_000))
    }

    mutating func wait(_ milliseconds: Int64) {
        time += milliseconds
        core.advance(to: Timestamp(milliseconds: time))
        core.tick()
    }

    mutating func submit(
        _ tasks: [TaskSubmission], tenant: String = "default", priority: UInt8 = 5, retention: UInt64? = nil
    ) -> JobID {
        let job = core.submit(JobSubmission(tenant: tenant, priority: priority, retention: retention))
        for task in tasks { core.addTask(to: job, task) }
        return job
    }

    mutating func join(
        _ name: String = "worker", instance: UInt64, kinds: [String] = ["work"], queues: [String] = [],
        leases: UInt64 = 1_000, items: UInt64 = 1_000_000, held: [LeaseID] = []
    ) -> SessionID {
        let session = SessionID(rawValue: nextSession)
        nextSession += 1
        _ = core.join(
            JoinRequest(
                session: session, name: Array(name.utf8), instance: instance, kinds: kinds, queues: queues, held: held))
        core.credit(session, leases: leases, items: items)
        return session
    }

    /// Dispatches, and returns what was granted.
    mutating func grants() -> [LeaseView] {
        core.dispatch()
        return core.takeOutput().grants.compactMap { core.lease($0.lease) }
    }
}

extension TaskSubmission {
    static func items(
        _ count: UInt32, after dependencies: [UInt32] = [], kind: String = "work", queue: String = "default",
        policy: Policy = Policy()
    ) -> TaskSubmission {
        TaskSubmission(queue: queue, kind: kind, items: .counted(count), dependencies: dependencies, policy: policy)
    }
}

extension Policy {
    static func perLease(
        _ items: UInt32, attempts: UInt16 = 5, parallelism: UInt32 = 0, tolerance: Tolerance = .items(0)
    ) -> Policy {
        Policy(maxAttempts: attempts, itemsPerLease: items, parallelism: parallelism, tolerance: tolerance)
    }
}
