import RandomWalk
import Scheduling
import Testing

/// Thousands of random commands against the core: after each turn every invariant holds, and no item is under two
/// leases, done twice, or lost.
@Suite struct RandomWalkTests {
    @Test(arguments: 1...16) func invariantsHoldAfterEveryTurn(seed: UInt64) {
        var walk = Walk(seed: seed)
        for turn in 0..<150 {
            walk.turn()
            #expect(walk.complaints == [], "seed \(seed), turn \(turn)")
            if let contradiction = walk.core.state.checkInvariants() {
                Issue.record("seed \(seed), turn \(turn): \(contradiction)")
                return
            }
        }
    }

    @Test(arguments: 1...8) func everythingEndsWhenWorkersAreGood(seed: UInt64) {
        var walk = Walk(seed: seed)
        for _ in 0..<60 { walk.turn() }
        let unfinished = walk.drain()
        #expect(unfinished == [], "seed \(seed)")
        let contradiction = walk.core.state.checkInvariants()
        #expect(contradiction == nil, "seed \(seed)")
    }
}
