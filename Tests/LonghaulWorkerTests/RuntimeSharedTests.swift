import Contract
import Platform
import Testing

@testable import LonghaulWorker

/// The steps that are taken under the runtime's lock, one by one.
@Suite struct RuntimeSharedTests {
    private let runtime = Runtime(slots: 1, prefetch: 0, handlers: [:], logger: Logger(role: "test")) {}

    private func lease(_ id: UInt64) throws -> Lease {
        try Lease(V1.Grant(lease: id, ranges: [0, 1]), runtime: runtime)
    }

    private func shared(slots: Int, prefetch: Int, leases: ClosedRange<UInt64>) throws -> Runtime.Shared {
        var shared = Runtime.Shared(slots: slots, prefetch: prefetch)
        shared.ledger.window = 1_000
        for id in leases {
            let isNew = shared.grant(try lease(id))
            #expect(isNew)
        }
        return shared
    }

    // MARK: Cancellation

    @Test func `a slot that is being cancelled takes no other lease`() throws {
        var shared = try shared(slots: 1, prefetch: 1, leases: 1...2)
        #expect(shared.assign(0)?.lease.id == 1)
        let slot = shared.ledger.drop(1)
        #expect(slot == 0)
        _ = shared.cancel([0])
        guard case .endTask = shared.finish(1, .abandoned, slot: 0).step else {
            Issue.record("the slot went on with a task that is cancelled, or will be")
            return
        }
        #expect(!shared.slots[0].isBusy)
    }

    @Test func `a slot that has gone on is not found by the lease it has left`() throws {
        var shared = try shared(slots: 1, prefetch: 1, leases: 1...2)
        #expect(shared.assign(0)?.lease.id == 1)
        guard case .work(let next) = shared.finish(1, .returned, slot: 0).step else {
            Issue.record("there was another lease")
            return
        }
        #expect(next.lease.id == 2)
        let slot = shared.ledger.drop(1)
        #expect(slot == nil)
    }

    // MARK: Credit

    private func credit(_ shared: inout Runtime.Shared) -> UInt64 {
        var update = V1.WorkerUpdate()
        _ = shared.say(into: &update)
        return update.leaseCredit
    }

    @Test func `credit is for slots and places, and grows with each lease that is finished`() throws {
        var shared = try shared(slots: 2, prefetch: 3, leases: 1...5)
        #expect(credit(&shared) == 5)
        #expect(credit(&shared) == 0)
        _ = shared.assign(0)
        _ = shared.finish(1, .returned, slot: 0)
        #expect(credit(&shared) == 6)
    }

    @Test func `a handler whose lease is gone still has its slot, and is finished once`() throws {
        var shared = try shared(slots: 2, prefetch: 0, leases: 1...2)
        #expect(credit(&shared) == 2)
        _ = shared.assign(0)
        _ = shared.assign(1)
        shared.ledger.drop(1)
        shared.ledger.drop(2)
        shared.beginSession()
        #expect(credit(&shared) == 0)
        _ = shared.finish(1, .abandoned, slot: 0)
        #expect(credit(&shared) == 1)
        _ = shared.finish(2, .abandoned, slot: 1)
        #expect(credit(&shared) == 2)
    }

    @Test func `leases that were revoked before they were begun make room when they are passed over`() throws {
        var shared = try shared(slots: 1, prefetch: 2, leases: 1...3)
        #expect(credit(&shared) == 3)
        shared.ledger.drop(1)
        shared.ledger.drop(2)
        #expect(shared.assign(0)?.lease.id == 3)
        #expect(credit(&shared) == 5)
    }

    @Test func `leases that are handed back give no credit: the worker is leaving`() throws {
        var shared = try shared(slots: 1, prefetch: 2, leases: 1...3)
        shared.ledger.isLeaving = true
        shared.handBackReady()
        #expect(credit(&shared) == 0)
    }

    // MARK: Waking the session

    @Test func `the session is woken when leases run short, or a slot has nothing to do, not for each lease`() throws {
        var shared = try shared(slots: 1, prefetch: 8, leases: 1...8)
        _ = shared.assign(0)
        let wakes = (1...8 as ClosedRange<UInt64>).map { lease in
            let mustWake = shared.finish(lease, .returned, slot: 0).mustWake
            if mustWake { _ = credit(&shared) }
            return mustWake
        }
        #expect(wakes == [false, false, false, false, true, false, false, true])
    }

    // MARK: Memory

    @Test func `a lease that is done with is let go, while others wait`() throws {
        var shared = Runtime.Shared(slots: 1, prefetch: 8)
        weak var first: Lease?
        do {
            let lease = try lease(1)
            first = lease
            _ = shared.grant(lease)
        }
        _ = shared.grant(try lease(2))
        _ = shared.grant(try lease(3))
        _ = shared.assign(0)
        _ = shared.finish(1, .returned, slot: 0)
        #expect(first == nil)
    }
}
