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
        return checkTables() ?? checkLanes() ?? checkQueues() ?? checkPolicies() ?? checkSegments()
    }

    private func check(_ job: JobIndex) -> String? {
        let record = jobs[job]
        if jobTable[record.id.rawValue] != job { return "its id leads elsewhere" }
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
        let active = states.count { $0.isActive }
        let waiting = states.count { $0 == .waiting }
        if record.activeTasks != active { return "\(record.activeTasks) active tasks counted, \(active) there" }
        if record.waitingTasks != waiting { return "\(record.waitingTasks) waiting tasks counted, \(waiting) there" }
        if record.state.hasEnded != (active + waiting == 0), !tasks.isEmpty {
            return "it is \(record.state) with \(active) active and \(waiting) waiting tasks"
        }
        if record.state == .stalled, active > 0 { return "it is stalled with active tasks" }
        if record.state == .succeeded, states.contains(where: { $0 != .succeeded }) {
            return "it succeeded, not all of it"
        }
        var letters = 0
        var letter = record.firstLetter
        while !letter.isNone {
            if letterTable[self.letters[letter].id.rawValue] != letter { return "a letter's id leads elsewhere" }
            letters += 1
            letter = self.letters[letter].next
        }
        return letters == record.letterCount ? nil : "\(record.letterCount) letters counted, \(letters) there"
    }

    private func check(_ task: TaskIndex) -> String? {
        let record = tasks[task]
        var places: [ItemRange] = record.fresh.isEmpty ? [] : [record.fresh]
        let returned = segments.ranges(of: record.returned)
        var fragments = returned.count
        places += returned
        var retrying: UInt32 = 0
        var wave = record.firstWave
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
        if retrying != record.retrying { return "\(record.retrying) retrying items counted, \(retrying) there" }
        if fragments != record.fragments { return "\(record.fragments) fragments counted, \(fragments) there" }

        var leased: UInt32 = 0
        let held = leases(of: task)
        if held.count != Int(record.leaseCount) { return "\(record.leaseCount) leases counted, \(held.count) there" }
        for lease in held {
            let open = unsettledRanges(of: lease)
            leased += open.reduce(0) { $0 + $1.count }
            places += open
        }
        if leased != record.leased { return "\(record.leased) leased items counted, \(leased) there" }

        places.sort { $0.begin < $1.begin }
        if zip(places, places.dropFirst()).contains(where: { $0.end > $1.begin }) { return "an item is in two places" }
        if let last = places.last, last.end > record.itemCount { return "there is an item past the last one" }
        let placed = places.reduce(0) { $0 + $1.count }
        let settled = record.done + record.dead + record.cancelled
        if placed + settled != record.total {
            return "\(placed) items are somewhere and \(settled) are settled, of \(record.total)"
        }
        if record.state == .succeeded || record.state == .cancelled, placed > 0 || !held.isEmpty {
            return "it is \(record.state) with work left"
        }
        if record.listing != properListing(of: task) {
            return "listed as \(record.listing), should be as \(properListing(of: task))"
        }
        let waitingFor = dependencies(of: task).count { tasks[$0].state != .succeeded }
        if record.waitingFor != waitingFor { return "waits for \(record.waitingFor), should for \(waitingFor)" }
        if record.state.isActive, waitingFor > 0 { return "it is active before what it depends on" }
        return nil
    }

    private func check(_ lease: LeaseIndex) -> String? {
        let record = leases[lease]
        if leaseTable[record.id.rawValue] != lease { return "its id leads elsewhere" }
        if !tasks[record.task].state.isActive { return "its task is \(tasks[record.task].state)" }
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
        if taskCount != tasks.count { return "\(tasks.count) tasks are kept, \(taskCount) belong to jobs" }
        for worker in workers.indices {
            let held = leases(of: worker)
            if held.count != Int(workers[worker].leaseCount) {
                return "worker \(workers[worker].id.rawValue) miscounts"
            }
            if workerTable[workers[worker].id.rawValue] != worker { return "a worker's id leads elsewhere" }
        }
        return nil
    }

    private func checkLanes() -> String? {
        var listed = 0
        for (place, lane) in lanes.enumerated() {
            if lane.isOccupied != (lane.place != nil) { return "lane \(place) is in the wrong list of lanes" }
            if let occupied = lane.place, occupiedLanes[occupied].rawValue != place {
                return "lane \(place) is misplaced"
            }
            for listing in [Listing.plain, .suspect] {
                for priority in 0..<10 {
                    if let contradiction = check(lane[listing], priority, listing, &listed) {
                        return "lane \(place), \(listing) tasks of priority \(priority): \(contradiction)"
                    }
                }
            }
        }
        let marked = tasks.indices.count { tasks[$0].listing != .none }
        return listed == marked ? nil : "\(listed) tasks are in lanes, \(marked) say so"
    }

    private func check(_ lists: ReadyLists, _ priority: Int, _ listing: Listing, _ listed: inout Int) -> String? {
        var previous = TaskIndex.none
        var task = lists.heads[priority]
        if task.isNone != (lists.occupied & 1 << UInt16(priority) == 0) { return "it is mismarked" }
        while !task.isNone {
            if tasks[task].readyPrevious != previous { return "it is linked wrongly" }
            if tasks[task].listing != listing { return "it holds a task listed as \(tasks[task].listing)" }
            listed += 1
            previous = task
            task = tasks[task].readyNext
        }
        return lists.tails[priority] == previous ? nil : "it has a wrong tail"
    }

    private func checkQueues() -> String? {
        var counters = ContiguousArray(repeating: QueueCounters(), count: queueCounters.count)
        for task in tasks.indices {
            let queue = Int(queue(of: task).rawValue)
            if tasks[task].state.isOpen { counters[queue].depth += 1 }
            if tasks[task].state.isActive { counters[queue].active += 1 }
            counters[queue].leases += UInt64(tasks[task].leaseCount)
        }
        for letter in letters.indices { counters[Int(queue(of: letters[letter].task).rawValue)].letters += 1 }
        return counters == queueCounters ? nil : "the queues' counters are \(queueCounters), should be \(counters)"
    }

    private func checkPolicies() -> String? {
        let uses = policies.inUse.reduce(0) { $0 + Int($1.uses) }
        return uses == tasks.count ? nil : "policies have \(uses) uses for \(tasks.count) tasks"
    }

    private func checkSegments() -> String? {
        let ofTasks = tasks.indices.reduce(0) { $0 + Int(tasks[$1].fragments) }
        let ofLeases = leases.indices.reduce(0) {
            $0 + segments.ranges(of: leases[$1].more).count + segments.ranges(of: leases[$1].settled).count
        }
        return ofTasks + ofLeases == segments.count ? nil : "\(segments.count) segments, \(ofTasks + ofLeases) in use"
    }
}
