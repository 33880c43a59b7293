import Contract
import LonghaulWorker
import Scheduling

/// A worker: the real ledger, with slots whose handlers are simulated. Its process comes and goes; each has an instance
/// of its own.
final class WorkerNode {
    enum Phase {
        case away
        case joining(Link)
        case joined(Link)
    }

    enum Told {
        case report(V1.Report)
        case everything
    }

    struct Slot {
        var lease: UInt64?
        /// Handed out and not settled.
        var items: Range<UInt64> = 0..<0
        /// Its only item could not be handed out yet.
        var mustReserve = false
        var isWaiting = false
        /// Steps of before are over.
        var number = 0
    }

    unowned let world: World
    let name: String
    let kinds: [String]
    let queues: [String]
    let slotCount: Int
    let prefetch: Int
    let isSlow: Bool
    let isLiar: Bool
    private(set) var process: Process
    /// Never one that was there before.
    var instance: UInt64 { process.number }
    var ledger = Ledger(window: 1)
    var slots: [Slot] = []
    /// Granted, and not begun.
    var ready: [UInt64] = []
    /// Of leases that are held.
    var grants: [UInt64: V1.Grant] = [:]
    /// Items that the handlers say are done, by lease.
    var done: [UInt64: Set<UInt32>] = [:]
    var failed: [UInt64: Set<UInt32>] = [:]
    /// What the report under way on a lease tells of.
    var told: [UInt64: Told] = [:]
    /// Leases with a report under way that the ledger knows nothing of.
    private var saidBefore: [UInt64] = []
    var granted: UInt64 = 0
    var finished: UInt64 = 0
    var phase = Phase.away
    private var grantedBeforeSession: UInt64 = 0
    private var saidCredit: UInt64 = 0
    private var heartbeat = 1_000
    private var lastSaid = Moment.zero
    private var hasSaidLeave = false
    private var ticks = 0

    init(_ world: World, _ number: Int) {
        self.world = world
        name = "worker-\(number)"
        // The first one takes everything, so that nothing is without a worker.
        kinds = number == 0 || world.chance.below(2) == 0 ? ["a", "b"] : [world.chance.pick(["a", "b"])]
        queues = number > 0 && world.chance.below(4) == 0 ? ["q0"] : []
        slotCount = world.chance.within(1...3)
        prefetch = world.chance.pick([0, 0, 1, 4])
        isSlow = world.chance.below(3) == 0
        isLiar = world.chance.below(2) == 0
        process = world.makeProcess()
    }

    // MARK: Life

    func start() {
        process = world.makeProcess()
        ledger = Ledger(window: 1)
        slots = Array(repeating: Slot(), count: slotCount)
        (ready, grants, done, failed, told) = ([], [:], [:], [:], [:])
        (granted, finished, phase, hasSaidLeave) = (0, 0, .away, false)
        world.note("a worker starts as instance #", instance)
        connect()
    }

    /// Its process is gone, and another one starts after a while.
    func die() {
        guard process.isAlive else { return }
        world.note("instance # dies", instance)
        process.die()
        phase = .away
        world.cutLinks(of: process)
        world.schedule(after: .milliseconds(world.chance.within(10...2_000)), on: nil) { [self] in start() }
    }

    /// As on SIGTERM.
    func leave() {
        guard process.isAlive, !ledger.isLeaving else { return }
        world.note("instance # leaves", instance)
        ledger.isLeaving = true
        for lease in ready {
            ledger.finish(lease, .abandoned)
            finished += 1
        }
        ready = []
        for place in slots.indices where slots[place].isWaiting { step(place) }
        say()
    }

    // MARK: The session

    private func connect() {
        if ledger.isLeaving, ledger.isEmpty { return die() }
        guard let link = world.connect(process) else {
            return world.schedule(after: .milliseconds(world.chance.within(20...300)), on: process) { [self] in
                connect()
            }
        }
        grantedBeforeSession = granted
        saidCredit = 0
        hasSaidLeave = ledger.isLeaving
        var first = V1.WorkerUpdate(leave: ledger.isLeaving)
        sayCredit(in: &first)
        told = [:]
        saidBefore = []
        let held = ledger.reconnect()
        first.join = V1.Join(
            name: name, instance: instance, kinds: kinds, queues: queues,
            held: held.map { V1.HeldLease(lease: $0) }, slots: UInt32(slotCount))
        phase = .joining(link)
        link.heardByPeer = { [self, unowned link] message in
            if case .worker(let update) = message { heard(update, link) }
        }
        link.endedForPeer = { [self, unowned link] in lost(link) }
        link.send(.worker(first))
        lastSaid = world.now
        ticks += 1
        tick(ticks)
    }

    private func isCurrent(_ link: Link) -> Bool {
        switch phase {
        case .away: false
        case .joining(let current), .joined(let current): current === link
        }
    }

    private func lost(_ link: Link) {
        guard isCurrent(link) else { return }
        phase = .away
        if hasSaidLeave, ledger.isEmpty { return die() }
        world.schedule(after: .milliseconds(world.chance.within(1...400)), on: process) { [self] in connect() }
    }

    /// Another session while the old one is still there for the scheduler.
    func rejoin() {
        switch phase {
        case .away: return
        case .joining(let link), .joined(let link): link.endedForPeer = {}
        }
        phase = .away
        connect()
    }

