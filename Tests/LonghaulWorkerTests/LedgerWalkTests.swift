import Contract
import SeededRandom
import Testing

@testable import LonghaulWorker

/// A ledger, handlers that do anything they may, a scheduler, and a connection that breaks.
private struct Walk {
    static let window = 40
    var random: SplitMix64
    var ledger = Ledger(window: Walk.window)
    var scheduler = ModelScheduler(items: 400)
    /// Leases at work, with the items that were taken and not settled.
    var taken: [UInt64: [UInt64]] = [:]
    /// Why leases at work do not move.
    var notes: [UInt64: V1.Failure] = [:]
    var toScheduler: [V1.WorkerUpdate] = []
    var toWorker: [V1.SchedulerUpdate] = []

    mutating func step() throws {
        switch random.below(100) {
        case ..<8: grant()
        case ..<28: next()
        case ..<57: settle()
        case ..<60: note()
        case ..<62: keep()
        case ..<63: recall()
        case ..<64: trim()
        case ..<66: setItemCount()
        case ..<72: finish()
        case ..<84: try say()
        case ..<91: if !toScheduler.isEmpty { toWorker.append(scheduler.hear(toScheduler.removeFirst())) }
        case ..<98: if !toWorker.isEmpty { hear(toWorker.removeFirst()) }
        default: reconnect()
        }
        check()
    }

