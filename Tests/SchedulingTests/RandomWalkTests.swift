import RandomWalk
import Scheduling
import Testing

/// Thousands of random commands against the core: after each turn every invariant holds, no item is under two leases,
/// and the facts give the same state again, from which now and then another process goes on.
@Suite struct RandomWalkTests {
    @Test(arguments: 1...16) func invariantsHoldAfterEveryTurn(seed: UInt64) {
        var walk = Walk(seed: seed)
        var mirror = Mirror()
        for turn in 1...150 {
            var contradiction: String?
            walk.turn { core in
                mirror.take(core)
                contradiction = core.state.checkInvariants()
                if turn % 10 == 0 { contradiction = contradiction ?? mirror.difference(from: core) }
            }
            #expect(walk.complaints == [], "seed \(seed), turn \(turn)")
            if let contradiction {
                Issue.record("seed \(seed), turn \(turn): \(contradiction)")
                return
            }
            if turn % 40 == 0 { walk.restart(from: mirror.recovered()) }
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