    private func heard(_ update: V1.SchedulerUpdate, _ link: Link) {
        guard isCurrent(link) else { return }
        if let joined = update.joined, case .joining = phase {
            phase = .joined(link)
            heartbeat = max(10, Int(joined.heartbeatMs))
            ledger.window = max(1, Int(joined.unacknowledgedItems))
            let kept = Set(joined.kept)
            for lease in grants.keys.sorted() where !kept.contains(lease) { forget(lease) }
            for slot in ledger.dropAll(but: joined.kept) { cancel(slot) }
        }
        for grant in update.grants { take(grant) }
        for lease in update.ended { answered(lease, hasEnded: true) }
        for answer in update.acknowledged {
            if let place = saidBefore.firstIndex(of: answer.lease) {
                saidBefore.remove(at: place)
            } else {
                answered(answer.lease, hasEnded: false)
            }
        }
        for lease in update.revoked {
            let slot = ledger.drop(lease)
            forget(lease)
            if let slot { cancel(slot) }
            if world.buggify(.reportAfterLoss) { link.send(.worker(V1.WorkerUpdate(completed: [lease]))) }
        }
        for lease in update.recalled where !world.buggify(.recallIgnored) { recall(lease) }
        for trim in update.trims { ledger.trim(trim.lease, to: trim.end) }
        for place in slots.indices where slots[place].lease == nil || slots[place].isWaiting { step(place) }
        say()
    }

    /// Its handler is told to stop, and has some time for it.
    private func recall(_ lease: UInt64) {
        let place = ledger.recall(lease)
        world.schedule(after: .milliseconds(world.chance.below(1_000)), on: process) { [self] in
            ledger.finish(lease, .abandoned)
            if let place, slots[place].lease == lease { cancel(place) }
            say()
        }
    }

    private func take(_ grant: V1.Grant) {
        let ranges = stride(from: 0, to: grant.ranges.count, by: 2).map { grant.ranges[$0]..<grant.ranges[$0 + 1] }
        guard ledger.hold(grant.lease, ranges: ranges) else {
            return world.object("one-lease-at-a-time", "lease \(grant.lease) was granted twice")
        }
        granted += 1
        grants[grant.lease] = grant
        if !grant.items.isEmpty { checkPayloads(of: grant) }
        ready.append(grant.lease)
    }

    // MARK: Saying

    private func tick(_ number: Int) {
        world.schedule(after: .milliseconds(min(250, heartbeat)), on: process) { [self] in
            guard ticks == number else { return }
            say()
            tick(number)
        }
    }

    private func sayCredit(in update: inout V1.WorkerUpdate) {
        let room = UInt64(slotCount + prefetch) + finished
        guard !ledger.isLeaving, room > grantedBeforeSession + saidCredit else { return }
        saidCredit = room - grantedBeforeSession
        update.leaseCredit = saidCredit
        update.itemCredit = .max
    }

    func say() {
        let isBeatDue = (lastSaid + .milliseconds(heartbeat)) <= world.now
        switch phase {
        case .away: return
        case .joining(let link): if isBeatDue { send(V1.WorkerUpdate(), link) }
        case .joined(let link):
            var update = V1.WorkerUpdate()
            sayCredit(in: &update)
            _ = ledger.say(into: &update)
            for report in update.reports { told[report.lease] = .report(report) }
            for lease in update.completed { told[lease] = .everything }
            for report in update.reports where world.buggify(.reportInTwo) { sayBefore(report, link) }
            if ledger.isLeaving, !hasSaidLeave { update.leave = true }
            if update != V1.WorkerUpdate() || isBeatDue { send(update, link) }
            world.saw(.unacknowledged(ledger.unacknowledged, window: ledger.window))
            guard ledger.isLeaving, ledger.isEmpty else { return }
            link.send(.end)
        }
    }

    /// Workers in other languages may not wait for an answer before they go on: here a part of a report goes ahead of it.
    private func sayBefore(_ report: V1.Report, _ link: Link) {
        guard let first = grants[report.lease]?.ranges.first, report.cursor > first else { return }
        let cursor = report.cursor - min(report.cursor - first, UInt64(world.chance.below(3)))
        var part = V1.Report(lease: report.lease, cursor: cursor)
        part.outcomes = report.outcomes.filter { $0.item < cursor }
        part.outputs = report.outputs.filter { $0.item < cursor }
        part.checkpoint = [9, 9]
        saidBefore.append(report.lease)
        link.send(.worker(V1.WorkerUpdate(reports: [part])))
    }

    private func send(_ update: V1.WorkerUpdate, _ link: Link) {
        if update == V1.WorkerUpdate(), world.buggify(.heartbeatAtExpiry) {
            // As late as it can be without being too late, or just too late.
            let wait = world.options.leaseTimeToLive - heartbeat + world.chance.within(-2...2)
            lastSaid = world.now + .milliseconds(wait)
            return world.schedule(after: .milliseconds(max(0, wait)), on: process) { link.send(.worker(update)) }
        }
        lastSaid = world.now
        if update.leave { hasSaidLeave = true }
        link.send(.worker(update))
        // Said again on another connection, while the first may still be heard.
        if world.buggify(.updateTwice) {
            world.schedule(after: .microseconds(world.chance.below(2_000)), on: process) { [self] in rejoin() }
        }
    }
}
