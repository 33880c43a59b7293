import RandomWalk
import Scheduling
import Testing

@Suite struct TotalsTests {
    @Test(arguments: 1...4) func aJobsTotalsAreTheSumsOfItsTasks(seed: UInt64) {
        var walk = Walk(seed: seed)
        for _ in 0..<100 { walk.turn() }
        let jobs = walk.core.jobs(before: nil, limit: .max, probes: 10_000) { _ in true }.jobs
        #expect(!jobs.isEmpty)
        for job in jobs {
            let tasks = walk.core.tasks(of: job.id)
            let known = tasks.filter(\.countKnown)
            let totals = walk.core.totals(of: job.id)
            #expect(totals.firstKind == tasks.first?.kind)
            #expect(totals.allCountsKnown == (known.count == tasks.count))
            #expect(totals.total == known.reduce(0) { $0 + UInt64($1.total) })
            #expect(totals.done == known.reduce(0) { $0 + UInt64($1.done) })
            #expect(totals.dead == known.reduce(0) { $0 + UInt64($1.dead) })
            #expect(totals.leased == known.reduce(0) { $0 + UInt64($1.leased) })
            #expect(totals.retrying == known.reduce(0) { $0 + UInt64($1.retrying) })
            #expect(totals.cancelled == known.reduce(0) { $0 + UInt64($1.cancelled) })
        }
    }

    @Test func aQueueCountsTheWorkersThatServeIt() {
        var bench = Bench()
        _ = bench.submit([.items(1, queue: "a"), .items(1, queue: "b"), .items(1, queue: "c")])
        _ = bench.join(instance: 1)
        _ = bench.join(instance: 2, queues: ["a", "b", "a"])
        _ = bench.join(instance: 3, queues: ["b", "unknown"])
        let workers = bench.core.queues().map(\.workers)
        #expect(workers == [2, 3, 1])
    }
}
