/// Who takes turns, and who is next.
extension State {
    /// The task whose turn it is in a claim that takes turns.
    @inline(__always) func firstTask(of claim: ClaimIndex) -> TaskIndex {
        lines[lines.next(of: claims[claim].lines, rings: lineRings)].firstTask
    }

    /// The tasks that take turns in a lane at a priority, for as long as `body` wants more. False: it wanted no more.
    @discardableResult
    func forEachTask(in lane: Int, priority: UInt8, _ body: (TaskIndex) -> Bool) -> Bool {
        groups.forEachMember(of: lanes[lane].plain.turns[Int(priority)], rings: groupRings) { group, _ in
            claims.forEachMember(of: groups[group].claims, rings: claimRings) { claim, _ in
                lines.forEachMember(of: claims[claim].lines, rings: lineRings) { line, _ in
                    var task = lines[line].firstTask
                    while !task.isNone {
                        if !body(task) { return false }
                        task = tasks[task].readyNext
                    }
                    return true
                }
            }
        }
    }

    /// Of a task that is ready or under a lease.
    @inline(__always) func share(of task: TaskIndex) -> ShareIndex { claims[lines[tasks[task].line].claim].share }

    /// Puts a ready task into its job's line; `first`: before the others.
    mutating func enqueue(_ task: TaskIndex, first: Bool) {
        let line = makeLine(of: task)
        let (head, tail) = (lines[line].firstTask, lines[line].lastTask)
        if head.isNone {
            lines[line].firstTask = task
            lines[line].lastTask = task
            place(line, first: first)
        } else if first {
            tasks[task].readyNext = head
            tasks[head].readyPrevious = task
            lines[line].firstTask = task
        } else {
            tasks[task].readyPrevious = tail
            tasks[tail].readyNext = task
            lines[line].lastTask = task
        }
    }

    mutating func dequeue(_ task: TaskIndex) {
        let line = tasks[task].line
        let (previous, next) = (tasks[task].readyPrevious, tasks[task].readyNext)
        if previous.isNone { lines[line].firstTask = next } else { tasks[previous].readyNext = next }
        if next.isNone { lines[line].lastTask = previous } else { tasks[next].readyPrevious = previous }
        tasks[task].readyPrevious = .none
        tasks[task].readyNext = .none
        if work(of: task).leaseCount == 0 { tasks[task].line = .none }
        if !lines[line].firstTask.isNone { return }
        place(line)
        if lines[line].inFlight == 0 { remove(line) }
    }

    /// A lease of the task goes out; `change` takes the task from those that are ready, and puts it back where there is
    /// more to lease. Who takes turns stands behind the others with as much in flight.
    mutating func countingLease(of task: TaskIndex, _ change: (inout State) -> Void) {
        let line = makeLine(of: task)
        lines[line].inFlight += 1
        let share = claims[lines[line].claim].share
        shares[share].inFlight += 1
        change(&self)
        place(line, hadTurn: true)
        placeClaims(of: share, hadTurn: true)
        countLease(of: task, isNew: true)
    }

    /// One has ended.
    mutating func uncountLease(of task: TaskIndex) {
        let line = tasks[task].line
        let share = claims[lines[line].claim].share
        lines[line].inFlight -= 1
        shares[share].inFlight -= 1
        if work(of: task).leaseCount == 0, tasks[task].listing != .plain { tasks[task].line = .none }
        place(line)
        placeClaims(of: share)
        if lines[line].inFlight == 0, lines[line].firstTask.isNone { remove(line) }
        countLease(of: task, isNew: false)
    }

    mutating func setWeight(_ weight: UInt32, of tenant: NameID) {
        tenantRules[Int(tenant.rawValue)].weight = weight
        for share in shares.indices where shares[share].tenant == tenant { placeClaims(of: share) }
    }

    mutating func setDepthLimit(_ limit: UInt32, of tenant: NameID) {
        let place = Int(tenant.rawValue)
        depthLimits += (limit > 0 ? 1 : 0) - (tenantRules[place].depthLimit > 0 ? 1 : 0)
        tenantRules[place].depthLimit = limit
    }

    mutating func pause(tenant: NameID, _ isPaused: Bool) {
        tenantRules[Int(tenant.rawValue)].isPaused = isPaused
        for share in shares.indices where shares[share].tenant == tenant { placeClaims(of: share) }
    }

    mutating func pause(_ job: JobIndex, _ isPaused: Bool) {
        extras[makeExtras(of: job)].isPaused = isPaused
        jobs[job].version += 1
        var line = jobs[job].firstLine
        while !line.isNone {
            place(line)
            line = lines[line].nextOfJob
        }
    }

    mutating func changePriority(of job: JobIndex, to priority: UInt8) {
        let suspects = tasks(of: job).filter { tasks[$0].listing == .suspect }
        for task in suspects { unlist(task) }
        jobs[job].priority = priority
        jobs[job].version += 1
        var line = jobs[job].firstLine
        while !line.isNone {
            moveToProperClaim(line)
            line = lines[line].nextOfJob
        }
        for task in suspects { relist(task) }
    }

