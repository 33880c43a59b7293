import Scheduling

/// What facts say of leases and the items under them.
extension History {
    func applyToLease(_ fact: Fact, _ row: DurableRow) {
        switch fact {
        case .leaseGranted(let granted): grant(granted)
        case .leaseExtended(let lease, let range):
            guard let task = leases[lease]?.task else { return }
            leases[lease]?.ranges.append(range)
            leases[lease]?.open += take(range, from: task)
        case .itemsSettled(let lease, let range):
            settle(lease, .done) { range.contains($0) }
        case .cursorMoved(let lease, let cursor):
            settle(lease, .done) { $0 < cursor }
            leases[lease]?.cursor = cursor
            leases[lease]?.checkpoint = []
        case .checkpointed(let lease, let checkpoint): leases[lease]?.checkpoint = row.bytes(checkpoint)
        case .outputLeft(let lease, let item, let data):
            guard let task = leases[lease]?.task else { return }
            tasks[task]?.outputs.append((item, row.bytes(data)))
        case .itemRetried(let lease, let item, let due):
            guard let held = leases[lease] else { return }
            settle(lease, .retrying(due: due)) { $0 == item }
            tasks[held.task]?.items[Int(item)]?.attempt = held.attempt + 1
            tasks[held.task]?.items[Int(item)]?.losses = 0
        case .itemDied(let lease, let item, let letter):
            guard let held = leases[lease] else { return }
            settle(lease, .dead) { $0 == item }
            letters[letter.id] = Letter(
                task: held.task, item: item, cause: letter.cause, attempts: held.attempt,
                failure: row.bytes(letter.failure))
        case .leaseTrimmed(let lease, let end): trim(lease, end)
        case .leaseEnded(let lease, let ending): end(lease, ending)
        default: preconditionFailure("a fact about a lease")
        }
    }

    private func grant(_ granted: LeaseGranted) {
        let first = tasks[granted.task]?.items[safe: Int(granted.range.begin)] ?? nil
        let items = take(granted.range, from: granted.task)
        leases[granted.lease] = Lease(
            task: granted.task, worker: granted.worker, ranges: [granted.range], open: items,
            cursor: granted.range.begin, attempt: first?.attempt ?? 1, losses: first?.losses ?? 0,
            checkpoint: first?.checkpoint ?? [])
        countLease(of: granted.task, 1)
        guard tasks[granted.task]?.state == .ready else { return }
        tasks[granted.task]?.state = .running
        if tasks[granted.task]?.started == .zero { tasks[granted.task]?.started = time }
        jobs[granted.task.job]?.version += 1
        if jobs[granted.task.job]?.state == .pending { jobs[granted.task.job]?.state = .running }
    }

    private func take(_ range: ItemRange, from task: TaskID) -> [UInt32] {
        for item in range.begin..<range.end where tasks[task]?.items.indices.contains(Int(item)) == true {
            tasks[task]?.items[Int(item)]?.place = .leased
            tasks[task]?.items[Int(item)]?.checkpoint = []
        }
        return Array(range.begin..<range.end)
    }

    private func settle(_ lease: LeaseID, _ place: Place, where matches: (UInt32) -> Bool) {
        guard let held = leases[lease] else { return }
        for item in held.open where matches(item) { tasks[held.task]?.items[Int(item)]?.place = place }
        leases[lease]?.open.removeAll(where: matches)
    }

    private func trim(_ lease: LeaseID, _ end: UInt32) {
        guard let held = leases[lease] else { return }
        for item in held.open where item >= end { giveBack(item, held, losses: held.losses) }
        if held.cursor >= end { leases[lease]?.checkpoint = [] }
        leases[lease]?.open.removeAll { $0 >= end }
        leases[lease]?.ranges = held.ranges.filter { $0.begin < end }
            .map { ItemRange($0.begin, min($0.end, end)) }
    }

    private func end(_ lease: LeaseID, _ ending: LeaseEnding) {
        guard let held = leases.removeValue(forKey: lease) else { return }
        endedLeases[lease] = (ending, held.worker)
        countLease(of: held.task, -1)
        for item in held.open {
            switch ending {
            case .completed: tasks[held.task]?.items[Int(item)]?.place = .done
            case .returned: giveBack(item, held, losses: held.losses)
            case .lost: giveBack(item, held, losses: held.losses + 1)
            }
        }
    }

    private func giveBack(_ item: UInt32, _ held: Lease, losses: UInt16) {
        tasks[held.task]?.items[Int(item)]?.place = .pending
        tasks[held.task]?.items[Int(item)]?.attempt = held.attempt
        tasks[held.task]?.items[Int(item)]?.losses = losses
        if item == held.cursor { tasks[held.task]?.items[Int(item)]?.checkpoint = held.checkpoint }
    }
}

extension Array {
    subscript(safe place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
