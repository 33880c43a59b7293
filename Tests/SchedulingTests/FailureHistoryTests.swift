import Scheduling
import Testing

/// How much is kept of tries that failed, however many fail.
@Suite struct FailureHistoryTests {
    @Test func ofManyItemsTheNewestTriesAreKept() throws {
        var worker = FailingWorker()
        worker.core.addTask(
            to: worker.core.submit(JobSubmission()),
            TaskSubmission(
                kind: "k", items: .counted(300),
                policy: Policy(maxAttempts: 2, initialBackoff: 1, maxBackoff: 1, itemsPerLease: 300)))
        worker.fail(.retry) { "first of \($0)" }
        worker.fail(.retry) { "last of \($0)" }
        var kept: [Int] = []
        for letter: UInt64 in 1...300 { kept.append(worker.core.failures(of: DeadLetterID(rawValue: letter)).count) }
        #expect(kept.reduce(0, +) == 256 && kept.allSatisfy { $0 <= 1 })
        let newest = worker.core.letters(after: .none, limit: 300, probes: 300) { $0.item == 299 }.letters
        let failures = worker.core.failures(of: try #require(newest.first?.id))
        #expect(failures.map(\.failure) == [Array("first of 299".utf8)])
    }

    @Test func theSameFailureOfManyIsWrittenOnce() {
        var worker = FailingWorker()
        worker.core.addTask(
            to: worker.core.submit(JobSubmission()),
            TaskSubmission(
                kind: "k", items: .counted(100),
                policy: Policy(maxAttempts: 2, initialBackoff: 1, maxBackoff: 1, itemsPerLease: 100)))
        worker.core.dispatch()
        var written = 0
        for grant in worker.core.takeOutput().grants {
            var report = LeaseReport(lease: grant.lease, cursor: 100)
            report.outcomes = (0..<100).map {
                ItemOutcome(item: $0, disposition: .retry, failure: Array("no answer".utf8))
            }
            _ = worker.core.report(report, from: worker.session)
        }
        worker.core.writeBatch { fact, _ in
            if case .itemFailed(_, _, .some, _) = fact { written += 1 }
        }
        #expect(written == 1)
    }
}

/// A core whose one worker does nothing right.
private struct FailingWorker: ~Copyable {
    let session = SessionID(rawValue: 1)
    var core: Scheduler

    init() {
        core = Scheduler(
            recovered: State(partition: 0), epoch: 1, settings: Settings(), now: Timestamp(milliseconds: 1_000))
        _ = core.join(JoinRequest(session: session, name: [], instance: 1, kinds: ["k"]))
        core.credit(session, leases: .max, items: .max)
    }

    /// Every item of what was granted fails so.
    mutating func fail(_ disposition: Disposition, _ text: (UInt32) -> String) {
        core.tick()
        core.dispatch()
        for grant in core.takeOutput().grants {
            guard let lease = core.lease(grant.lease), let last = lease.ranges.last else { continue }
            var report = LeaseReport(lease: grant.lease, cursor: last.end)
            for range in lease.ranges {
                report.outcomes += (range.begin..<range.end).map {
                    ItemOutcome(item: $0, disposition: disposition, failure: Array(text($0).utf8))
                }
            }
            let result = core.report(report, from: session)
            #expect(result == .ended)
        }
        core.batchTaken()
        let contradiction = core.state.checkInvariants()
        #expect(contradiction == nil)
        core.advance(to: core.now + 100_000)
        core.heard(from: session)
    }
}
