extension State {
    /// Whether everything that follows from the rest does follow from it, and every item of every task is in exactly
    /// one place. Returns the first contradiction. Cost: O(state), so it is for tests, the simulator and doctors.
    package func checkInvariants() -> String? {
        for job in jobs.indices {
            if let contradiction = check(job) { return "job \(jobs[job].id.rawValue): \(contradiction)" }
        }
        for lease in leases.indices {
            if let contradiction = check(lease) { return "lease \(leases[lease].id.rawValue): \(contradiction)" }
        }
        return checkTables() ?? checkLanes() ?? checkQueues() ?? checkKeys() ?? checkPolicies() ?? checkSegments()
            ?? checkSchedules()
            ?? checkLists()
            ?? checkLetters()
    }

    private func check(_ job: JobIndex) -> String? {
        let record = jobs[job]
        if jobTable.find(record.id.rawValue, in: jobs) != job { return "its id leads elsewhere" }
        let tasks = tasks(of: job)
        if tasks.count != Int(record.taskCount) { return "\(record.taskCount) tasks counted, \(tasks.count) there" }
        for (ordinal, task) in tasks.enumerated() {
            if self.tasks[task].ordinal != ordinal { return "task \(ordinal) is out of order" }
            if self.task(TaskID(job: record.id, ordinal: UInt32(ordinal))) != task {
                return "the id of task \(ordinal) leads elsewhere"
            }
            if let contradiction = check(task) { return "task \(ordinal): \(contradiction)" }
        }
        let states = tasks.map { self.tasks[$0].state }
        let active = states.count { $0.isAtWork }
        let waiting = states.count { $0 == .waiting }
        if record.activeTasks != active { return "\(record.activeTasks) active tasks counted, \(active) there" }
        if record.waitingTasks != waiting { return "\(record.waitingTasks) waiting tasks counted, \(waiting) there" }
        if record.state.hasEnded != (active + waiting == 0), !tasks.isEmpty {
            return "it is \(record.state) with \(active) active and \(waiting) waiting tasks"
        }
        if record.state == .stalled, active > 0 { return "it is stalled with active tasks" }
        if (record.state == .stopping) != (extras(of: job).stopsAs != nil) { return "it is mismarked as stopping" }
        if record.state == .stopping, states.contains(where: { $0.isActive || $0 == .waiting }) {
            return "it is stopping with tasks that go on"
        }
        if record.state == .succeeded, states.contains(where: { $0 != .succeeded }) {
            return "it succeeded, not all of it"
        }
        var letters = 0
        let extras = extras(of: job)
        var letter = extras.firstLetter
        while !letter.isNone {
            if letterTable.find(self.letters[letter].id.rawValue, in: self.letters) != letter {
                return "a letter's id leads elsewhere"
            }
            letters += 1
            letter = self.letters[letter].next
        }
        return letters == extras.letterCount ? nil : "\(extras.letterCount) letters counted, \(letters) there"
    }

    private func check(_ task: TaskIndex) -> String? {
        let record = tasks[task]
        let work = work(of: task)
        var places: [ItemRange] = work.fresh.isEmpty ? [] : [work.fresh]
        let returned = segments.ranges(of: work.returned)
        var fragments = returned.count
        places += returned
        var retrying: UInt32 = 0
        var wave = work.firstWave
        while !wave.isNone {
            let items = segments.ranges(of: waves[wave].items)
            let count = items.reduce(0) { $0 + $1.count }
            if count != waves[wave].count { return "a wave of \(waves[wave].count) items has \(count)" }
            if zip(items, items.dropFirst()).contains(where: { $0.end >= $1.begin }) { return "a wave is not in order" }
            retrying += count
            fragments += items.count
            places += items
            wave = waves[wave].next
        }
        if retrying != work.retrying { return "\(work.retrying) retrying items counted, \(retrying) there" }
        if fragments != work.fragments { return "\(work.fragments) fragments counted, \(fragments) there" }

        var leased: UInt32 = 0
        let held = leases(of: task)
        if held.count != Int(work.leaseCount) { return "\(work.leaseCount) leases counted, \(held.count) there" }
        for lease in held {
            let open = unsettledRanges(of: lease)
            leased += open.reduce(0) { $0 + $1.count }
            places += open
        }
        if leased != work.leased { return "\(work.leased) leased items counted, \(leased) there" }

        places.sort { $0.begin < $1.begin }
        if zip(places, places.dropFirst()).contains(where: { $0.end > $1.begin }) { return "an item is in two places" }
        if let last = places.last, last.end > record.itemCount { return "there is an item past the last one" }
        let placed = places.reduce(0) { $0 + $1.count }
        let settled = work.settled
        if placed + settled != total(of: task), record.countKnown {
            return "\(placed) items are somewhere and \(settled) are settled, of \(total(of: task))"
        }
        if record.state == .succeeded || record.state == .cancelled, placed > 0 || !held.isEmpty {
            return "it is \(record.state) with work left"
        }
        if (record.state == .stopping) != (work.stopsAs != nil) { return "it is mismarked as stopping" }
        if record.state == .stopping, held.isEmpty { return "it is stopping without leases" }
        if let contradiction = checkList(of: task) { return contradiction }
        if record.listing != properListing(of: task) {
            return "listed as \(record.listing), should be as \(properListing(of: task))"
        }
        let waitingFor = dependencies(of: task).count { tasks[$0].state != .succeeded }
        if record.waitingFor != waitingFor { return "waits for \(record.waitingFor), should for \(waitingFor)" }
        if record.state.isAtWork, waitingFor > 0 { return "it is active before what it depends on" }
        return nil
    }

