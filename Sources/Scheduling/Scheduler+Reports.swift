/// What a worker says about a lease.
package struct LeaseReport {
    package var lease: LeaseID
    /// Every item of the lease before it is settled.
    package var cursor: UInt32
    /// Settled past the cursor.
    package var settled: [ItemRange] = []
    /// Of the settled items, those that are not done.
    package var outcomes: [ItemOutcome] = []
    /// nil: none came.
    package var checkpoint: [UInt8]?
    package var outputs: [(item: UInt32, data: [UInt8])] = []
    /// For other tasks of the job, by ordinal.
    package var itemCounts: [(task: UInt32, count: UInt32)] = []
    package var growths: [ItemGrowth] = []
    package var ending = ReportedEnding.none
    /// The lease's items end here: the rest was given up, and not begun. nil: nothing was asked.
    package var end: UInt32?
    /// Of the failure of the whole task.
    package var fingerprint: UInt64 = 0

    package init(lease: LeaseID, cursor: UInt32) {
        self.lease = lease
        self.cursor = cursor
    }
}

package struct ItemOutcome {
    package var item: UInt32
    package var disposition: Disposition
    /// As the shell encodes it.
    package var failure: [UInt8]
    /// Equal for failures that differ in numbers and names only; 0: it says nothing.
    package var fingerprint: UInt64

    package init(item: UInt32, disposition: Disposition, failure: [UInt8] = [], fingerprint: UInt64 = 0) {
        self.item = item
        self.disposition = disposition
        self.failure = failure
        self.fingerprint = fingerprint
    }
}

package enum Disposition: Sendable {
    case retry
    case dead
    case parked
}

package enum ReportedEnding {
    case none
    case returned
    case taskFailed([UInt8])
}

package enum ReportResult: Equatable, Sendable {
    /// The lease goes on from this durable cursor.
    case accepted(cursor: UInt32)
    /// The lease has ended: settled, or handed back.
    case ended
    /// The lease is not held by this worker; nothing changed.
    case notHeld
    /// The report contradicts the lease or the limits; nothing changed. Only a broken worker sends one.
    case invalid(String)
}

extension Scheduler {
    /// Every item of the lease is done. The shortest report, and the commonest.
    package mutating func complete(_ lease: LeaseID, from session: SessionID) -> ReportResult {
        let index = held(lease, by: session)
        if index.isNone { return .notHeld }
        finish(index)
        return .ended
    }

    /// Takes what is new in a report; what an earlier one said already changes nothing.
    package mutating func report(_ report: LeaseReport, from session: SessionID) -> ReportResult {
        let lease = held(report.lease, by: session)
        if lease.isNone { return .notHeld }
        if let objection = objection(to: report, about: lease) { return .invalid(objection) }
        let task = state.leases[lease].task

        if let end = report.end { trim(lease, to: end) }
        let before = state.leases[lease].remaining
        keepOutputs(of: report, from: lease)
        grow(by: report, from: lease)
        for outcome in report.outcomes where !isSettled(outcome.item, in: lease) {
            settle(
                outcome.item, outcome.disposition, failure: outcome.failure, fingerprint: outcome.fingerprint,
                exhausted: .attemptsExhausted, of: lease)
        }
        for range in report.settled { settleDone(range, of: lease) }
        if report.cursor > state.leases[lease].cursor {
            measure(lease, upTo: report.cursor)
            supersedeReports(on: lease, checkpointOnly: false)
            emit(.cursorMoved(report.lease, report.cursor), about: task)
            expectAttempt(under: lease, isNew: false)
            volatile.newestReports[Int(lease.rawValue)].cursor = facts.count - 1
        }
        if let checkpoint = report.checkpoint, report.cursor == state.leases[lease].cursor {
            supersedeReports(on: lease, checkpointOnly: true)
            emit(.checkpointed(report.lease, state.blobs.insert(checkpoint)), about: task)
            volatile.newestReports[Int(lease.rawValue)].checkpoint = facts.count - 1
        }
        if state.jobs[state.tasks[task].job].state != .stopping {
            for (ordinal, count) in report.itemCounts {
                emit(
                    .itemCountSet(TaskID(job: state.jobs[state.tasks[task].job].id, ordinal: ordinal), count),
                    about: task)
            }
        }

        countCompletion(before - state.leases[lease].remaining, of: task)
        switch report.ending {
        case .none:
            if state.leases[lease].remaining > 0 { return .accepted(cursor: state.leases[lease].cursor) }
            finish(lease)
        case .returned:
            if state.leases[lease].remaining == 0 { finish(lease) } else { handBack(lease, .returned) }
        case .taskFailed(let failure):
            if state.tasks[task].state == .stopping {
                handBack(lease, .returned)
            } else {
                end(lease, .returned)
                die(task, .permanent, state.blobs.insert(failure), fingerprint: report.fingerprint)
            }
        }
        return .ended
    }

