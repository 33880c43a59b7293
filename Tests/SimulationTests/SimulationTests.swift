import Testing

@testable import Simulation

@Suite struct SimulationTests {
    /// Runs that once ended badly, as `longhaul-simulate` prints them. (So far the simulated world was at fault.)
    static let regressions: [String] = [
        "seed=36", "seed=2371", "seed=160", "seed=213", "seed=1435", "seed=103971",
    ]

    /// Many more are for the release build: `longhaul-simulate --seeds 10000`.
    @Test(arguments: [1, 26, 51, 76] as [UInt64])
    func `no promise is broken`(first: UInt64) {
        for seed in first..<first + 25 {
            let result = Options(seed: seed).run()
            if let violation = result.violation {
                Issue.record("seed \(seed), \(violation.checker) at \(violation.time): \(violation.text)")
            }
        }
    }

    @Test(arguments: [3, 17, 99] as [UInt64])
    func `equal options give equal runs`(seed: UInt64) {
        let (first, second) = (Options(seed: seed).run(), Options(seed: seed).run())
        #expect(first.hash == second.hash)
        #expect(first.events == second.events)
    }

    @Test(arguments: regressions)
    func `what was broken once stays whole`(text: String) throws {
        let options = try #require(Options(text: text))
        #expect(options.run().violation == nil)
    }

    @Test func `options are read as they are written`() throws {
        var options = Options(seed: 77)
        options.events = 1_234
        options.faults.remove(.crash)
        #expect(Options(text: options.text) == options)
        #expect(Options(text: "seed=1 faults=earthquake") == nil)
        #expect(Options(text: "workers=2") == nil)
    }
}
