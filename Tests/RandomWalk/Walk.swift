package import Scheduling
import SeededRandom

/// One random history: commands of all kinds, workers that come, go, report and lie, and a clock that moves on.
package struct Walk: ~Copyable {
    package var core: Scheduler
    /// What the core refused and should not have.
    package var complaints: [String] { lies + ticks.complaints }
    private var lies: [String] = []
    private var random: SplitMix64
    private var time: Int64 = 1_000
    private var sessions: [(id: SessionID, instance: UInt64)] = []
    private var held: [SessionID: [LeaseView]] = [:]
    private var jobs: [JobID] = []
    /// What was asked of leases and not answered yet.
    private var asked: [(session: SessionID, lease: LeaseID, end: UInt32?)] = []
    /// Items of leases before this one may be settled.
    private var reached: [LeaseID: UInt32] = [:]
    /// Tasks that were submitted with a list.
    private var lists: [TaskID] = []
    /// Batches whose payloads are kept.
    private var stored: Set<BatchID> = []
    private var nextSession: UInt64 = 1
    private var nextInstance: UInt64 = 1
    private var epoch: UInt32 = 1
    private var turns = 0
    /// Every lease that was ever granted: reports under old ones must change nothing.
    private var known: [LeaseID] = []
    private let settings: Settings
    private var ticks = WalkTicks()

    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        var settings = Settings()
        settings.leaseTimeToLive = 2_000
        settings.reconnectGrace = seed % 2 == 0 ? 0 : 300
        self.settings = settings
        core = Scheduler(
            recovered: State(partition: 0), epoch: 1, settings: settings, now: Timestamp(milliseconds: 1_000))
    }

    /// `onBatch` sees the facts of the turn before they are forgotten.
    package mutating func turn(onBatch: (borrowing Scheduler) -> Void = { _ in }) {
        time += Int64(random.below(300))
        core.advance(to: Timestamp(milliseconds: time))
        for session in sessions where random.below(10) > 0 { core.heard(from: session.id) }
        for _ in 0..<random.below(4) { act() }
        core.tick()
        jobs += ticks.fireDue(&core, &random)
        core.advanceOrders()
        // Now and then: it asks about every task.
        turns += 1
        let before = turns % 4 == 0 ? explanations() : nil
        core.dispatch()
        let output = core.takeOutput()
        if let before { compare(before, with: output) }
        take(output)
        dropBatches()
        onBatch(core)
        core.batchTaken()
    }

    /// The scheduler's process is another one, which has read the journal; workers come back with some of what they held.
    package mutating func restart(from state: consuming State) {
        epoch += 1
        core = Scheduler(
            recovered: state, epoch: epoch, settings: settings, now: Timestamp(milliseconds: time))
        let old = sessions
        sessions = []
        for session in old {
            if random.below(4) > 0 { sessions.append(joinAgain(session)) }
            held[session.id] = nil
        }
    }

    /// Good workers only, no more faults, every letter requeued; returns the jobs that did not end. What waits for a
    /// count that its dependency never set can't end, nor what waits for a task whose letters were discarded.
    package mutating func drain() -> [JobID] {
        for session in sessions { core.closed(session.id) }
        sessions = []
        held = [:]
        lift()
        for _ in 0..<3 { join(kinds: ["a", "b"]) }
        for _ in 0..<1_500 {
            time += 400
            core.advance(to: Timestamp(milliseconds: time))
            for session in sessions {
                core.heard(from: session.id)
                core.credit(session.id, leases: .max, items: .max)
                for lease in held[session.id] ?? [] { _ = core.complete(lease.id, from: session.id) }
                held[session.id] = []
            }
            core.tick()
            for (letter, cause) in causes() where cause != .countNotSet { _ = core.requeue(letter) }
            sealAll()
            core.dispatch()
            take(core.takeOutput())
            core.batchTaken()
        }
        let hopeless = Set(causes().filter { $0.cause == .countNotSet }.compactMap { core.letter($0.id)?.task.job })
        let hopeful = Set(causes().compactMap { core.letter($0.id)?.task.job }).subtracting(hopeless)
        return jobs.filter { job in
            guard let state = core.job(job)?.state else { return false }
            return state == .stalled ? hopeful.contains(job) : !state.hasEnded
        }
    }

    private func causes() -> [(id: DeadLetterID, cause: DeathCause)] {
        core.letters(after: .none, limit: .max, probes: .max) { _ in true }.letters.map { ($0.id, $0.cause) }
    }

    private func letters() -> [(DeadLetterID, needsNewJob: Bool)] {
        core.letters(after: .none, limit: .max, probes: .max) { _ in true }.letters.map { ($0.id, $0.needsNewJob) }
    }

    private mutating func act() {
        switch random.below(32) {
        case 31: order()
        case 0...3: submit()
        case 4: if sessions.count < 5 { join(kinds: random.below(2) == 0 ? ["a"] : ["a", "b"]) }
        case 5...12: if let session = anySession() { report(session) }
        case 13:
            if let session = anySession() { core.credit(session, leases: random.next() % 1_000, items: .max) }
        case 14: if let place = anyPlace() { close(place, goodbye: random.below(2) == 0) }
        case 15: if let place = anyPlace() { rejoin(place) }
        case 16: if !jobs.isEmpty, random.below(4) == 0 { _ = core.cancel(jobs[random.below(jobs.count)]) }
        case 17: if let letter = letters().first { requeue(letter) }
        case 19: lie()
        case 25: answer()
        case 18: if let letter = letters().last { _ = core.discard(letter.0) }
        case 22...24: operate()
        case 21: core.setWeight(UInt32([1, 1, 3, 1_000][random.below(4)]), of: "t\(random.below(3))")
        case 29, 30: append()
        case 27, 28: jobs += ticks.operate(&core, &random)
        case 20: if !jobs.isEmpty { follow(jobs[random.below(jobs.count)]) }
        default: time += Int64(random.below(1_500))
        }
    }

    private mutating func order() {
        if random.below(3) == 0, let order = core.orders.last { _ = core.stopOrder(order.id) }
        var filter = LetterFilter()
        if random.below(2) == 0 { filter.queue = core.state.queues.find("q\(random.below(2))") ?? .none }
        if random.below(3) == 0 { filter.kind = core.state.kinds.find("a") ?? .none }
        if random.below(3) == 0, let letter = letters().first { filter.group = core.letter(letter.0)?.group ?? 0 }
        _ = core.order(filter, RequeueRate(letters: UInt32(1 + random.below(20)), period: 1_000))
    }

    /// Limits and pauses of all kinds; most pauses end soon.
    private mutating func operate() {
        let isQueue = random.below(2) == 0
        let name = isQueue ? "q\(random.below(2))" : "k\(random.below(3))"
        switch random.below(10) {
        case 9:
            core.setRetention(
                QueueRetention(
                    jobs: random.below(2) == 0 ? UInt64(random.below(2_000)) : nil,
                    letters: random.below(2) == 0 ? UInt64(random.below(5_000)) : nil), of: "q\(random.below(2))")
        case 8:
            if isQueue {
                core.drain(queue: name, random.below(3) == 0)
            } else {
                core.drain(tenant: "t\(random.below(3))", random.below(3) == 0)
            }
        case 4, 5:
            if !jobs.isEmpty { _ = core.setPriority(UInt8(random.below(10)), of: jobs[random.below(jobs.count)]) }
        case 0:
            core.setLimits(
                GateLimits(
                    concurrency: UInt32(random.below(4)), items: UInt32(random.below(40)),
                    period: UInt32(1 + random.below(1_000)), burst: UInt32(1 + random.below(20))),
                of: name, isQueue: isQueue)
        case 1: core.pause(name, isQueue: isQueue, random.below(3) == 0)
        case 2: core.pause(tenant: "t\(random.below(3))", random.below(3) == 0)
        case 3: if !jobs.isEmpty { _ = core.pause(jobs[random.below(jobs.count)], random.below(3) == 0) }
        default: core.slowDown(key: name, milliseconds: UInt64(random.below(2_000)))
        }
    }

    /// Everything runs, and as fast as it can; nothing is submitted any more.
    private mutating func lift() {
        ticks.end(&core)
        for (name, isQueue) in [("q0", true), ("q1", true), ("k0", false), ("k1", false), ("k2", false)] {
            core.pause(name, isQueue: isQueue, false)
            core.setLimits(GateLimits(), of: name, isQueue: isQueue)
        }
        for tenant in 0..<3 { core.pause(tenant: "t\(tenant)", false) }
        for job in jobs { _ = core.pause(job, false) }
    }

    private mutating func follow(_ job: JobID) {
        if random.below(2) == 0 { _ = core.follow(job) } else { core.unfollow(job) }
    }

    /// A worker reports on a lease that it may not hold.
    private mutating func lie() {
        guard let session = anySession(), !known.isEmpty else { return }
        let lease = known[random.below(known.count)]
        if held[session]?.contains(where: { $0.id == lease }) == true { return }
        let before = core.facts.count
        let result =
            random.below(2) == 0
            ? core.complete(lease, from: session) : core.report(LeaseReport(lease: lease, cursor: 0), from: session)
        if result == .notHeld, core.facts.count != before { lies.append("a refused report changed something") }
    }

    private mutating func requeue(_ letter: (DeadLetterID, needsNewJob: Bool)) {
        guard letter.needsNewJob, let job = core.letter(letter.0)?.task.job else {
            if !core.requeue(letter.0) { lies.append("a letter of a live task was not requeued") }
            return
        }
        let same = core.letters(after: .none, limit: .max, probes: .max) { $0.task.job == job && $0.needsNewJob }
        if let new = core.requeueAnew(same.letters.map(\.id), of: job, inputs: { _ in [] }) { jobs.append(new) }
    }

    private mutating func submit() {
        let job = core.submit(
            JobSubmission(
                tenant: "t\(random.below(3))", priority: UInt8(random.below(10)),
                retention: UInt64([0, 500, 1_000_000][random.below(3)]),
                delay: random.below(5) == 0 ? UInt64(random.below(2_000)) : 0,
                timeLimit: random.below(8) == 0 ? UInt64(random.below(60_000)) : nil))
        let count = 1 + random.below(4)
        for ordinal in 0..<count {
            var dependencies: [UInt32] = []
            for earlier in 0..<ordinal where random.below(3) == 0 { dependencies.append(UInt32(earlier)) }
            let later = !dependencies.isEmpty && random.below(4) == 0
            let listed = !later && random.below(5) == 0
            let counted = UInt32([1, 3, 40, 1_000][random.below(4)])
            if listed { lists.append(TaskID(job: job, ordinal: UInt32(ordinal))) }
            core.addTask(
                to: job,
                TaskSubmission(
                    queue: "q\(random.below(2))", kind: random.below(2) == 0 ? "a" : "b",
                    payload: Array(repeating: 7, count: random.below(40)),
                    items: later ? .countedLater : listed ? .listed(patience: 5_000) : .counted(counted),
                    dependencies: dependencies,
                    policy: Policy(
                        maxAttempts: UInt16(1 + random.below(4)), initialBackoff: 100, maxBackoff: 2_000,
                        itemsPerLease: UInt32([0, 1, 7, 100][random.below(4)]), parallelism: UInt32(random.below(3)),
                        tolerance: [.items(0), .items(5), .perMille(500)][random.below(3)],
                        attemptTimeout: random.below(4) == 0 ? UInt32(1 + random.below(3_000)) : 0),
                    key: ["", "k0", "k1", "k2"][random.below(4)]))
        }
        jobs.append(job)
    }

    /// Mostly in order; some again, some with gaps.
    private mutating func append() {
        guard !lists.isEmpty else { return }
        let task = lists[random.below(lists.count)]
        let next = core.list(of: task)?.count ?? 0
        let first = UInt32(clamping: Int(next) + [0, 0, 0, -2, 1][random.below(5)])
        let (count, largest) = (UInt32(random.below(30)), UInt32([1, 100, 60_000][random.below(3)]))
        let outcome = core.append(
            count, bytes: count * largest / 2 + min(count, 1) * largest / 2, largest: largest, at: first,
            seals: random.below(6) == 0, to: task)
        if case .appended(let batch) = outcome { stored.insert(batch) }
    }

    /// As the store would, in the order of rows.
    private mutating func dropBatches() {
        for batch in core.takeDroppedBatches() where stored.remove(batch) == nil {
            lies.append("batch \(batch.rawValue) was dropped and is not there")
        }
    }

    /// Open lists get nothing more.
    private mutating func sealAll() {
        for task in lists {
            if let list = core.list(of: task), list.isOpen {
                _ = core.append(0, bytes: 0, largest: 0, at: list.count, seals: true, to: task)
            }
        }
    }

    private mutating func join(kinds: [String]) {
        let session = SessionID(rawValue: nextSession)
        nextSession += 1
        _ = core.join(
            JoinRequest(session: session, name: [UInt8(ascii: "w")], instance: nextInstance, kinds: kinds))
        core.credit(session, leases: UInt64(random.below(20)), items: UInt64(random.below(5_000)))
        sessions.append((session, nextInstance))
        nextInstance += 1
    }

    private func anyPlaceIn(_ count: Int, _ draw: Int) -> Int? { count == 0 ? nil : draw % count }

    private mutating func anyPlace() -> Int? { anyPlaceIn(sessions.count, random.below(1_000)) }

    private mutating func anySession() -> SessionID? { anyPlace().map { sessions[$0].id } }

    private mutating func close(_ place: Int, goodbye: Bool) {
        let session = sessions.remove(at: place).id
        if goodbye { core.leave(session) }
        core.closed(session)
        held[session] = nil
    }

    /// The connection was lost, and the worker comes back.
    private mutating func rejoin(_ place: Int) {
        let old = sessions[place]
        if random.below(2) == 0 { core.closed(old.id) }
        sessions[place] = joinAgain(old)
        held[old.id] = nil
    }

    /// With some of what it held.
    private mutating func joinAgain(
        _ old: (id: SessionID, instance: UInt64)
    ) -> (id: SessionID, instance: UInt64) {
        let session = SessionID(rawValue: nextSession)
        nextSession += 1
        let leases = (held[old.id] ?? []).filter { _ in random.below(4) > 0 }
        let kept = core.join(
            JoinRequest(
                session: session, name: [UInt8(ascii: "w")], instance: old.instance, kinds: ["a"],
                held: leases.map(\.id)))
        held[session] = leases.filter { kept.contains($0.id) }
        return (session, old.instance)
    }

    private mutating func report(_ session: SessionID) {
        guard let leases = held[session], let place = anyPlaceIn(leases.count, random.below(1_000)) else { return }
        let lease = leases[place]
        if random.below(3) == 0 {
            _ = core.complete(lease.id, from: session)
            return
        }
        let last = lease.ranges[lease.ranges.count - 1].end
        let first = lease.ranges[0].begin
        var report = LeaseReport(lease: lease.id, cursor: first + UInt32(random.below(Int(last - first) + 1)))
        for range in lease.ranges {
            let begin = range.begin + UInt32(random.below(Int(range.count)))
            switch random.below(4) {
            case 0: report.settled.append(ItemRange(begin, min(range.end, begin + 3)))
            case 1:
                report.outcomes.append(
                    ItemOutcome(
                        item: begin, disposition: [.retry, .retry, .dead, .parked][random.below(4)],
                        failure: [UInt8(random.below(3))], fingerprint: UInt64(random.below(3))))
            case 2 where random.below(3) == 0: report.outputs.append((begin, [1, 2, 3]))
            case 2 where random.below(3) == 0 && lease.task.ordinal < 12:
                report.growths.append(growth(begin, lease.task))
            default: break
            }
        }
        if random.below(3) == 0 { report.checkpoint = [9, 9] }
        for waiting in core.unsetDependents(of: lease.task) where random.below(2) == 0 {
            report.itemCounts.append((waiting.id.ordinal, UInt32(random.below(20))))
        }
        switch random.below(12) {
        case 0: report.ending = .returned
        case 1: report.ending = .taskFailed([UInt8(ascii: "x")])
        default: break
        }
        let ends = report.settled.map(\.end) + report.outcomes.map { $0.item + 1 } + [report.cursor]
        reached[lease.id] = max(reached[lease.id, default: 0], ends.max() ?? 0)
        if case .invalid(let why) = core.report(report, from: session) { lies.append("invalid: \(why)") }
    }

    /// A lease that was called back is handed back, with something more that is done; the far end of a long one is given up,
    /// or as much of it as was not begun.
    private mutating func answer() {
        guard let place = anyPlaceIn(asked.count, random.below(1_000)) else { return }
        let (session, id, end) = asked.remove(at: place)
        guard let lease = held[session]?.first(where: { $0.id == id }), core.lease(id) != nil else { return }
        let last = lease.ranges[lease.ranges.count - 1].end
        var report = LeaseReport(lease: id, cursor: lease.ranges[0].begin)
        if let end {
            let lowest = max(end, reached[id, default: 0])
            report.end = random.below(3) == 0 ? last : min(lowest, last)
        } else {
            report.ending = .returned
            report.cursor = min(max(report.cursor, reached[id, default: 0]), last)
        }
        if case .invalid(let why) = core.report(report, from: session) { lies.append("invalid: \(why)") }
        guard let left = core.lease(id), let known = held[session]?.firstIndex(where: { $0.id == id }) else { return }
        held[session]?[known] = left
    }

    private mutating func growth(_ item: UInt32, _ task: TaskID) -> ItemGrowth {
        var growth = ItemGrowth(item: item, tasks: [])
        let waiting = core.tasks(of: task.job).filter { $0.state == .waiting && $0.dependencies.contains(task.ordinal) }
        for place in 0..<1 + random.below(3) {
            growth.tasks.append(
                AddedTask(
                    TaskSubmission(
                        queue: "q\(random.below(2))", kind: random.below(2) == 0 ? "a" : "b",
                        items: .counted(UInt32(1 + random.below(5))),
                        dependencies: place > 0 && random.below(2) == 0 ? [UInt32(place - 1)] : []),
                    dependents: waiting.filter { _ in random.below(3) == 0 }.map(\.id.ordinal)))
        }
        return growth
    }

    private func explanations() -> [Explanation] {
        jobs.flatMap { core.tasks(of: $0) }.compactMap { core.explain($0.id) }
    }

    /// Whether the reasons that tasks had to wait were right: what was granted had none that blocks, and what had none
    /// was granted, or has one now because of what was.
    private mutating func compare(_ before: [Explanation], with output: Output) {
        let granted = Set(output.grants.compactMap { core.lease($0.lease)?.task })
        for explanation in before {
            let isGranted = granted.contains(explanation.task)
            if isGranted, let reason = explanation.reasons.first(where: \.isBlocking) {
                lies.append("\(explanation.task) was granted in spite of \(reason.cause)")
            }
            if explanation.reasons.isEmpty, !isGranted {
                if output.grants.isEmpty { lies.append("\(explanation.task) had no reason to wait") }
            }
            if explanation.mayStart.map({ $0 < core.now }) ?? false, explanation.reasons.allSatisfy(\.isBlocking) {
                let isDue = explanation.reasons.contains { if case .opening = $0.cause { true } else { false } }
                if !isDue { lies.append("\(explanation.task) should have started") }
            }
        }
        if core.isBatchFull { return }
        for explanation in explanations() where explanation.reasons.isEmpty {
            lies.append("\(explanation.task) has no reason to wait any more")
        }
    }

    private mutating func take(_ output: Output) {
        for grant in output.grants {
            guard let lease = core.lease(grant.lease) else { continue }
            held[grant.session, default: []].append(lease)
            known.append(lease.id)
            for part in core.payloads(of: lease.id).parts where !stored.contains(part.batch) {
                lies.append("lease \(lease.id.rawValue) needs batch \(part.batch.rawValue), which is not there")
            }
        }
        asked += output.recalls.map { ($0.session, $0.lease, nil) }
        asked += output.trims.map { ($0.session, $0.lease, $0.end) }
        for dead in output.deadSessions {
            sessions.removeAll { $0.id == dead.session }
            held[dead.session] = nil
        }
    }
}
