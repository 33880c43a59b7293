import Simulation
import Testing

@Suite struct ExhaustionTests {
    /// Deeper under `longhaul-simulate exhaust`.
    @Test(arguments: Scenario.all.indices)
    func whateverTheOrderEverythingIsKeptAndEnds(scenario: Int) {
        var exhaustion = Exhaustion(Scenario.all[scenario])
        while exhaustion.depth < 5, exhaustion.deepen() {}
        _ = exhaustion.finding == nil && exhaustion.settleAll()
        #expect(exhaustion.finding == nil, "\(exhaustion.finding.map { "\($0.violation.text): \($0.choices)" } ?? "")")
        #expect(exhaustion.depth == 5 && exhaustion.states > 100)
    }
}
