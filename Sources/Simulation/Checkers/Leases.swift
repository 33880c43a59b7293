import Scheduling

/// An item is under one live lease at most. Each grant has a number of its own here, so that it is seen when a lease's
/// id comes twice.
struct OneLeaseAtATime: Checker {
    let name = "one-lease-at-a-time"
    private var grants = 0
    private var holders: [TaskID: [UInt32: Int]] = [:]
    private var live: [LeaseID: (grant: Int, task: TaskID, items: Set<UInt32>)] = [:]

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .leaseGranted(let granted):
            grants += 1
            live[granted.lease] = (grants, granted.task, [])
            return take(granted.range, granted.lease)
        case .leaseExtended(let lease, let range): return take(range, lease)
        case .itemsSettled(let lease, let range): free(lease) { range.contains($0) }
        case .cursorMoved(let lease, let cursor): free(lease) { $0 < cursor }
        case .itemRetried(let lease, let item, _), .itemDied(let lease, let item, _): free(lease) { $0 == item }
        case .leaseTrimmed(let lease, let end): free(lease) { $0 >= end }
        case .leaseEnded(let lease, _): free(lease) { _ in true }
        default: break
        }
        return nil
    }

    private mutating func take(_ range: ItemRange, _ lease: LeaseID) -> String? {
        guard let held = live[lease] else { return nil }
        for item in range.begin..<range.end {
            if holders[held.task]?[item] != nil {
                return "item \(item) of job \(held.task.job.rawValue), task \(held.task.ordinal) has two live leases"
            }
            holders[held.task, default: [:]][item] = held.grant
            live[lease]?.items.insert(item)
        }
        return nil
    }

    private mutating func free(_ lease: LeaseID, where matches: (UInt32) -> Bool) {
        guard let held = live[lease] else { return }
        let freed = held.items.filter(matches)
        for item in freed where holders[held.task]?[item] == held.grant { holders[held.task]?[item] = nil }
        live[lease]?.items.subtract(freed)
    }
}

/// Tokens grow over every grant, restart and takeover.
struct TokensGrow: Checker {
    let name = "tokens-grow"
    private var newest = LeaseID(rawValue: 0)

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        guard case .leaseGranted(let granted) = fact else { return nil }
        defer { newest = max(newest, granted.lease) }
        return granted.lease > newest ? nil : "lease \(granted.lease.rawValue) came after \(newest.rawValue)"
    }
}

/// What is said under a lease that is not held changes nothing, and is not answered as if it had.
struct HeldLeasesOnly: Checker {
    let name = "held-leases-only"

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .leaseExtended(let lease, _), .itemsSettled(let lease, _), .cursorMoved(let lease, _),
            .checkpointed(let lease, _), .outputLeft(let lease, _, _), .itemRetried(let lease, _, _),
            .itemDied(let lease, _, _), .leaseTrimmed(let lease, _), .leaseEnded(let lease, _):
            return history.leases[lease] == nil ? "a fact is about lease \(lease.rawValue), which is not held" : nil
        default: return nil
        }
    }

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        switch sighting {
        case .leaseEnded(let lease, let instance):
            guard let (ending, worker) = history.endedLeases[lease] else { return nil }
            if history.instances[worker] != instance { return "lease \(lease.rawValue) was ended by another worker" }
            return ending == .completed || ending == .returned
                ? nil : "the end of lease \(lease.rawValue) was acknowledged, and it was \(ending)"
        case .leaseContinues(let lease, _, let instance):
            guard let worker = history.leases[lease]?.worker ?? history.endedLeases[lease]?.worker else { return nil }
            return history.instances[worker] == instance
                ? nil : "a report on lease \(lease.rawValue) of another worker was taken"
        default: return nil
        }
    }
}

/// Items whose completion was acknowledged never run again.
struct DoneStaysDone: Checker {
    let name = "done-stays-done"
    private var kept: [TaskID: Set<UInt32>] = [:]

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        if case .itemsKept(_, let task, let items) = sighting { kept[task, default: []].formUnion(items) }
        return nil
    }

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .leaseGranted(let granted): return objection(to: granted.range, of: granted.task)
        case .leaseExtended(let lease, let range):
            guard let task = history.leases[lease]?.task else { return nil }
            return objection(to: range, of: task)
        case .jobRemoved(let job):
            for ordinal in 0..<(history.jobs[job]?.tasks ?? 0) { kept[TaskID(job: job, ordinal: ordinal)] = nil }
            return nil
        default: return nil
        }
    }

    private func objection(to range: ItemRange, of task: TaskID) -> String? {
        guard let items = kept[task], let item = (range.begin..<range.end).first(where: { items.contains($0) }) else {
            return nil
        }
        return "item \(item) of job \(task.job.rawValue), task \(task.ordinal) was acknowledged, and is leased again"
    }
}

/// No item counts as done of which no worker has said so, under its lease.
struct DoneAsSaid: Checker {
    let name = "done-as-said"
    private var claims: [LeaseID: (cursor: UInt32, ranges: [ItemRange])] = [:]

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        guard case .claimed(let lease, let cursor, let ranges) = sighting else { return nil }
        claims[lease, default: (0, [])].cursor = max(claims[lease]?.cursor ?? 0, cursor)
        claims[lease]?.ranges += ranges
        return nil
    }

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .itemsSettled(let lease, let range): return objection(to: Array(range.begin..<range.end), under: lease)
        case .cursorMoved(let lease, let cursor):
            return objection(to: history.leases[lease]?.open.filter { $0 < cursor } ?? [], under: lease)
        case .leaseEnded(let lease, let ending):
            defer { claims[lease] = nil }
            return ending == .completed ? objection(to: history.leases[lease]?.open ?? [], under: lease) : nil
        default: return nil
        }
    }

    private func objection(to items: [UInt32], under lease: LeaseID) -> String? {
        let claim = claims[lease] ?? (0, [])
        let unclaimed = items.first { item in item >= claim.cursor && !claim.ranges.contains { $0.contains(item) } }
        return unclaimed.map { "item \($0) is done under lease \(lease.rawValue), and nobody said so" }
    }
}

/// An item that kills its workers stops after a few of them: a lone item is not leased again once it has cost so many.
struct LossesAreBounded: Checker {
    static let limit = 3
    let name = "losses-are-bounded"
    private var losses: [TaskID: [UInt32: Int]] = [:]

    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? {
        switch fact {
        case .leaseEnded(let lease, .lost):
            guard let held = history.leases[lease], held.open.count == 1 else { return nil }
            losses[held.task, default: [:]][held.open[0], default: 0] += 1
            let count = losses[held.task]?[held.open[0]] ?? 0
            return count < Self.limit
                ? nil : "item \(held.open[0]) of job \(held.task.job.rawValue) took \(count) workers"
        case .letterRequeued(let id):
            guard let letter = history.letters[id], let item = letter.item else { return nil }
            losses[letter.task]?[item] = nil
            return nil
        case .itemRetried(let lease, let item, _):
            guard let held = history.leases[lease] else { return nil }
            losses[held.task]?[item] = nil
            return nil
        default: return nil
        }
    }
}

/// A worker runs no further ahead of what is durable than it may.
struct WorkAheadIsBounded: Checker {
    let name = "work-ahead-is-bounded"

    mutating func check(_ sighting: Sighting, after history: History) -> String? {
        guard case .unacknowledged(let count, let window) = sighting, count > window else { return nil }
        return "\(count) items are begun and not known to be durable, of \(window)"
    }
}
