import Contract
import Testing

@testable import LonghaulWorker

@Suite struct LedgerTests {
    // MARK: The window

    @Test func `nothing is handed out past the window until something is durable`() throws {
        var ledger = Ledger(window: 3)
        ledger.grant(1, ranges: [0..<10])
        #expect(ledger.next(of: 1, upTo: 10) == .items(0..<3))
        #expect(ledger.next(of: 1, upTo: 10) == .full)
        #expect(ledger.mustWait(1))
        ledger.done([0, 2])
        #expect(ledger.next(of: 1, upTo: 10) == .full)
        let report = try ledger.report()
        #expect(report.cursor == 1)
        #expect(report.settledRanges == [2..<3])
        ledger.acknowledged(1)
        #expect(ledger.unacknowledged == 1)
        #expect(ledger.next(of: 1, upTo: 10) == .items(3..<5))
    }

    @Test func `the only item of a lease is taken for its handler, and handed out once`() {
        var ledger = Ledger(window: 1)
        ledger.grant(1, ranges: [7..<8])
        ledger.grant(2, ranges: [8..<9])
        #expect(ledger.begin(1, slot: 0) == .begun)
        #expect(ledger.begin(2, slot: 1) == .full)
        #expect(ledger.next(of: 1, upTo: 5) == .items(7..<8))
        #expect(ledger.next(of: 1, upTo: 5) == .exhausted)
        ledger.finish(1, .returned)
        #expect(ledger.say().completed == [1])
        #expect(ledger.reserveOnly(of: 2) == .full)
        ledger.drop(1)
        #expect(ledger.reserveOnly(of: 2) == .items(8..<9))
        #expect(ledger.unacknowledged == 1)
    }

    @Test func `a revoked lease makes room, and says who works on it`() {
        var ledger = Ledger(window: 4)
        ledger.grant(1, ranges: [0..<9])
        #expect(ledger.begin(1, slot: 5) == .begun)
        #expect(ledger.next(of: 1, upTo: 4) == .items(0..<4))
        #expect(ledger.drop(1) == 5)
        #expect(ledger.next(of: 1, upTo: 1) == .revoked)
        #expect(!ledger.mustWait(1))
        #expect(ledger.unacknowledged == 0)
        ledger.settle(0, of: 1)
        ledger.finish(1, .returned)
        #expect(ledger.say() == V1.WorkerUpdate())
    }

    // MARK: The scheduler asks

    @Test func `of a lease that is called back nothing more is handed out, and what was settled is said`() throws {
        var ledger = Ledger(window: 3)
        ledger.grant(1, ranges: [0..<9])
        ledger.grant(2, ranges: [9..<12])
        #expect(ledger.begin(1, slot: 5) == .begun)
        #expect(ledger.next(of: 1, upTo: 3) == .items(0..<3))
        ledger.done([1])
        #expect(ledger.mustWait(1))
        #expect(ledger.recall(1) == 5)
        #expect(!ledger.mustWait(1))
        #expect(ledger.next(of: 1, upTo: 1) == .exhausted)
        ledger.done([0])
        ledger.finish(1, .abandoned)
        let report = try ledger.report()
        #expect(report.cursor == 2 && report.ending == .returned)

        #expect(ledger.recall(2) == nil, "nobody works on it")
        #expect(ledger.begin(2, slot: 5) == .revoked)
        let untouched = try ledger.report()
        #expect(untouched.ending == .returned)
    }

    @Test func `the far end of a lease is given up as far as it was not begun`() throws {
        var ledger = Ledger(window: 100)
        ledger.grant(1, ranges: [0..<10, 20..<30])
        #expect(ledger.next(of: 1, upTo: 4) == .items(0..<4))
        ledger.trim(1, to: 23)
        try ledger.expectReport(endingAt: 23)
        ledger.acknowledged(1)
        ledger.trim(1, to: 2)
        try ledger.expectReport(endingAt: 4)
        ledger.acknowledged(1)
        #expect(ledger.next(of: 1, upTo: 1) == .exhausted)
        ledger.finish(1, .returned)
        let last = try ledger.report()
        #expect(last.cursor == 4 && last.end == 4 && last.ending == .none)
    }