    /// Whether the lease is held by the session's worker.
    package func holds(_ lease: LeaseID, _ session: SessionID) -> Bool { !held(lease, by: session).isNone }

    @inline(__always) private func held(_ id: LeaseID, by session: SessionID) -> LeaseIndex {
        let sessionIndex = volatile[session]
        let lease = state.lease(id)
        if sessionIndex.isNone || lease.isNone { return .none }
        return state.leases[lease].worker == volatile.sessions[sessionIndex].worker ? lease : .none
    }

    /// Of each item that this report makes done, the first output.
    private mutating func keepOutputs(of report: LeaseReport, from lease: LeaseIndex) {
        if report.outputs.isEmpty { return }
        let failed = Set(report.outcomes.map(\.item))
        var kept: Set<UInt32> = []
        for output in report.outputs where !output.data.isEmpty && !failed.contains(output.item) {
            let item = output.item
            guard isSettledBy(report, item), !isSettled(item, in: lease), kept.insert(item).inserted else { continue }
            emit(
                .outputLeft(report.lease, item: item, state.blobs.insert(output.data)),
                about: state.leases[lease].task)
        }
    }

    private func isSettledBy(_ report: LeaseReport, _ item: UInt32) -> Bool {
        item < report.cursor || report.settled.contains { $0.contains(item) }
    }

    /// For rare items: it looks through the outcomes.
    func becomesDone(_ item: UInt32, by report: LeaseReport, in lease: LeaseIndex) -> Bool {
        isSettledBy(report, item) && !isSettled(item, in: lease) && !report.outcomes.contains { $0.item == item }
    }

    /// What earlier reports of the batch said of the lease's cursor and checkpoint needs not be written: newer facts
    /// follow, and nothing between depends on it.
    private mutating func supersedeReports(on lease: LeaseIndex, checkpointOnly: Bool) {
        let place = Int(lease.rawValue)
        while volatile.newestReports.count <= place { volatile.newestReports.append(NewestReport()) }
        let newest = volatile.newestReports[place]
        if newest.lease != state.leases[lease].id || newest.batch != volatile.batch {
            volatile.newestReports[place] = NewestReport(lease: state.leases[lease].id, batch: volatile.batch)
        }
        if let checkpoint = volatile.newestReports[place].checkpoint { volatile.superseded.insert(checkpoint) }
        volatile.newestReports[place].checkpoint = nil
        if checkpointOnly { return }
        // What is kept of failures depends on which cursor came before which of them.
        if let cursor = volatile.newestReports[place].cursor, state[work: state.leases[lease].task].failures.isEmpty {
            volatile.superseded.insert(cursor)
        }
        volatile.newestReports[place].cursor = nil
    }

    private mutating func finish(_ lease: LeaseIndex) {
        let task = state.leases[lease].task
        measure(lease, upTo: state.end(of: lease))
        countCompletion(state.leases[lease].remaining, of: task)
        end(lease, .completed)
        endIfOver(task)
    }

    /// What is left goes to others, unless its task stops.
    mutating func handBack(_ lease: LeaseIndex, _ ending: LeaseEnding) {
        let task = state.leases[lease].task
        end(lease, ending)
        endIfOver(task)
    }

    /// `exhausted`: the cause of death when it was the last attempt.
    mutating func settle(
        _ item: UInt32, _ disposition: Disposition, failure: [UInt8], fingerprint: UInt64 = 0, exhausted: DeathCause,
        of lease: LeaseIndex
    ) {
        let record = state.leases[lease]
        let policy = state.policies[state.tasks[record.task].policy]
        let cause: DeathCause
        switch disposition {
        case .retry where record.attempt < policy.maxAttempts:
            let due = retryTime(of: item, in: record, policy: policy)
            keep(failure, of: item, under: lease, timedOut: exhausted == .timedOut)
            emit(.itemRetried(record.id, item: item, due: due), about: record.task)
            return
        case .retry: cause = exhausted
        case .dead: cause = .permanent
        case .parked: cause = .parked
        }
        let letter = DeadLetter(id: nextLetterID, cause: cause, failure: state.blobs.insert(failure))
        emit(.itemDied(record.id, item: item, letter), about: record.task)
        if fingerprint != 0 { emit(.letterFingerprinted(letter.id, fingerprint)) }
    }

