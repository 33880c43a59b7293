import Contract
import Testing

@testable import LonghaulWorker

/// Reports that would not fit into a frame, or have more ranges than are allowed, go in parts.
@Suite struct LedgerReportTests {
    /// Says and acknowledges until there is nothing left, and checks what holds for every part.
    private func parts(of ledger: inout Ledger, _ inspect: (V1.Report) -> Void = { _ in }) throws -> [V1.Report] {
        var parts: [V1.Report] = []
        while true {
            let update = ledger.say()
            guard let report = update.reports.first else { return parts }
            #expect(try Codec().bytes(of: update).count < Limits.frame / 2)
            #expect(report.settledRanges.count <= Limits.settledRanges)
            inspect(report)
            parts.append(report)
            if parts.count > 100 {
                Issue.record("the parts have no end")
                return parts
            }
            ledger.acknowledged(1)
        }
    }

    /// Items that a report tells of.
    private func told(_ report: V1.Report) -> Set<UInt64> {
        Set(0..<report.cursor).union(report.settledRanges.joined())
    }

    @Test func `outputs of one lease are split, each goes with its item, and the end with the last`() throws {
        var ledger = Ledger(window: 300, begun: 0..<300)
        ledger.done(0..<299, output: Array(repeating: 7, count: Limits.output))
        ledger.finish(1, .abandoned)
        var seen: Set<UInt64> = []
        let parts = try parts(of: &ledger) { report in
            for output in report.outputs {
                #expect(told(report).contains(output.item))
                #expect(seen.insert(output.item).inserted)
            }
            #expect(told(report).isSubset(of: seen))
        }
        #expect(seen == Set(0..<299))
        #expect(parts.count == 5)
        #expect(parts.map(\.ending) == [.none, .none, .none, .none, .returned])
    }

    @Test func `a task's failure goes with the last part, behind all outcomes`() throws {
        var ledger = Ledger(window: 1_000, begun: 0..<1_000)
        for item in (0..<900 as Range<UInt64>).reversed() {
            ledger.failed(item, text: String(repeating: "x", count: Limits.failureText))
        }
        ledger.finish(1, .taskFailed(V1.Failure(code: "all")))
        let parts = try parts(of: &ledger)
        #expect(parts.count > 2)
        #expect(parts.dropLast().allSatisfy { $0.ending == .none && $0.failure == nil })
        #expect(parts.last?.ending == .taskFailed)
        #expect(parts.last?.failure?.code == "all")
        #expect(Set(parts.flatMap(\.outcomes).map(\.item)) == Set(0..<900))
    }

    @Test func `the part of a lease that is settled and does not fit leaves it alive`() throws {
        var ledger = Ledger(window: 300, begun: 0..<100)
        ledger.done(0..<100, output: Array(repeating: 7, count: Limits.output))
        ledger.finish(1, .returned)
        let parts = try parts(of: &ledger)
        #expect(parts.count == 2)
        #expect(parts[0].cursor < 100)
        #expect(parts[1].cursor == 100)
    }

    @Test func `a lost part is said again`() throws {
        var ledger = Ledger(window: 300, begun: 0..<100)
        ledger.done(0..<99, output: Array(repeating: 7, count: Limits.output))
        let first = ledger.say()
        #expect(ledger.reconnect() == [1])
        #expect(ledger.say() == first)
    }

    @Test func `an update ends at a size, and the next goes on`() throws {
        var ledger = Ledger(window: 100)
        for lease in 1...16 as ClosedRange<UInt64> {
            ledger.grant(lease, ranges: [0..<2])
            #expect(ledger.next(of: lease, upTo: 2) == .items(0..<2))
            ledger.keep(Array(repeating: 7, count: Limits.checkpoint), for: lease)
        }
        var leases: [UInt64] = []
        var hasMore = true
        while hasMore {
            var update = V1.WorkerUpdate()
            hasMore = ledger.say(into: &update)
            #expect(try Codec().bytes(of: update).count < Limits.frame / 2)
            leases += update.reports.map(\.lease)
        }
        #expect(leases == Array(1...16))
    }

    @Test func `an update ends at a number of leases`() {
        var ledger = Ledger(window: 1_000)
        for lease in 1...600 as ClosedRange<UInt64> {
            ledger.grant(lease, ranges: [0..<1])
            #expect(ledger.begin(lease, slot: 0) == .begun)
            ledger.finish(lease, .returned)
        }
        var update = V1.WorkerUpdate()
        let isFull = ledger.say(into: &update)
        #expect(isFull)
        #expect(update.completed.count == 512)
        var rest = V1.WorkerUpdate()
        let hasMore = ledger.say(into: &rest)
        #expect(!hasMore)
        #expect(rest.completed.count == 88)
    }

    @Test func `ranges past the sixty-fourth go at the acknowledgement, with nothing settled meanwhile`() throws {
        var ledger = Ledger(window: 300, begun: 0..<300)
        ledger.done(stride(from: 1, to: 300, by: 2))
        let parts = try parts(of: &ledger)
        #expect(parts.map(\.settledRanges.count) == [64, 64, 22])
        #expect(parts.allSatisfy { $0.cursor == 0 })
        #expect(Set(parts.flatMap { $0.settledRanges.joined() }) == Set(stride(from: 1, to: 300, by: 2)))
        #expect(ledger.unacknowledged == 150)
    }

    @Test func `outcomes of ranges that do not fit wait with them`() throws {
        var ledger = Ledger(window: 300, begun: 0..<300)
        for item in stride(from: 1, to: 300, by: 2) as StrideTo<UInt64> { ledger.failed(item) }
        let parts = try parts(of: &ledger) { report in
            #expect(report.outcomes.map(\.item) == report.settledRanges.map(\.lowerBound))
        }
        #expect(parts.count == 3)
    }

    @Test func `a lease of several ranges`() throws {
        var ledger = Ledger(window: 300, begun: 0..<3, 10..<13, 20..<23)
        ledger.done([0, 1, 2, 11, 20])
        let first = try ledger.report()
        #expect(first.cursor == 10)
        #expect(first.settledRanges == [11..<12, 20..<21])
        ledger.finish(1, .returned)
        #expect(ledger.say() == V1.WorkerUpdate())
        ledger.acknowledged(1)
        #expect(ledger.say().completed == [1])
    }
}