    private func check(_ lease: LeaseIndex) -> String? {
        let record = leases[lease]
        if leaseTable.find(record.id.rawValue, in: leases) != lease { return "its id leads elsewhere" }
        if !tasks[record.task].state.isAtWork { return "its task is \(tasks[record.task].state)" }
        let remaining = unsettledRanges(of: lease).reduce(0) { $0 + $1.count }
        if remaining != record.remaining { return "\(record.remaining) items left counted, \(remaining) there" }
        let ranges = ranges(of: lease)
        if zip(ranges, ranges.dropFirst()).contains(where: { $0.end > $1.begin }) { return "its ranges do not ascend" }
        let settled = segments.ranges(of: record.settled)
        if zip(settled, settled.dropFirst()).contains(where: { $0.end >= $1.begin }) {
            return "its settled ranges are not in order"
        }
        if let first = settled.first, first.begin < record.cursor { return "a settled range lies before the cursor" }
        return leases(of: record.worker).contains(lease) ? nil : "its worker does not hold it"
    }

    private func checkTables() -> String? {
        if jobTable.count != jobs.count { return "the job table has \(jobTable.count) of \(jobs.count) jobs" }
        if leaseTable.count != leases.count {
            return "the lease table has \(leaseTable.count) of \(leases.count) leases"
        }
        if letterTable.count != letters.count { return "the letter table has \(letterTable.count) of \(letters.count)" }
        let taskCount = jobs.indices.reduce(0) { $0 + Int(jobs[$1].taskCount) }
        let worked = tasks.indices.count { !tasks[$0].work.isNone }
        if worked != works.count { return "\(works.count) records of work, \(worked) belong to tasks" }
        let extended = jobs.indices.count { !jobs[$0].extras.isNone }
        if extended != extras.count { return "\(extras.count) extras, \(extended) belong to jobs" }
        if taskCount != tasks.count { return "\(tasks.count) tasks are kept, \(taskCount) belong to jobs" }
        for worker in workers.indices {
            let held = leases(of: worker)
            if held.count != Int(workers[worker].leaseCount) {
                return "worker \(workers[worker].id.rawValue) miscounts"
            }
            if workerTable.find(workers[worker].id.rawValue, in: workers) != worker {
                return "a worker's id leads elsewhere"
            }
        }
        return nil
    }

    private func checkLanes() -> String? {
        var listed = 0
        var listedInLines = 0
        var groupsInTurns = 0
        for (place, lane) in lanes.enumerated() {
            if (lane.isOccupied && queueGates[Int(lane.queue.rawValue)].isOpen) != (lane.place != nil) {
                return "lane \(place) is in the wrong list of lanes"
            }
            if let occupied = lane.place, occupiedLanes[occupied].rawValue != place {
                return "lane \(place) is misplaced"
            }
            for priority in 0..<10 {
                if let contradiction = check(lane.suspect, priority, &listed) {
                    return "lane \(place), suspects of priority \(priority): \(contradiction)"
                }
                let turns = lane.plain.turns[priority]
                if turns.isEmpty != (lane.plain.occupied & 1 << UInt16(priority) == 0) {
                    return "lane \(place) is mismarked at priority \(priority)"
                }
                for (group, _) in groups.members(of: turns, rings: groupRings) {
                    groupsInTurns += 1
                    if groups[group].lane.rawValue != place || groups[group].priority != priority {
                        return "lane \(place): a group is in the wrong turns"
                    }
                }
            }
        }
        if groupsInTurns != groups.indices.count(where: { groups[$0].level != Turns<GroupRecord>.outside }) {
            return "\(groupsInTurns) groups take turns, others say so"
        }
        for line in lines.indices {
            if let contradiction = check(line, &listedInLines) { return "a line: \(contradiction)" }
        }
        if let contradiction = checkShares() { return contradiction }
        let marked = tasks.indices.count { tasks[$0].listing != .none }
        if listed + listedInLines != marked { return "\(listed + listedInLines) tasks are listed, \(marked) say so" }
        return nil
    }

