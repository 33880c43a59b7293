/// Who goes before a task that nothing keeps from being leased.
extension Scheduler {
    /// `hungry`: the sessions of its lane that could take it now. The reasons do not block: each lease that goes to another
    /// brings it nearer.
    func orderReasons(of task: TaskIndex, _ hungry: [SessionIndex]) -> [WaitReason] {
        let lane = state.tasks[task].lane
        let own =
            state.tasks[task].listing == .suspect ? suspectsAhead(of: task, lane) : turnsAhead(of: task, lane)
        return (own + otherLanes(of: task, hungry)).map { .order($0) }
    }

    private func suspectsAhead(of task: TaskIndex, _ lane: LaneIndex) -> [WaitCause] {
        let priority = state.jobs[state.tasks[task].job].priority
        var causes = higherPriority(than: priority, in: lane)
        if bestSuspect(in: lane)?.task != task {
            causes.append(.behindSuspects(suspects(in: lane, from: priority, before: task)))
        }
        return causes
    }

    private func turnsAhead(of task: TaskIndex, _ lane: LaneIndex) -> [WaitCause] {
        let priority = state.jobs[state.tasks[task].job].priority
        var causes: [WaitCause] = []
        if let suspect = bestSuspect(in: lane), suspect.priority >= priority {
            causes.append(.behindSuspects(suspects(in: lane, from: priority, before: .none)))
        }
        causes += higherPriority(than: priority, in: lane)

        let line = state.tasks[task].line
        let claim = state.lines[line].claim
        // It takes turns, since nothing holds it; a question is not to end the process where that is wrong.
        if state.claims[claim].lines.isEmpty || state.lanes[Int(lane.rawValue)].plain.turns[Int(priority)].isEmpty {
            return causes
        }
        let chosen = nextClaim(in: lane, priority: priority).chosen
        if chosen != claim { causes.append(.behindTenant(standing(of: claim), standing(of: chosen))) }
        let first = state.lines.next(of: state.claims[claim].lines, rings: state.lineRings)
        if first != line {
            causes.append(
                .behindJob(
                    leases: state.lines[line].inFlight, other: state.jobs[state.lines[first].job].id,
                    otherLeases: state.lines[first].inFlight))
        }
        var (before, ahead): (TaskIndex, UInt32) = (state.tasks[task].readyPrevious, 0)
        while !before.isNone, ahead <= WaitCause.Ahead.most {
            ahead += 1
            before = state.tasks[before].readyPrevious
        }
        if ahead > 0 { causes.append(.behindTasks(WaitCause.Ahead(ahead))) }
        return causes
    }

    private func standing(of claim: ClaimIndex) -> WaitCause.Standing {
        let (tenant, share) = (state.claims[claim].tenant, state.claims[claim].share)
        return WaitCause.Standing(
            tenant: state.tenants[tenant], leases: state.shares[share].inFlight,
            weight: state.tenantRules[Int(tenant.rawValue)].weight,
            debt: volatile.debt(of: share, state.shares[share]) ?? 0)
    }

    private func higherPriority(than priority: UInt8, in lane: LaneIndex) -> [WaitCause] {
        let place = Int(lane.rawValue)
        guard let highest = state.lanes[place].plain.highestPriority, highest > priority else { return [] }
        var ahead: UInt32 = 0
        for level in priority + 1...highest {
            let all = state.forEachTask(in: place, priority: level) { _ in
                ahead += 1
                return ahead <= WaitCause.Ahead.most
            }
            if !all { break }
        }
        return [.behindPriority(own: priority, highest: highest, WaitCause.Ahead(ahead))]
    }

    /// Those that are not held, of this priority or a higher one; of this priority those before `last`.
    private func suspects(in lane: LaneIndex, from priority: UInt8, before last: TaskIndex) -> WaitCause.Ahead {
        var ahead: UInt32 = 0
        for level in priority...State.priorities.upperBound {
            var task = state.lanes[Int(lane.rawValue)].suspect.heads[Int(level)]
            while !task.isNone, task != last, ahead <= WaitCause.Ahead.most {
                if !state.isHeld(task) { ahead += 1 }
                task = state.tasks[task].readyNext
            }
        }
        return WaitCause.Ahead(ahead)
    }

    /// Whether each of the sessions may spend its credit on another lane first. Names the lane that the first of them
    /// would look at.
    private func otherLanes(of task: TaskIndex, _ hungry: [SessionIndex]) -> [WaitCause] {
        var found: (lane: LaneIndex, priority: UInt8)?
        for session in hungry {
            guard let rival = rival(of: task, for: session) else { return [] }
            found = found ?? rival
        }
        guard let found else { return [] }
        let lane = state.lanes[Int(found.lane.rawValue)]
        return [
            .behindLane(queue: state.queues[lane.queue], kind: state.kinds[lane.kind], priority: found.priority)
        ]
    }

    private func rival(of task: TaskIndex, for session: SessionIndex) -> (lane: LaneIndex, priority: UInt8)? {
        let (own, priority) = (state.tasks[task].lane, state.jobs[state.tasks[task].job].priority)
        let isSuspect = state.tasks[task].listing == .suspect
        func rivalry(of lane: LaneIndex) -> UInt8? {
            if lane == own || state.lanes[Int(lane.rawValue)].place == nil { return nil }
            let plain = state.lanes[Int(lane.rawValue)].plain.highestPriority
            if let plain, isSuspect ? plain > priority : plain >= priority { return plain }
            if let suspect = bestSuspect(in: lane), suspect.priority >= priority { return suspect.priority }
            return nil
        }
        for served in volatile.sessions[session].lanes {
            if let rivalry = rivalry(of: served.lane) { return (served.lane, rivalry) }
        }
        // Lanes of this turn, which no session has adopted yet.
        for place in volatile.hungry.count..<max(volatile.hungry.count, state.lanes.count) {
            let lane = state.lanes[place]
            guard volatile.sessions[session].serves(queue: state.queues[lane.queue], kind: state.kinds[lane.kind])
            else { continue }
            let index = LaneIndex(rawValue: UInt32(place))
            if let rivalry = rivalry(of: index) { return (index, rivalry) }
        }
        return nil
    }
}