    @Test func `a handler that has settled all it began keeps an item, or its lease would end under it`() throws {
        var ledger = Ledger(window: 100)
        ledger.grant(1, ranges: [0..<10])
        #expect(ledger.next(of: 1, upTo: 2) == .items(0..<2))
        ledger.done([0, 1])
        ledger.trim(1, to: 1)
        let report = try ledger.report()
        #expect(report.cursor == 2 && report.end == 3)
        ledger.acknowledged(1)
        #expect(ledger.next(of: 1, upTo: 5) == .items(2..<3))
    }

    @Test func `where a lease ends is said again after a lost connection`() throws {
        var ledger = Ledger(window: 100)
        ledger.grant(1, ranges: [0..<10])
        ledger.trim(1, to: 5)
        try ledger.expectReport(endingAt: 5)
        _ = ledger.reconnect()
        try ledger.expectReport(endingAt: 5)
        ledger.acknowledged(1)
        #expect(ledger.say() == V1.WorkerUpdate())
    }

    @Test func `a lease is held once`() {
        var ledger = Ledger(window: 4)
        ledger.grant(1, ranges: [0..<2])
        let isNew = ledger.hold(1, ranges: [0..<2])
        #expect(!isNew)
        #expect(ledger.count == 1)
    }

    // MARK: How a lease ends

    @Test func `what was not handed out goes back, what was is done`() throws {
        var ledger = Ledger(window: 3, begun: 0..<10)
        ledger.finish(1, .returned)
        let report = try ledger.report()
        #expect(report.cursor == 3)
        #expect(report.ending == .returned)
    }

