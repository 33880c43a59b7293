/// Who gets what: the highest priority first, tasks of one priority in turns, workers in turns.
extension Scheduler {
    /// Grants leases until no session with credit finds work, or the batch is full. Call it once the turn's commands
    /// are done.
    package mutating func dispatch() {
        adoptLanes()
        stopClearingInVain()
        var progress = true
        while progress, !state.occupiedLanes.isEmpty {
            progress = false
            var place = 0
            while place < state.occupiedLanes.count, !isBatchFull {
                if serveOne(of: state.occupiedLanes[place]) { progress = true }
                // A lane that was emptied has given its place to another, which is looked at in the next round.
                place += 1
            }
        }
    }

    /// Gives something to the next hungry session that can take what waits there. False: to none.
    private mutating func serveOne(of lane: LaneIndex) -> Bool {
        let hungry = volatile.hungry[Int(lane.rawValue)].count
        for _ in 0..<hungry where grantBest(to: volatile.hungry[Int(lane.rawValue)].next(), near: lane) { return true }
        return false
    }

    /// Lanes come into being with the first task of their queue and kind.
    private mutating func adoptLanes() {
        while volatile.hungry.count < state.lanes.count {
            let lane = LaneIndex(rawValue: UInt32(volatile.hungry.count))
            volatile.hungry.append(HungrySessions())
            for session in volatile.sessions.indices { serve(lane, by: session) }
        }
    }

    mutating func serve(_ lane: LaneIndex, by session: SessionIndex) {
        let (queue, kind) = (state.lanes[Int(lane.rawValue)].queue, state.lanes[Int(lane.rawValue)].kind)
        guard volatile.sessions[session].serves(queue: state.queues[queue], kind: state.kinds[kind]) else { return }
        var served = Session.ServedLane(lane: lane)
        if volatile.sessions[session].isHungry {
            served.place = volatile.hungry[Int(lane.rawValue)].append(
                session, volatile.sessions[session].lanes.count)
        }
        volatile.sessions[session].lanes.append(served)
    }

    /// Leases that one worker holds, whatever its credit: what it says of all of them fits in a message.
    static let mostLeasesPerWorker: UInt32 = 65_536

    mutating func updateHunger(of session: SessionIndex) {
        let wants =
            volatile.sessions[session].wantsWork
            && state.workers[volatile.sessions[session].worker].leaseCount < Self.mostLeasesPerWorker
        if wants == volatile.sessions[session].isHungry { return }
        if wants { volatile.makeHungry(session) } else { volatile.makeSated(session) }
    }

    /// One lease from the session's lane with the highest priority waiting; among equals suspects first, then from
    /// `lane`. A session that holds leases can't have a suspect: it is to make room when nobody else does. False: there
    /// is nothing that it can take.
    private mutating func grantBest(to session: SessionIndex, near lane: LaneIndex) -> Bool {
        var plain: (lane: LaneIndex, priority: UInt8)?
        var suspect: (lane: LaneIndex, priority: UInt8, task: TaskIndex)?
        look(at: lane, &plain, &suspect)
        if volatile.sessions[session].lanes.count > 1 {
            for other in volatile.sessions[session].lanes { look(at: other.lane, &plain, &suspect) }
        }
        if let suspect, plain.map({ suspect.priority >= $0.priority }) ?? true {
            if state.workers[volatile.sessions[session].worker].leaseCount == 0 {
                grant(suspect.task, to: session)
                makeExclusive(session)
                return true
            }
            if volatile.clearing.isNone, !hasIdleHungry(suspect.lane) {
                volatile.clearing = session
                makeExclusive(session)
                return true
            }
        }
        guard let plain else { return false }
        grant(next(in: plain.lane, priority: plain.priority), to: session)
        return true
    }

    /// Whether the lane has something of a higher priority.
    @inline(__always) private func look(
        at lane: LaneIndex, _ plain: inout (lane: LaneIndex, priority: UInt8)?,
        _ suspect: inout (lane: LaneIndex, priority: UInt8, task: TaskIndex)?
    ) {
        let place = Int(lane.rawValue)
        guard state.lanes[place].place != nil else { return }
        if let priority = state.lanes[place].plain.highestPriority, plain.map({ priority > $0.priority }) ?? true {
            plain = (lane, priority)
        }
        if state.lanes[place].suspect.occupied != 0, let best = bestSuspect(in: lane),
            suspect.map({ best.priority > $0.priority }) ?? true
        {
            suspect = (lane, best.priority, best.task)
        }
    }

