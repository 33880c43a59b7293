/// What became of many runs.
package struct Tally: Sendable {
    package private(set) var seeds = 0
    package private(set) var events = 0
    /// Of virtual time.
    package private(set) var seconds = 0.0
    package private(set) var coverage = Coverage()
    /// By seed.
    package private(set) var violations: [RunResult] = []
    /// Over all runs, in whatever order they were added: equal runs give equal ones.
    package private(set) var hash: UInt64 = 0

    /// Every so many seeds one is run twice, to see that it comes to the same.
    package static let repeated: UInt64 = 100

    package init() {}

    /// Runs a seed as it draws its options, and counts it.
    package mutating func run(_ seed: UInt64) {
        let options = Options(seed: seed)
        add(seed % Self.repeated == 0 ? options.runTwice() : options.run())
    }

    package mutating func add(_ result: RunResult) {
        seeds += 1
        events += result.events
        seconds += Double(result.time.microseconds) / 1e6
        coverage.add(result.coverage)
        hash ^= Chance.fixed(result.options.seed, result.hash)
        if result.violation != nil { violations.append(result) }
    }

    package mutating func add(_ other: Tally) {
        seeds += other.seeds
        events += other.events
        seconds += other.seconds
        coverage.add(other.coverage)
        hash ^= other.hash
        violations = (violations + other.violations).sorted { $0.options.seed < $1.options.seed }
    }
}

extension Options {
    /// A run that is not the same the second time breaks a promise too.
    package func runTwice() -> RunResult {
        let (first, second) = (run(), run())
        guard first.violation == nil, first.hash != second.hash else { return first }
        let text = "the trace's hash is \(first.hash), then \(second.hash)"
        return RunResult(
            options: self, violation: Violation(checker: "determinism", text: text, time: first.time),
            hash: first.hash, events: first.events, time: first.time, coverage: first.coverage, lastEvents: [],
            troubles: first.troubles)
    }
}