    /// For whoever looks at the item's letter, should it come to that.
    private mutating func keep(_ failure: [UInt8], of item: UInt32, under lease: LeaseIndex, timedOut: Bool) {
        if state.failures.count >= FailureRecord.most { return }
        let newest = state[work: state.leases[lease].task].failures.tail
        let isSame = !newest.isNone && state.blobs[state.failures[newest].failure] == failure
        let written = isSame ? nil : state.blobs.insert(failure)
        emit(.itemFailed(state.leases[lease].id, item: item, written, timedOut: timedOut))
    }

    /// Full jitter in eighths: the wait is one of eight evenly spread over the bound, drawn for 32 neighbours at a
    /// time, so that items which fail together wait together and their ranges stay whole. A wave takes more items
    /// in the first quarter of its wait.
    private func retryTime(of item: UInt32, in lease: LeaseRecord, policy: Policy) -> Timestamp {
        let job = state.jobs[state.tasks[lease.task].job].id.rawValue
        var draw = job &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(state.tasks[lease.task].ordinal) << 48
        draw = (draw ^ UInt64(lease.attempt) << 32 ^ UInt64(item >> 5)) &* 0xD6E8_FEB8_6659_FD93
        draw = (draw ^ draw >> 32) &* 0xD6E8_FEB8_6659_FD93
        let eighth = draw >> 61
        let wait = max(policy.backoff(after: lease.attempt) * (2 * eighth + 1) / 16, 1)

        var wave = state[work: lease.task].firstWave
        while !wave.isNone {
            let open = state.waves[wave]
            if open.attempt == lease.attempt + 1, open.due == open.opened + wait, now <= open.opened + wait / 4 {
                return open.due
            }
            wave = open.next
        }
        return now + wait
    }

    private mutating func settleDone(_ range: ItemRange, of lease: LeaseIndex) {
        let (id, task) = (state.leases[lease].id, state.leases[lease].task)
        for open in state.unsettledRanges(of: lease) {
            let part = ItemRange(max(open.begin, range.begin), min(open.end, range.end))
            if !part.isEmpty { emit(.itemsSettled(id, part), about: task) }
        }
    }

    /// What is said of such an item changes nothing. False also when the lease is not there.
    package func isSettled(_ item: UInt32, under id: LeaseID) -> Bool {
        let lease = state.lease(id)
        return !lease.isNone && isSettled(item, in: lease)
    }

    private func isSettled(_ item: UInt32, in lease: LeaseIndex) -> Bool {
        item < state.leases[lease].cursor || state.segments.contains(item, in: state.leases[lease].settled)
    }

    private mutating func measure(_ lease: LeaseIndex, upTo cursor: UInt32) {
        let index = state.leases[lease].task
        let task = Int(index.rawValue)
        guard state.tasks[index].itemCount > 1, task < volatile.paces.count else { return }
        let size = state.size(of: lease)
        let settled = size - state.unsettled(of: lease, from: cursor, to: .max)
        if settled == 0 { return }
        volatile.paces[task].measure(
            items: settled, milliseconds: now.milliseconds(since: state.leases[lease].granted), leaseSize: size)
    }

    private func objection(to report: LeaseReport, about lease: LeaseIndex) -> String? {
        let ranges = state.ranges(of: lease)
        let end = state.end(of: lease)
        func holds(_ item: UInt32) -> Bool { ranges.contains { $0.contains(item) } }
        if report.cursor > end { return "the cursor \(report.cursor) is past the lease's end \(end)" }
        for range in report.settled
        where range.isEmpty || !ranges.contains(where: { $0.begin < range.end && range.begin < $0.end }) {
            return "the settled range \(range.begin)..<\(range.end) is not of the lease"
        }
        for outcome in report.outcomes where !holds(outcome.item) {
            return "the outcome of item \(outcome.item) is not of the lease"
        }
        for output in report.outputs where !holds(output.item) {
            return "the output of item \(output.item) is not of the lease"
        }
        if let trimmed = report.end, trimmed < end, let objection = objection(toEnding: lease, at: trimmed, report) {
            return objection
        }
        let task = state.leases[lease].task
        for growth in report.growths where !holds(growth.item) {
            return "the tasks added by item \(growth.item) are not of the lease"
        }
        // What waited is cancelled, and the worker can't know it yet.
        if state.jobs[state.tasks[task].job].state == .stopping { return nil }
        for growth in report.growths {
            if let objection = objection(to: growth, of: task) { return objection }
        }
        let job = state.jobs[state.tasks[task].job].id
        for (ordinal, _) in report.itemCounts {
            let target = state.task(TaskID(job: job, ordinal: ordinal))
            guard !target.isNone, state.tasks[target].state == .waiting, state.dependencies(of: target).contains(task)
            else { return "task \(ordinal) does not wait for this one, so its item count can't be set" }
            if !state.tasks[target].isCountedLater { return "task \(ordinal) was submitted with its item count" }
        }
        return nil
    }
}