    private func check(_ lists: SuspectLists, _ priority: Int, _ listed: inout Int) -> String? {
        if lists.heads[priority].isNone != (lists.occupied & 1 << UInt16(priority) == 0) { return "it is mismarked" }
        let (found, contradiction) = walk(from: lists.heads[priority], to: lists.tails[priority], .suspect)
        listed += found.count
        return contradiction
    }

    private func check(_ line: LineIndex, _ listed: inout Int) -> String? {
        let record = lines[line]
        let (found, contradiction) = walk(from: record.firstTask, to: record.lastTask, .plain)
        listed += found.count
        if let contradiction { return contradiction }
        if found.contains(where: { tasks[$0].line != line }) { return "one of its tasks is elsewhere" }
        let inFlight = tasks.indices.reduce(0) { $0 + (tasks[$1].line == line ? work(of: $1).leaseCount : 0) }
        if inFlight != record.inFlight { return "\(record.inFlight) leases counted, \(inFlight) there" }
        if found.isEmpty, inFlight == 0 { return "it is of no use" }
        if record.level != properLevel(of: line) { return "it has level \(record.level)" }
        var ofJob = jobs[record.job].firstLine
        while !ofJob.isNone, ofJob != line { ofJob = lines[ofJob].nextOfJob }
        return ofJob == line ? nil : "its job does not know it"
    }

    private func walk(
        from head: TaskIndex, to tail: TaskIndex, _ listing: Listing
    ) -> (tasks: [TaskIndex], contradiction: String?) {
        var found: [TaskIndex] = []
        var task = head
        while !task.isNone {
            if tasks[task].readyPrevious != found.last ?? .none { return (found, "it is linked wrongly") }
            if tasks[task].listing != listing { return (found, "it has a task listed as \(tasks[task].listing)") }
            found.append(task)
            task = tasks[task].readyNext
        }
        return (found, tail == found.last ?? .none ? nil : "it has a wrong tail")
    }

    private func checkShares() -> String? {
        var claimsOfShares = 0
        for share in shares.indices {
            var inFlight: UInt32 = 0
            var claim = shares[share].firstClaim
            if claim.isNone { return "a share is of no use" }
            while !claim.isNone {
                claimsOfShares += 1
                let members = lines.indices.filter { lines[$0].claim == claim }
                inFlight += members.reduce(0) { $0 + lines[$1].inFlight }
                if members.count != claims[claim].lineCount || members.isEmpty { return "a claim miscounts its lines" }
                let turns = lines.members(of: claims[claim].lines, rings: lineRings)
                if turns.contains(where: { lines[$0.member].level != $0.level || lines[$0.member].claim != claim })
                    || members.count(where: { lines[$0].level != Turns<LineRecord>.outside }) != turns.count
                {
                    return "the lines of a claim take wrong turns"
                }
                if claims[claim].level != properLevel(of: claim) { return "a claim has level \(claims[claim].level)" }
                claim = claims[claim].nextOfShare
            }
            if inFlight != shares[share].inFlight { return "a share miscounts its leases" }
        }
        if claimsOfShares != claims.count { return "\(claims.count) claims, \(claimsOfShares) belong to shares" }
        return checkGroups()
    }

    private func checkGroups() -> String? {
        for group in groups.indices {
            let members = claims.indices.filter { claims[$0].group == group }
            let turns = claims.members(of: groups[group].claims, rings: claimRings)
            if members.count != groups[group].claimCount || members.isEmpty { return "a group miscounts its claims" }
            if turns.contains(where: { claims[$0.member].level != $0.level || claims[$0.member].group != group })
                || members.count(where: { claims[$0].level != Turns<ClaimRecord>.outside }) != turns.count
            {
                return "the claims of a group take wrong turns"
            }
            if groups[group].level != properLevel(of: group) { return "a group has level \(groups[group].level)" }
            guard groups[group].key != .none else { continue }
            var ofGate = keyGates[Int(groups[group].key.rawValue)].firstGroup
            while !ofGate.isNone, ofGate != group { ofGate = groups[ofGate].nextOfGate }
            if ofGate != group { return "a group's gate does not know it" }
        }
        if shareTable.count != shares.count || claimTable.count != claims.count || groupTable.count != groups.count {
            return "a table of shares, claims or groups miscounts"
        }
        return checkGates()
    }

