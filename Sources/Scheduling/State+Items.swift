/// How facts about leases and items change the state.
extension State {
    /// Items of the lease in `[from, to)` that were not settled yet. `from` is at or past the cursor.
    func unsettled(of lease: LeaseIndex, from: UInt32, to: UInt32) -> UInt32 {
        var count = overlap(leases[lease].first, from, to)
        var index = leases[lease].more.head
        while !index.isNone {
            count += overlap(segments[index].range, from, to)
            index = segments[index].next
        }
        index = leases[lease].settled.head
        while !index.isNone {
            count -= overlap(segments[index].range, from, to)
            index = segments[index].next
        }
        return count
    }

    private func overlap(_ range: ItemRange, _ from: UInt32, _ to: UInt32) -> UInt32 {
        let begin = max(range.begin, from)
        let end = min(range.end, to)
        return begin < end ? end - begin : 0
    }

    mutating func settle(_ range: ItemRange, of lease: LeaseIndex) {
        segments.insertSorted(Segment(range: range), into: &leases[lease].settled)
        settled(range.count, of: lease)
        self[work: leases[lease].task].done += range.count
        forgetFailures(of: leases[lease].task) { range.contains($0.item) }
    }

    private mutating func settled(_ count: UInt32, of lease: LeaseIndex) {
        leases[lease].remaining -= count
        self[work: leases[lease].task].leased -= count
    }

    mutating func move(_ lease: LeaseIndex, to cursor: UInt32) {
        precondition(cursor >= leases[lease].cursor && cursor <= end(of: lease), "a cursor moves on within its lease")
        let done = unsettled(of: lease, from: leases[lease].cursor, to: cursor)
        settled(done, of: lease)
        self[work: leases[lease].task].done += done
        forgetFailuresOfDone(upTo: cursor, under: lease)
        leases[lease].cursor = cursor
        while let head = Optional(leases[lease].settled.head), !head.isNone, segments[head].range.begin < cursor {
            if segments[head].range.end > cursor {
                segments[head].range.begin = cursor
                break
            }
            segments.removeHead(of: &leases[lease].settled)
        }
        replaceCheckpoint(of: lease, with: .none)
    }

    mutating func replaceCheckpoint(of lease: LeaseIndex, with checkpoint: BlobHandle) {
        blobs.retire(leases[lease].checkpoint)
        leases[lease].checkpoint = checkpoint
    }

    mutating func keepOutput(_ data: BlobHandle, of item: UInt32, from lease: LeaseIndex) {
        let task = leases[lease].task
        let output = outputs.insert(OutputRecord(item: item, data: data))
        let last = self[work: task].lastOutput
        if last.isNone { self[work: task].firstOutput = output } else { outputs[last].next = output }
        self[work: task].lastOutput = output
        self[work: task].outputCount += 1
        self[work: task].outputBytes += UInt32(blobs[data].count)
    }

    mutating func retry(_ item: UInt32, of lease: LeaseIndex, due: Timestamp) {
        let task = leases[lease].task
        let attempt = leases[lease].attempt + 1
        let wave = wave(of: task, attempt: attempt, due: due) ?? openWave(of: task, attempt: attempt, due: due)
        segments.insertSorted(Segment(range: ItemRange(item, item + 1)), into: &leases[lease].settled)
        settled(1, of: lease)
        countingFragments(of: task) { state in
            state.waves[wave].hint = state.segments.insertSorted(
                Segment(range: ItemRange(item, item + 1), attempt: attempt), into: &state.waves[wave].items,
                hint: state.waves[wave].hint)
        }
        waves[wave].count += 1
        self[work: task].retrying += 1
        relist(task)
    }

    func wave(of task: TaskIndex, attempt: UInt16, due: Timestamp) -> WaveIndex? {
        var index = self[work: task].firstWave
        while !index.isNone {
            if waves[index].attempt == attempt, waves[index].due == due { return index }
            index = waves[index].next
        }
        return nil
    }

    private mutating func openWave(of task: TaskIndex, attempt: UInt16, due: Timestamp) -> WaveIndex {
        let wave = waves.insert(
            WaveRecord(task: task, next: self[work: task].firstWave, attempt: attempt, due: due, opened: time))
        self[work: task].firstWave = wave
        dueWaves.insert(due, WaveKey(task: id(of: task), attempt: attempt))
        return wave
    }