    /// nil: all are held. They are few, so they are looked through.
    func bestSuspect(in lane: LaneIndex) -> (priority: UInt8, task: TaskIndex)? {
        let lists = state.lanes[Int(lane.rawValue)].suspect
        for priority in State.priorities.reversed() {
            var task = lists.heads[Int(priority)]
            while !task.isNone {
                if !state.isHeld(task) { return (priority, task) }
                task = state.tasks[task].readyNext
            }
        }
        return nil
    }

    /// The task whose turn it is in a lane where somebody of this priority waits for one. Of claims that have as much in
    /// flight, those in debt pay, and are passed over.
    private mutating func next(in lane: LaneIndex, priority: UInt8) -> TaskIndex {
        let (first, chosen) = nextClaim(in: lane, priority: priority)
        var debtor = first
        while debtor != chosen {
            volatile.debts[Int(state.claims[debtor].share.rawValue)].milliseconds -= settings.leaseLength
            debtor = state.claims[debtor].next
        }
        return state.firstTask(of: chosen)
    }

    /// `first` and those after it, up to the one that is chosen, owe.
    @inline(__always) func nextClaim(in lane: LaneIndex, priority: UInt8) -> (first: ClaimIndex, chosen: ClaimIndex) {
        let group = state.groups.next(
            of: state.lanes[Int(lane.rawValue)].plain.turns[Int(priority)], rings: state.groupRings)
        let first = state.claims.next(of: state.groups[group].claims, rings: state.claimRings)
        var chosen = first
        while state.claims[chosen].next != first, owes(state.claims[chosen].share) {
            chosen = state.claims[chosen].next
        }
        return (first, chosen)
    }

    /// As much as a lease should last, at least.
    @inline(__always) func owes(_ share: ShareIndex) -> Bool {
        volatile.debt(of: share, state.shares[share]).map { $0 >= settings.leaseLength } ?? false
    }

    /// Who had a lease for longer than leases should last owes the rest to those who have as much in flight.
    private mutating func chargeOvertime(of lease: LeaseIndex) {
        let length = now.milliseconds(since: state.leases[lease].granted)
        if length <= settings.leaseLength { return }
        let share = state.share(of: state.leases[lease].task)
        let weight = UInt64(state.tenantRules[Int(state.shares[share].tenant.rawValue)].weight)
        volatile.charge(
            (length - settings.leaseLength) / weight, to: share, state.shares[share], atMost: settings.mostDebt)
    }

    private func hasIdleHungry(_ lane: LaneIndex) -> Bool {
        volatile.hungry[Int(lane.rawValue)].contains { session in
            state.workers[volatile.sessions[session].worker].leaseCount == 0
        }
    }

    /// Another session had the suspect items, or they were cancelled: the one that makes room for them goes on.
    private mutating func stopClearingInVain() {
        guard isClearingInVain else { return }
        let session = volatile.clearing
        volatile.clearing = .none
        volatile.sessions[session].isExclusive = false
        updateHunger(of: session)
    }

    var isClearingInVain: Bool {
        let session = volatile.clearing
        if session.isNone { return false }
        for served in volatile.sessions[session].lanes
        where state.lanes[Int(served.lane.rawValue)].place != nil && bestSuspect(in: served.lane) != nil {
            return false
        }
        return true
    }

    private mutating func makeExclusive(_ session: SessionIndex) {
        volatile.sessions[session].isExclusive = true
        updateHunger(of: session)
    }

    /// Every end of a lease goes through here: a session that had to have nothing else may be free again.
    mutating func end(_ lease: LeaseIndex, _ ending: LeaseEnding) {
        let worker = state.leases[lease].worker
        chargeOvertime(of: lease)
        volatile.endRequests(of: state.leases[lease].id)
        measureService(of: lease, ending)
        emit(.leaseEnded(state.leases[lease].id, ending), about: state.leases[lease].task)
        let left = state.workers[worker].leaseCount
        guard left == 0 || left == Self.mostLeasesPerWorker - 1 else { return }
        let session = presence(of: worker).session
        if session.isNone { return }
        if left > 0 { return updateHunger(of: session) }
        if !volatile.sessions[session].isExclusive { return }
        volatile.sessions[session].isExclusive = false
        if volatile.clearing == session { volatile.clearing = .none }
        updateHunger(of: session)
    }

