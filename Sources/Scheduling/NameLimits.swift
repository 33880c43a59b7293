/// How many of the things that a submit names there may be: they stay for good.
package enum NameLimits {
    package static let queues = 10_000
    package static let kinds = 10_000
    package static let tenants = 1_000_000
    package static let keys = 100_000
    /// Pairs of a queue and a kind, each of which has lists of its own.
    package static let lanes = 100_000
}

/// What submits are made of more of than is kept.
package enum NameExcess: Equatable, Sendable {
    case queues
    case kinds
    case tenants
    case lanes
    case keys
}

extension Scheduler {
    /// Whether accepting these would make more names than are kept. nil: it would not. Cost: in runs of the same names,
    /// a comparison each.
    package func excess(of jobs: [JobSubmission], _ tasks: [TaskSubmission]) -> NameExcess? {
        var new = NewNames()
        for place in jobs.indices where place == 0 || jobs[place].tenant != jobs[place - 1].tenant {
            let tenant = jobs[place].tenant
            if state.tenants.find(tenant) == nil { new.tenants.insert(tenant) }
        }
        for place in tasks.indices
        where place == 0 || tasks[place].queue != tasks[place - 1].queue || tasks[place].kind != tasks[place - 1].kind {
            let (queueName, kindName) = (tasks[place].queue, tasks[place].kind)
            let (queue, kind) = (state.queues.find(queueName), state.kinds.find(kindName))
            if queue == nil { new.queues.insert(queueName) }
            if kind == nil { new.kinds.insert(kindName) }
            if let queue, let kind, state.hasLane(queue: queue, kind: kind) { continue }
            new.lanes.insert([queueName, kindName])
        }
        for place in tasks.indices where place == 0 || tasks[place].key != tasks[place - 1].key {
            let key = tasks[place].key
            if !key.isEmpty, state.keys.find(key) == nil { new.keys.insert(key) }
        }
        if new.isEmpty { return nil }
        if state.keys.count + new.keys.count > NameLimits.keys { return .keys }
        if state.tenants.count + new.tenants.count > NameLimits.tenants { return .tenants }
        if state.queues.count + new.queues.count > NameLimits.queues { return .queues }
        if state.kinds.count + new.kinds.count > NameLimits.kinds { return .kinds }
        return state.lanes.count + new.lanes.count > NameLimits.lanes ? .lanes : nil
    }
}

private struct NewNames {
    var tenants: Set<String> = []
    var queues: Set<String> = []
    var kinds: Set<String> = []
    var keys: Set<String> = []
    /// Of a queue and a kind.
    var lanes: Set<[String]> = []

    var isEmpty: Bool { tenants.isEmpty && lanes.isEmpty && keys.isEmpty }
}