    private mutating func moveToProperClaim(_ line: LineIndex) {
        let old = lines[line].claim
        let group = claims[old].group
        let priority = jobs[lines[line].job].priority
        let new = makeClaim(
            group: makeGroup(lane: groups[group].lane, priority: priority, key: groups[group].key),
            tenant: claims[old].tenant)
        if new == old { return }
        claims[new].lineCount += 1
        if lines[line].level != Turns<LineRecord>.outside {
            lines.leave(line, &claims[old].lines, rings: &lineRings)
            if claims[old].lines.isEmpty { place(old) }
        }
        claims[old].lineCount -= 1
        if claims[old].lineCount == 0 { remove(old) }
        lines[line].claim = new
        place(line)
    }

    /// Whether the task may not be leased, whoever could take it: its job or its tenant is paused, or its key is closed.
    func isHeld(_ task: TaskIndex) -> Bool {
        let job = tasks[task].job
        if extras(of: job).isPaused || tenantRules[Int(jobs[job].tenant.rawValue)].isPaused { return true }
        return keyGate(of: task).map { !gate($0).isOpen } ?? false
    }

    // MARK: Places

    // Each goes where its state says: into the turns at its level, or out of them. What is there already stays where it
    // stands among its equals, unless it had its turn just now; what comes stands behind them, or `first`.

    private mutating func place(_ line: LineIndex, first: Bool = false, hadTurn: Bool = false) {
        let (claim, old) = (lines[line].claim, lines[line].level)
        let new = properLevel(of: line)
        if old == new, !hadTurn || new == Turns<LineRecord>.outside { return }
        let wasEmpty = claims[claim].lines.isEmpty
        if old != Turns<LineRecord>.outside { lines.leave(line, &claims[claim].lines, rings: &lineRings) }
        if new != Turns<LineRecord>.outside {
            lines.join(line, &claims[claim].lines, level: new, first: first, rings: &lineRings)
        }
        if claims[claim].lines.isEmpty != wasEmpty { place(claim, first: first) }
    }

    private mutating func placeClaims(of share: ShareIndex, hadTurn: Bool = false) {
        var claim = shares[share].firstClaim
        while !claim.isNone {
            place(claim, hadTurn: hadTurn)
            claim = claims[claim].nextOfShare
        }
    }

    private mutating func place(_ claim: ClaimIndex, first: Bool = false, hadTurn: Bool = false) {
        let (group, old) = (claims[claim].group, claims[claim].level)
        let new = properLevel(of: claim)
        if old == new, !hadTurn || new == Turns<ClaimRecord>.outside { return }
        if old != Turns<ClaimRecord>.outside { claims.leave(claim, &groups[group].claims, rings: &claimRings) }
        if new != Turns<ClaimRecord>.outside {
            claims.join(claim, &groups[group].claims, level: new, first: first, rings: &claimRings)
        }
        place(group, first: first, hadTurn: hadTurn)
    }

    mutating func place(_ group: GroupIndex, first: Bool = false, hadTurn: Bool = false) {
        let (lane, priority, old) = (
            Int(groups[group].lane.rawValue), Int(groups[group].priority), groups[group].level
        )
        let new = properLevel(of: group)
        if old == new, !hadTurn || new == Turns<GroupRecord>.outside || groups[group].next == group { return }
        if old != Turns<GroupRecord>.outside {
            groups.leave(group, &lanes[lane].plain.turns[priority], rings: &groupRings)
        }
        if new != Turns<GroupRecord>.outside {
            groups.join(group, &lanes[lane].plain.turns[priority], level: new, first: first, rings: &groupRings)
            lanes[lane].plain.occupied |= 1 << UInt16(priority)
        } else if lanes[lane].plain.turns[priority].isEmpty {
            lanes[lane].plain.occupied &= ~(1 << UInt16(priority))
        }
        place(lane)
    }

    @inline(__always) func properLevel(of line: LineIndex) -> UInt16 {
        lines[line].firstTask.isNone || extras(of: lines[line].job).isPaused
            ? Turns<LineRecord>.outside : level(of: lines[line].inFlight, weight: 1)
    }

    @inline(__always) func properLevel(of claim: ClaimIndex) -> UInt16 {
        let rules = tenantRules[Int(claims[claim].tenant.rawValue)]
        return claims[claim].lines.isEmpty || rules.isPaused
            ? Turns<ClaimRecord>.outside : level(of: shares[claims[claim].share].inFlight, weight: rules.weight)
    }

    @inline(__always) func properLevel(of group: GroupIndex) -> UInt16 {
        let key = groups[group].key
        return groups[group].claims.isEmpty || (key != .none && !keyGates[Int(key.rawValue)].isOpen)
            ? Turns<GroupRecord>.outside : claims.lowestLevel(of: groups[group].claims, rings: claimRings)
    }