    /// Nothing breaks any more, and all that there is to say is heard: of leases that go on, why they do not move too.
    mutating func settleWords() throws {
        for _ in 1...100 {
            try say()
            while !toScheduler.isEmpty { toWorker.append(scheduler.hear(toScheduler.removeFirst())) }
            while !toWorker.isEmpty { hear(toWorker.removeFirst()) }
        }
        for lease in taken.keys { #expect(scheduler.leases[lease]?.note == notes[lease], "lease \(lease)") }
    }

    /// Nothing breaks any more, handlers return, and everything comes to its end.
    mutating func end() throws {
        for _ in 1...10_000 where scheduler.hasPending || !ledger.isEmpty {
            grant()
            next()
            while taken.values.contains(where: { !$0.isEmpty }) { settle() }
            while !taken.isEmpty { finish() }
            try say()
            while !toScheduler.isEmpty { hear(scheduler.hear(toScheduler.removeFirst())) }
            while !toWorker.isEmpty { hear(toWorker.removeFirst()) }
            check()
        }
        #expect(ledger.isEmpty)
        #expect(ledger.unacknowledged == 0)
        #expect(scheduler.leases.isEmpty)
        #expect(scheduler.fates.allSatisfy { $0 == .done || $0 == .failed })
    }

    private mutating func randomLease() -> UInt64? {
        taken.isEmpty ? nil : taken.keys.sorted()[random.below(taken.count)]
    }

    private mutating func grant() {
        guard scheduler.hasPending, ledger.count < 6 else { return }
        let (lease, ranges) = scheduler.grant(1 + random.below(30))
        ledger.grant(lease, ranges: ranges)
        taken[lease] = []
    }

    private mutating func next() {
        guard let lease = randomLease() else { return }
        if case .items(let items) = ledger.next(of: lease, upTo: 1 + random.below(20)) {
            taken[lease]! += items
            scheduler.claim(lease) { $0.begun.formUnion(items) }
        }
    }

    /// The scheduler calls a lease back: nothing more of it is handed out.
    private mutating func recall() {
        guard let lease = randomLease() else { return }
        // Nobody is at work on it, as far as the ledger knows.
        #expect(ledger.recall(lease) == nil)
        taken[lease] = nil
        scheduler.claim(lease) { $0.hasReturned = true }
    }

    /// The scheduler asks for the far end of a lease.
    private mutating func trim() {
        guard let lease = randomLease(), let model = scheduler.leases[lease], model.end > 1 else { return }
        let asked = model.end - min(model.end - 1, 1 + UInt64(random.below(20)))
        toWorker.append(V1.SchedulerUpdate(trims: [V1.Trim(lease: lease, end: asked)]))
    }

    private mutating func settle() {
        guard let lease = randomLease(), !taken[lease]!.isEmpty else { return }
        let item = taken[lease]!.remove(at: random.below(taken[lease]!.count))
        notes[lease] = nil
        let kind = random.below(4)
        let output: [UInt8]? = kind == 0 ? Array(repeating: UInt8(item % 251), count: Limits.output) : nil
        scheduler.claim(lease) { $0.claims[item] = ModelScheduler.Claim(isDone: kind < 3, output: output) }
        if let output {
            ledger.settle(item, of: lease, .output(V1.Output(item: item, data: output)))
        } else {
            ledger.settle(item, of: lease, kind == 3 ? .outcome(.retry(item)) : nil)
        }
    }

    private mutating func note() {
        guard let lease = randomLease() else { return }
        notes[lease] = random.below(2) == 0 ? nil : V1.Failure(code: "\(random.below(3))")
        ledger.note(notes[lease], of: lease)
    }

    private mutating func keep() {
        guard let lease = randomLease(), let claims = scheduler.leases[lease]?.claims else { return }
        let durable = scheduler.leases[lease]!.unsettled
        guard let first = durable.filter({ claims[$0] == nil }).min() else { return }
        ledger.keep([UInt8(truncatingIfNeeded: first)], for: lease)
    }

    private mutating func setItemCount() {
        guard let lease = randomLease() else { return }
        let count = UInt64(random.below(1_000))
        scheduler.claim(lease) { $0.claimedCount = count }
        ledger.setItemCount(count, ofTask: 1, from: lease)
    }

    private mutating func finish() {
        guard let lease = randomLease(), let rest = taken.removeValue(forKey: lease) else { return }
        let kind = random.below(4)
        scheduler.claim(lease) { model in
            model.hasReturned = true
            if kind == 3 { return }
            for item in rest { model.claims[item] = ModelScheduler.Claim(isDone: kind < 2) }
        }
        let results: [Ledger.HandlerResult] = [.returned, .returned, .failed(.retry(0)), .abandoned]
        ledger.finish(lease, results[kind])
    }

    private mutating func say() throws {
        let update = ledger.say()
        if update == V1.WorkerUpdate() { return }
        if try Codec().bytes(of: update).count >= Limits.frame { Issue.record("an update is too long") }
        toScheduler.append(update)
    }

    private mutating func hear(_ update: V1.SchedulerUpdate) {
        for lease in update.ended { ledger.drop(lease) }
        for answer in update.acknowledged { ledger.acknowledged(answer.lease) }
        for lease in update.revoked { forget(lease) }
        for trim in update.trims { ledger.trim(trim.lease, to: trim.end) }
    }

    private mutating func forget(_ lease: UInt64) {
        ledger.drop(lease)
        taken[lease] = nil
    }

    /// What was on the way is lost, in both directions, and sometimes a lease with it.
    private mutating func reconnect() {
        toScheduler = []
        toWorker = []
        let held = ledger.reconnect()
        let kept = scheduler.join(held: held, lost: Set(held.filter { _ in random.below(8) == 0 }))
        for lease in held where !kept.contains(lease) { taken[lease] = nil }
        _ = ledger.dropAll(but: kept)
    }

    /// The bound on work done twice, as the scheduler would see it after a crash of this worker.
    private func check() {
        let lost = scheduler.leases.reduce(0) { sum, lease in
            sum + lease.value.claims.keys.count { lease.value.unsettled.contains($0) } + (taken[lease.key]?.count ?? 0)
        }
        if lost > ledger.unacknowledged || ledger.unacknowledged > Self.window {
            Issue.record("\(lost) items might be done twice, \(ledger.unacknowledged) are counted")
        }
    }
}

@Suite struct LedgerWalkTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `whatever is lost on the way, items end as their handlers said`(seed: UInt64) throws {
        var walk = Walk(random: SplitMix64(seed: seed))
        for step in 1...2_000 {
            try walk.step()
            if step % 100 == 0 { try walk.settleWords() }
        }
        try walk.end()
    }
}