    /// The items of a wave are pending again, behind what is pending already.
    mutating func release(attempt: UInt16, due: Timestamp, of task: TaskIndex) {
        guard let wave = wave(of: task, attempt: attempt, due: due) else {
            preconditionFailure("a wave that is due is there")
        }
        segments.concatenate(&waves[wave].items, to: &works[tasks[task].work].returned)
        self[work: task].retrying -= waves[wave].count
        if self[work: task].firstWave == wave {
            self[work: task].firstWave = waves[wave].next
        } else {
            var previous = self[work: task].firstWave
            while waves[previous].next != wave { previous = waves[previous].next }
            waves[previous].next = waves[wave].next
        }
        waves.remove(wave)
        relist(task, first: true)
    }

    mutating func end(_ lease: LeaseIndex, _ ending: LeaseEnding) {
        let task = leases[lease].task
        let remaining = leases[lease].remaining
        self[work: task].leased -= remaining
        switch ending {
        case .completed:
            forgetFailuresOfDone(upTo: .max, under: lease)
            self[work: task].done += remaining
            blobs.retire(leases[lease].checkpoint)
        case .returned: giveBack(lease, losses: leases[lease].losses)
        case .lost: giveBack(lease, losses: leases[lease].losses + 1)
        }
        segments.removeAll(&leases[lease].more)
        segments.removeAll(&leases[lease].settled)
        unlink(lease)
        leaseTable.remove(leases[lease].id.rawValue, lease)
        leases.remove(lease)
        relist(task, first: ending != .completed)
    }

    /// No item of the lease at or past it is settled.
    func settledEnd(of lease: LeaseIndex) -> UInt32 {
        let settled = leases[lease].settled
        return settled.isEmpty ? leases[lease].cursor : segments[settled.tail].range.end
    }

    /// Items of the lease from `end` on are pending again, before everything else. None of them was settled.
    mutating func trim(_ lease: LeaseIndex, to end: UInt32) {
        let record = leases[lease]
        precondition(
            record.first.begin < end && settledEnd(of: lease) <= end && end < self.end(of: lease),
            "a trim takes unsettled items, and leaves some")
        let ranges = ranges(of: lease)
        leases[lease].first.end = min(record.first.end, end)
        segments.removeAll(&leases[lease].more)
        var freed = SegmentList()
        for (place, range) in ranges.enumerated() {
            let middle = min(max(end, range.begin), range.end)
            if place > 0, range.begin < middle {
                segments.append(Segment(range: ItemRange(range.begin, middle)), to: &leases[lease].more)
            }
            guard middle < range.end else { continue }
            let part = Segment(range: ItemRange(middle, range.end), attempt: record.attempt, losses: record.losses)
            segments.append(part, to: &freed)
            settled(part.range.count, of: lease)
        }
        if segments[freed.head].range.begin == record.cursor {
            segments[freed.head].checkpoint = record.checkpoint
            leases[lease].checkpoint = .none
        }
        putFirst(&freed, of: record.task)
        relist(record.task, first: true)
    }

    /// Puts what a lease has not settled before everything else that is pending, in its order.
    private mutating func giveBack(_ lease: LeaseIndex, losses: UInt16) {
        let task = leases[lease].task
        var left = SegmentList()
        for range in unsettledRanges(of: lease) {
            segments.append(Segment(range: range, attempt: leases[lease].attempt, losses: losses), to: &left)
        }
        if left.isEmpty || segments[left.head].range.begin != leases[lease].cursor {
            blobs.retire(leases[lease].checkpoint)
        } else {
            segments[left.head].checkpoint = leases[lease].checkpoint
        }
        putFirst(&left, of: task)
    }

    /// What comes back is pending before everything else.
    private mutating func putFirst(_ left: inout SegmentList, of task: TaskIndex) {
        self[work: task].fragments += UInt32(segments.count(of: left))
        segments.concatenate(&works[tasks[task].work].returned, to: &left)
        self[work: task].returned = left
    }

    func unsettledRanges(of lease: LeaseIndex) -> [ItemRange] {
        var open: [ItemRange] = []
        let cursor = leases[lease].cursor
        var settled = leases[lease].settled.head
        for range in ranges(of: lease) {
            var begin = max(range.begin, cursor)
            while begin < range.end {
                while !settled.isNone, segments[settled].range.end <= begin { settled = segments[settled].next }
                if settled.isNone || segments[settled].range.begin >= range.end {
                    open.append(ItemRange(begin, range.end))
                    begin = range.end
                } else {
                    if segments[settled].range.begin > begin {
                        open.append(ItemRange(begin, segments[settled].range.begin))
                    }
                    begin = segments[settled].range.end
                }
            }
        }
        return open
    }
}
