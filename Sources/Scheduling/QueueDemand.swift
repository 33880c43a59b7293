/// What a queue asks of its workers. Not durable: rates are measured anew after a restart, and decay within seconds.
package struct QueueDemand: Equatable, Sendable {
    /// Items that could be leased at once, had workers room for them: without what is paused, or held by a key.
    package var waiting: UInt64 = 0
    /// There are so many tasks that the rest was reckoned from the first ones.
    package var isEstimate = false
    package var leased: UInt64 = 0
    /// When the oldest of the jobs was submitted that have something waiting; nil: none has.
    package var oldest: Timestamp?
    /// Items that became ready, in thousandths of one a second.
    package var arrivals: UInt64 = 0
    /// Items that were settled or tried in vain, likewise.
    package var completions: UInt64 = 0
    package var wantedWorkers: UInt32 = 0

    /// Leases that what waits can be split into.
    var pieces: UInt64 = 0
    var visited: UInt64 = 0
    var workersWithLeases: UInt32 = 0
    /// Of the lease that takes longest for what it has, while nothing was measured: microseconds an item.
    var openItemTime: UInt64 = 0
}

extension Scheduler {
    /// Beside the queues. Cost: O(queues + leases), and so many tasks as are looked at.
    func demands() -> [QueueDemand] {
        var demands = (0..<state.queues.count).map { QueueDemand(of: volatile.flow(of: queue($0)), at: now) }
        countLeases(&demands)
        var budget = Self.visitsPerQuestion
        for place in demands.indices {
            let most = max(Self.fewestVisits, min(budget, Self.visitsPerQueue))
            var left = most
            visit(place, &demands[place], &left)
            budget = max(0, budget - (most - left))
            demands[place].wantedWorkers = wantedWorkers(of: queue(place), demands[place])
        }
        return demands
    }

    private static let visitsPerQuestion = 20_000
    private static let visitsPerQueue = 1_000
    private static let fewestVisits = 10

    private func queue(_ place: Int) -> NameID { NameID(rawValue: UInt32(place)) }

    private func countLeases(_ demands: inout [QueueDemand]) {
        for worker in state.workers.indices {
            var seen: Set<NameID> = []
            var lease = state.workers[worker].firstLease
            while !lease.isNone {
                let record = state.leases[lease]
                let queue = state.queue(of: record.task)
                let place = Int(queue.rawValue)
                demands[place].leased += UInt64(record.remaining)
                let itemTime = now.milliseconds(since: record.granted) * 1_000 / UInt64(max(1, state.size(of: lease)))
                demands[place].openItemTime = max(demands[place].openItemTime, itemTime)
                if seen.insert(queue).inserted { demands[place].workersWithLeases += 1 }
                lease = record.nextOfWorker
            }
        }
    }

    private func visit(_ place: Int, _ demand: inout QueueDemand, _ left: inout Int) {
        if state.queueGates[place].isPaused { return }
        for lane in state.queueGates[place].lanes.map({ Int($0.rawValue) }) {
            for priority in State.priorities.reversed() {
                state.forEachTask(in: lane, priority: priority) { task in
                    left -= 1
                    if left >= 0 { add(task, to: &demand) }
                    return left > 0
                }
                var suspect = state.lanes[lane].suspect.heads[Int(priority)]
                while !suspect.isNone, left > 0 {
                    left -= 1
                    if !state.isHeld(suspect) { add(suspect, to: &demand) }
                    suspect = state.tasks[suspect].readyNext
                }
            }
        }
        left = max(0, left)
        let active = state.queueCounters[place].active
        guard left == 0, demand.visited > 0, active > demand.visited else { return }
        demand.isEstimate = true
        demand.waiting = share(demand.waiting, active, demand.visited)
        demand.pieces = share(demand.pieces, active, demand.visited)
    }

    private func add(_ task: TaskIndex, to demand: inout QueueDemand) {
        let (work, policy) = (state.work(of: task), state.policies[state.tasks[task].policy])
        let waiting = UInt64(state.total(of: task) - work.settled - work.leased - work.retrying)
        let size = UInt64(max(1, policy.itemsPerLease))
        let pieces = (waiting + size - 1) / size
        let room = policy.parallelism > 0 ? UInt64(policy.parallelism - min(policy.parallelism, work.leaseCount)) : .max
        demand.visited += 1
        demand.waiting += waiting
        demand.pieces += min(pieces, room)
        let submitted = state.jobs[state.tasks[task].job].submitted
        demand.oldest = min(demand.oldest ?? submitted, submitted)
    }

    /// `value * numerator / denominator`.
    private func share(_ value: UInt64, _ numerator: UInt64, _ denominator: UInt64) -> UInt64 {
        UInt64(clamping: UInt128(value) * UInt128(numerator) / UInt128(denominator))
    }

    /// By Little's law, L = λW: as many leases at once as items are to be worked on in a second (those that arrive, and
    /// those that wait spread over the time in which they are to be gone), times the seconds that each takes of a lease; and as many
    /// workers as hold so many leases. Never more than there are pieces, or than limits let through, and at least one
    /// while there is work. Workers that hold the last of it are wanted until it is done.
    private func wantedWorkers(of queue: NameID, _ demand: QueueDemand) -> UInt32 {
        if demand.waiting == 0 { return demand.workersWithLeases }
        let (flow, limits) = (volatile.flow(of: queue), state.queueGates[Int(queue.rawValue)].limits)
        // Thousandths a second.
        var pace = demand.arrivals + share(demand.waiting, 1_000_000, max(1, settings.drainTarget))
        if limits.items > 0 { pace = min(pace, share(UInt64(limits.items), 1_000_000, UInt64(limits.period))) }
        let itemTime = flow.itemTime ?? demand.openItemTime
        let exact = UInt128(pace) * UInt128(itemTime)
        var leases = UInt64(clamping: (exact + 999_999_999) / 1_000_000_000)
        leases = min(leases, demand.pieces + state.queueCounters[Int(queue.rawValue)].leases)
        if limits.concurrency > 0 { leases = min(leases, UInt64(limits.concurrency)) }
        return UInt32(clamping: max(1, (leases + flow.slots - 1) / flow.slots))
    }
}

extension QueueDemand {
    fileprivate init(of flow: QueueFlow, at now: Timestamp) {
        arrivals = flow.arrivals.rate(at: now)
        completions = flow.completions.rate(at: now)
    }
}