    @Test func `what was handed out and not settled fails with the handler`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.done([1])
        ledger.finish(1, .failed(.retry(0)))
        let report = try ledger.report()
        #expect(report.outcomes == [.retry(0), .retry(2)])
        #expect(report.cursor == 3)
        #expect(report.ending == .none)
    }

    @Test func `an abandoned lease goes back from its cursor`() throws {
        var ledger = Ledger(window: 9, begun: 0..<5)
        ledger.done([0, 1, 3])
        ledger.finish(1, .abandoned)
        let report = try ledger.report()
        #expect(report.cursor == 2)
        #expect(report.settledRanges == [3..<4])
        #expect(report.ending == .returned)
    }

    @Test func `the last item waits for the handler, which may say more until it returns`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.done([0, 2])
        ledger.done([1], output: [7])
        #expect(ledger.next(of: 1, upTo: 1) == .exhausted)
        let first = try ledger.report()
        #expect(first.cursor == 1)
        #expect(first.settledRanges == [2..<3])
        #expect(first.outputs.isEmpty)
        ledger.acknowledged(1)
        #expect(ledger.say() == V1.WorkerUpdate())
        ledger.setItemCount(40, ofTask: 3, from: 1)
        ledger.finish(1, .returned)
        let last = try ledger.report()
        #expect(last.cursor == 3)
        #expect(last.outputs == [V1.Output(item: 1, data: [7])])
        #expect(last.itemCounts == [V1.ItemCount(task: 3, count: 40)])
    }

    @Test func `a task fails although all its items were settled`() throws {
        var ledger = Ledger(window: 9, begun: 0..<2)
        ledger.done([0, 1])
        #expect(try ledger.report().cursor == 1)
        ledger.acknowledged(1)
        ledger.finish(1, .taskFailed(V1.Failure(code: "late")))
        let report = try ledger.report()
        #expect(report.ending == .taskFailed)
        #expect(report.failure?.code == "late")
    }

    @Test func `a handler that is out of time is not heard any more, but what it had settled is said`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.done([0])
        ledger.abandonAll()
        ledger.done([1])
        ledger.finish(1, .returned)
        let report = try ledger.report()
        #expect(report.cursor == 1)
        #expect(report.ending == .returned)
    }

    // MARK: A lost connection

    @Test func `what was not acknowledged is said again, once`() throws {
        var ledger = Ledger(window: 9, begun: 0..<6)
        ledger.done([0, 1])
        #expect(try ledger.report().cursor == 2)
        ledger.done([2])
        #expect(ledger.reconnect() == [1])
        #expect(ledger.reconnect() == [1])
        #expect(try ledger.report().cursor == 3)
        ledger.acknowledged(1)
        #expect(ledger.unacknowledged == 3)
        #expect(ledger.say() == V1.WorkerUpdate())
    }

    @Test(arguments: [true, false])
    func `outcomes and counts of a report that was lost are not swallowed by the plain end`(returnsBefore: Bool) throws
    {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.failed(1)
        ledger.setItemCount(5, ofTask: 2, from: 1)
        #expect(try ledger.report().outcomes.count == 1)
        if returnsBefore { ledger.finish(1, .returned) }
        #expect(ledger.reconnect() == [1])
        if !returnsBefore { ledger.finish(1, .returned) }
        let report = try ledger.report()
        #expect(report.outcomes == [.retry(1)])
        #expect(report.itemCounts == [V1.ItemCount(task: 2, count: 5)])
        #expect(report.cursor == 3)
    }

    @Test func `a plain end is said again as one`() {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.finish(1, .returned)
        #expect(ledger.say().completed == [1])
        #expect(ledger.reconnect() == [1])
        #expect(ledger.say().completed == [1])
    }

    @Test func `an item count that was set anew wins over the lost one`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.setItemCount(5, ofTask: 2, from: 1)
        ledger.done([0])
        #expect(try ledger.report().itemCounts.map(\.count) == [5])
        ledger.setItemCount(6, ofTask: 2, from: 1)
        #expect(ledger.reconnect() == [1])
        #expect(try ledger.report().itemCounts.map(\.count) == [6])
    }

    @Test func `what the scheduler did not keep is dropped`() {
        var ledger = Ledger(window: 9)
        for lease in 1...3 as ClosedRange<UInt64> {
            ledger.grant(lease, ranges: [lease..<lease + 1])
            #expect(ledger.begin(lease, slot: Int(lease)) == .begun)
        }
        #expect(ledger.reconnect() == [1, 2, 3])
        #expect(ledger.dropAll(but: [2]) == [1, 3])
        #expect(ledger.unacknowledged == 1)
    }

    // MARK: Checkpoints

    @Test func `a checkpoint goes with the item that it was kept for`() throws {
        var ledger = Ledger(window: 9, begun: 0..<8)
        ledger.done(0..<5)
        ledger.keep([5], for: 1)
        let report = try ledger.report()
        #expect(report.cursor == 5)
        #expect(report.checkpoint == [5])
    }

    @Test func `a checkpoint of an item that has been settled goes nowhere`() throws {
        var ledger = Ledger(window: 9, begun: 0..<8)
        ledger.done(0..<5)
        ledger.keep([5], for: 1)
        ledger.done([5])
        let report = try ledger.report()
        #expect(report.cursor == 6)
        #expect(report.checkpoint == nil)
        ledger.acknowledged(1)
        #expect(ledger.say() == V1.WorkerUpdate())
    }

    @Test func `a checkpoint that was lost on the way goes again only while it fits`() throws {
        var ledger = Ledger(window: 9, begun: 0..<8)
        ledger.keep([0], for: 1)
        #expect(try ledger.report().checkpoint == [0])
        #expect(ledger.reconnect() == [1])
        #expect(try ledger.report().checkpoint == [0])
        ledger.done([0])
        #expect(ledger.reconnect() == [1])
        let report = try ledger.report()
        #expect(report.cursor == 1)
        #expect(report.checkpoint == nil)
    }

    @Test func `when all items are settled, a checkpoint is for the one that waits`() throws {
        var ledger = Ledger(window: 9, begun: 0..<3)
        ledger.done([0, 2, 1])
        ledger.keep([1], for: 1)
        let report = try ledger.report()
        #expect(report.cursor == 1)
        #expect(report.checkpoint == [1])
    }
}