    private mutating func grant(_ task: TaskIndex, to session: SessionIndex) {
        let credit = volatile.sessions[session].itemCredit - volatile.sessions[session].itemsGranted
        let allowed = min(credit, state.available(to: task, at: now) ?? .max)
        let limit = UInt32(clamping: min(UInt64(leaseSize(of: task, for: session)), allowed))
        let lease = LeaseID(epoch: state.epoch, counter: state.nextLease)
        let worker = state.workers[volatile.sessions[session].worker].id
        var room = PayloadRoom()
        let (range, extends) = firstRange(of: task, limit: limit, &room)
        emit(
            .leaseGranted(LeaseGranted(lease: lease, task: state.id(of: task), worker: worker, range: range)),
            about: task)
        var granted = range.count
        expectAttempt(under: state.lease(lease), isNew: true)
        if extends { granted += extend(lease, of: task, after: range.end, limit: limit - granted, &room) }
        expectTrim(of: lease, items: granted)
        output.grants.append(GrantedLease(session: volatile.sessions[session].id, lease: lease))
        volatile.sessions[session].leasesGranted += 1
        volatile.sessions[session].itemsGranted += UInt64(granted)
        updateHunger(of: session)
    }

    /// Takes back leases of one dispatch, whose tasks can't be told to a worker: none hears of them, so they cost no
    /// credit, and since the next grant would be no better, the tasks are dead.
    package mutating func withdraw(_ grants: [GrantedLease], failure: [UInt8]) {
        var tasks: [TaskIndex] = []
        for grant in grants {
            let lease = state.lease(grant.lease)
            precondition(!lease.isNone, "what is withdrawn was granted in this turn")
            let task = state.leases[lease].task
            let items = state.leases[lease].remaining
            let session = volatile[grant.session]
            if !session.isNone {
                volatile.sessions[session].leasesGranted -= 1
                volatile.sessions[session].itemsGranted -= UInt64(items)
                updateHunger(of: session)
            }
            end(lease, .returned)
            if !tasks.contains(task) { tasks.append(task) }
        }
        for task in tasks { die(task, .permanent, state.blobs.insert(failure)) }
    }

    /// What came back goes first. Items behind a lost worker are leased in halves, until the one that may have killed
    /// it is alone.
    private func firstRange(
        of task: TaskIndex, limit: UInt32, _ room: inout PayloadRoom
    ) -> (ItemRange, extends: Bool) {
        let work = state.work(of: task)
        let head = work.returned.head
        if head.isNone {
            let fresh = work.fresh
            let range = ItemRange(fresh.begin, fresh.begin + min(fresh.count, limit))
            return (state.fitting(range, of: task, &room), false)
        }
        let segment = state.segments[head]
        let most = segment.losses > 0 ? (segment.range.count + 1) / 2 : segment.range.count
        let wanted = ItemRange(segment.range.begin, segment.range.begin + min(most, limit))
        let range = state.fitting(wanted, of: task, &room)
        return (range, segment.losses == 0 && range == segment.range)
    }

    private static let rangesPerLease = 64

    /// Further ranges of the same attempt, ascending, while there is room. Returns how many items they have.
    private mutating func extend(
        _ lease: LeaseID, of task: TaskIndex, after end: UInt32, limit: UInt32, _ room: inout PayloadRoom
    ) -> UInt32 {
        var (end, left, ranges) = (end, limit, 1)
        let attempt = state.leases[state.lease(lease)].attempt
        while left > 0, ranges < Self.rangesPerLease {
            let head = state[work: task].returned.head
            if head.isNone { break }
            let next = state.segments[head]
            guard next.attempt == attempt, next.losses == 0, next.checkpoint == .none, next.range.begin >= end else {
                break
            }
            let wanted = ItemRange(next.range.begin, next.range.begin + min(next.range.count, left))
            let range = state.fitting(wanted, of: task, &room)
            if range.isEmpty { break }
            emit(.leaseExtended(lease, range), about: task)
            end = range.end
            left -= range.count
            ranges += 1
            if range != wanted { break }
        }
        return limit - left
    }

    /// By the policy, else by the measured rate; and near the end no more than an even share for each hungry worker,
    /// so that they finish together.
    private mutating func leaseSize(of task: TaskIndex, for session: SessionIndex) -> UInt32 {
        let record = state.tasks[task]
        if record.itemCount == 1 { return 1 }
        let policy = state.policies[record.policy]
        if policy.itemsPerLease > 0 { return policy.itemsPerLease }
        while volatile.paces.count <= Int(task.rawValue) { volatile.paces.append(Pace()) }
        if record.state == .ready { volatile.paces[Int(task.rawValue)] = Pace() }
        let size = volatile.paces[Int(task.rawValue)].size(length: settings.leaseLength)
        let work = state.work(of: task)
        let pending = state.total(of: task) - work.done - work.dead - work.leased - work.retrying
        let workers = UInt32(clamping: volatile.hungry[Int(record.lane.rawValue)].count)
        return max(1, min(size, (pending + 2 * workers - 1) / (2 * max(workers, 1))))
    }
}