    /// Among the occupied lanes or not.
    @inline(__always) mutating func place(_ lane: Int) {
        let isOccupied = lanes[lane].isOccupied && queueGates[Int(lanes[lane].queue.rawValue)].isOpen
        if isOccupied == (lanes[lane].place != nil) { return }
        if isOccupied { occupy(lane) } else { vacate(lane) }
    }

    // MARK: Coming and going

    private mutating func makeLine(of task: TaskIndex) -> LineIndex {
        if !tasks[task].line.isNone { return tasks[task].line }
        let job = tasks[task].job
        let group = makeGroup(
            lane: tasks[task].lane, priority: jobs[job].priority, key: policies[tasks[task].policy].key)
        let claim = makeClaim(group: group, tenant: jobs[job].tenant)
        var line = jobs[job].firstLine
        while !line.isNone, lines[line].claim != claim { line = lines[line].nextOfJob }
        if line.isNone {
            line = lines.insert(LineRecord(claim: claim, job: job, nextOfJob: jobs[job].firstLine))
            jobs[job].firstLine = line
            claims[claim].lineCount += 1
        }
        tasks[task].line = line
        return line
    }

    private mutating func makeGroup(lane: LaneIndex, priority: UInt8, key: NameID) -> GroupIndex {
        let identifier = GroupRecord.key(lane, priority, key)
        if newestGroup.identifier == identifier { return newestGroup.index }
        var group = groupTable.find(identifier, in: groups)
        if group.isNone {
            let next = key == .none ? .none : keyGates[Int(key.rawValue)].firstGroup
            group = groups.insert(GroupRecord(lane: lane, key: key, priority: priority, nextOfGate: next))
            if key != .none { keyGates[Int(key.rawValue)].firstGroup = group }
            groupTable.insert(identifier, group)
        }
        newestGroup = (identifier, group)
        return group
    }

    private mutating func makeClaim(group: GroupIndex, tenant: NameID) -> ClaimIndex {
        let identifier = ClaimRecord.key(group, tenant)
        if newestClaim.identifier == identifier { return newestClaim.index }
        var claim = claimTable.find(identifier, in: claims)
        if claim.isNone {
            let share = makeShare(queue: lanes[Int(groups[group].lane.rawValue)].queue, tenant: tenant)
            claim = claims.insert(
                ClaimRecord(group: group, share: share, tenant: tenant, nextOfShare: shares[share].firstClaim))
            shares[share].firstClaim = claim
            groups[group].claimCount += 1
            claimTable.insert(identifier, claim)
        }
        newestClaim = (identifier, claim)
        return claim
    }

    private mutating func makeShare(queue: NameID, tenant: NameID) -> ShareIndex {
        let identifier = ShareRecord.key(queue, tenant)
        var share = shareTable.find(identifier, in: shares)
        if share.isNone {
            share = shares.insert(ShareRecord(queue: queue, tenant: tenant))
            shareTable.insert(identifier, share)
        }
        return share
    }

    private mutating func remove(_ line: LineIndex) {
        let (job, claim) = (lines[line].job, lines[line].claim)
        if jobs[job].firstLine == line {
            jobs[job].firstLine = lines[line].nextOfJob
        } else {
            var previous = jobs[job].firstLine
            while lines[previous].nextOfJob != line { previous = lines[previous].nextOfJob }
            lines[previous].nextOfJob = lines[line].nextOfJob
        }
        lines.remove(line)
        claims[claim].lineCount -= 1
        if claims[claim].lineCount == 0 { remove(claim) }
    }

    private mutating func remove(_ claim: ClaimIndex) {
        let (share, group, identifier) = (claims[claim].share, claims[claim].group, claims[claim].identifier)
        if newestClaim.identifier == identifier { newestClaim.identifier = .max }
        if shares[share].firstClaim == claim {
            shares[share].firstClaim = claims[claim].nextOfShare
        } else {
            var previous = shares[share].firstClaim
            while claims[previous].nextOfShare != claim { previous = claims[previous].nextOfShare }
            claims[previous].nextOfShare = claims[claim].nextOfShare
        }
        claimTable.remove(identifier, claim)
        claims.remove(claim)
        if shares[share].firstClaim.isNone {
            shareTable.remove(shares[share].identifier, share)
            shares.remove(share)
        }
        groups[group].claimCount -= 1
        if groups[group].claimCount == 0 { remove(group) }
    }

    private mutating func remove(_ group: GroupIndex) {
        let (key, identifier) = (groups[group].key, groups[group].identifier)
        if newestGroup.identifier == identifier { newestGroup.identifier = .max }
        if key != .none {
            if keyGates[Int(key.rawValue)].firstGroup == group {
                keyGates[Int(key.rawValue)].firstGroup = groups[group].nextOfGate
            } else {
                var previous = keyGates[Int(key.rawValue)].firstGroup
                while groups[previous].nextOfGate != group { previous = groups[previous].nextOfGate }
                groups[previous].nextOfGate = groups[group].nextOfGate
            }
        }
        groupTable.remove(identifier, group)
        groups.remove(group)
    }
}