    private func checkGates() -> String? {
        let ids =
            queueGates.indices.map { GateID(isQueue: true, name: NameID(rawValue: UInt32($0))) }
            + keyGates.indices.map { GateID(isQueue: false, name: NameID(rawValue: UInt32($0))) }
        for id in ids {
            let inFlight = leases.indices.count { lease in
                let task = leases[lease].task
                return queueGate(of: task) == id || keyGate(of: task) == id
            }
            if gate(id).inFlight != inFlight { return "a gate counts \(gate(id).inFlight) leases, not \(inFlight)" }
            if let contradiction = gate(id).contradiction(at: time) { return contradiction }
        }
        let draining = queueGates.count(where: \.isDraining) + tenantRules.count(where: \.isDraining)
        if drains != draining { return "\(drains) drains are counted, \(draining) there" }
        return nil
    }

    private func checkQueues() -> String? {
        var counters = ContiguousArray(repeating: QueueCounters(), count: queueCounters.count)
        for task in tasks.indices {
            let queue = Int(queue(of: task).rawValue)
            if tasks[task].state.isOpen { counters[queue].depth += 1 }
            if tasks[task].state.isAtWork { counters[queue].active += 1 }
            counters[queue].leases += UInt64(work(of: task).leaseCount)
        }
        for letter in letters.indices { counters[Int(queue(of: letters[letter].task).rawValue)].letters += 1 }
        for tenant in tenantRules.indices {
            let depth = tasks.indices.count {
                tasks[$0].state.isOpen && jobs[tasks[$0].job].tenant.rawValue == UInt32(tenant)
            }
            if tenantRules[tenant].depth != depth { return "a tenant's depth is miscounted" }
        }
        return counters == queueCounters ? nil : "the queues' counters are \(queueCounters), should be \(counters)"
    }

    private func checkKeys() -> String? {
        var keyed = 0
        for job in jobs.indices where extras(of: job).key != .none {
            keyed += 1
            let key = SubmissionKey(tenant: jobs[job].tenant, key: blobs[extras(of: job).key])
            if keyedJobs[key] != jobs[job].id { return "the key of job \(jobs[job].id.rawValue) leads elsewhere" }
        }
        return keyed == keyedJobs.count ? nil : "\(keyedJobs.count) keys are taken, \(keyed) jobs have one"
    }

    private func checkPolicies() -> String? {
        if policies.uses != tasks.count { return "policies have \(policies.uses) uses for \(tasks.count) tasks" }
        return terms.uses == jobs.count ? nil : "terms have \(terms.uses) uses for \(jobs.count) jobs"
    }

    private func checkList(of task: TaskIndex) -> String? {
        let (work, record) = (work(of: task), tasks[task])
        if work.list.isNone { return work.isListOpen ? "it has an open list that is not there" : nil }
        let list = lists[work.list]
        if list.count != record.itemCount { return "its list has \(list.count) items, it has \(record.itemCount)" }
        let begins = list.batches.map(\.begin) + [list.count]
        if begins[0] != 0 || zip(begins, begins.dropFirst()).contains(where: { $0 >= $1 }) {
            return "the batches of its list do not follow each other"
        }
        if zip(list.batches, list.batches.dropFirst()).contains(where: { $0.id >= $1.id }) {
            return "the batches of its list are not in order"
        }
        let isWhole = !work.isListOpen || work.fresh.end == list.count || work.fresh.isEmpty
        return isWhole ? nil : "items of its list are not to be leased"
    }

    private func checkLists() -> String? {
        var uses: [ListIndex: UInt32] = [:]
        for task in tasks.indices where !list(of: task).isNone { uses[list(of: task), default: 0] += 1 }
        if uses.count != lists.count { return "\(lists.count) lists, \(uses.count) in use" }
        if lists.indices.contains(where: { lists[$0].uses != uses[$0] }) { return "a list miscounts its users" }
        return nil
    }

    private func checkSegments() -> String? {
        let ofTasks = tasks.indices.reduce(0) { $0 + Int(work(of: $1).fragments) }
        let ofLeases = leases.indices.reduce(0) {
            $0 + segments.ranges(of: leases[$1].more).count + segments.ranges(of: leases[$1].settled).count
        }
        return ofTasks + ofLeases == segments.count ? nil : "\(segments.count) segments, \(ofTasks + ofLeases) in use"
    }
}
