import Scheduling
import Testing

/// A batch stays within what one journal row takes: the core does no more than that between two of them.
@Suite struct BatchLimitTests {
    @Test func aFullBatchEndsTheDispatch() {
        var bench = Bench()
        _ = bench.join(instance: 1, leases: 200_000)
        _ = bench.submit([.items(150_000, policy: .perLease(1))])
        let first = bench.grants().count
        let isFull = bench.core.isBatchFull
        let facts = bench.core.facts.count
        #expect(isFull && first < facts && facts == 100_000)

        bench.core.batchTaken()
        let isFullStill = bench.core.isBatchFull
        let rest = bench.grants().count
        #expect(!isFullStill)
        #expect(first + rest == 150_000)
    }

    @Test func bytesFillABatchToo() {
        var bench = Bench()
        let payload = [UInt8](repeating: 7, count: 1 << 20)
        for megabyte in 1...16 {
            let isFull = bench.core.isBatchFull
            #expect(!isFull, "before \(megabyte) MiB")
            _ = bench.submit([TaskSubmission(kind: "work", payload: payload)])
        }
        let isFull = bench.core.isBatchFull
        #expect(isFull)
    }

    @Test func aFullBatchEndsTheTick() {
        var bench = Bench()
        _ = bench.join(instance: 1, leases: 200_000)
        let jobs = (0..<20).map { _ in bench.submit([.items(1)], retention: 1_000) }
        for job in jobs { _ = bench.core.cancel(job) }
        bench.wait(999)
        _ = bench.submit([.items(150_000, policy: .perLease(1))])
        bench.core.dispatch()
        bench.wait(1)
        let kept = jobs.count { bench.core.job($0) != nil }
        #expect(kept == 20)
        bench.core.batchTaken()
        bench.core.tick()
        let left = jobs.count { bench.core.job($0) != nil }
        #expect(left == 0)
    }
}
