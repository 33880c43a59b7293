import Scheduling
import Testing

@Suite struct NameLimitTests {
    private func excess(_ bench: borrowing Bench, _ tasks: [TaskSubmission], tenant: String = "default") -> NameExcess?
    {
        bench.core.excess(of: [JobSubmission(tenant: tenant)], tasks)
    }

    @Test func newNamesCountOnceEach() {
        var bench = Bench()
        for queue in 0..<NameLimits.queues - 2 { _ = bench.submit([.items(1, queue: "q\(queue)")]) }
        let known = excess(bench, (0..<100).map { .items(1, queue: "q\($0)") })
        let twoNew = excess(bench, ["a", "b", "a", "q1", "b"].map { .items(1, queue: $0) })
        let threeNew = excess(bench, ["a", "b", "c"].map { .items(1, queue: $0) })
        #expect(known == nil)
        #expect(twoNew == nil)
        #expect(threeNew == .queues)
    }

    /// Few queues and few kinds make many pairs.
    @Test func pairsAreLimitedToo() {
        var bench = Bench()
        for queue in 0..<200 {
            _ = bench.submit((0..<500).map { .items(1, kind: "k\($0)", queue: "q\(queue)") })
            bench.core.batchTaken()
        }
        let known = excess(bench, [.items(1, kind: "k7", queue: "q7")])
        let new = excess(bench, [.items(1, kind: "k7", queue: "q7"), .items(1, kind: "other", queue: "q7")])
        #expect(known == nil)
        #expect(new == .lanes)
    }

    @Test func kindsAndTenantsAreLimitedApart() {
        let bench = Bench()
        let kinds = excess(bench, (0...NameLimits.kinds).map { .items(1, kind: "k\($0)") })
        let tenants = excess(bench, [.items(1)], tenant: "new")
        #expect(kinds == .kinds)
        #expect(tenants == nil)
    }
}
