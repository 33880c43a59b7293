import Platform

/// How long to wait before trying again: anything between nothing and a bound that doubles with each failure, so that
/// many who failed together don't come back together.
package struct Backoff: Sendable {
    /// What worked for so long shows that it can work: whoever kept it so long calls `reset`.
    package static let steadyTime = Duration.seconds(5)

    private let first: Duration
    private let longest: Duration
    private var failures = 0

    /// The first wait is at most `first`, every one at most `longest`.
    package init(first: Duration, longest: Duration) {
        precondition(.zero < first && first <= longest, "A backoff grows from a first wait to a longest")
        self.first = first
        self.longest = longest
    }

    /// After a failure: the wait before the next try.
    package mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        // The bound stays far below what a Duration holds.
        let bound = min(longest, first * (1 << min(failures, 20)))
        failures += 1
        return .nanoseconds(Int64.random(in: 0...bound.wholeNanoseconds, using: &generator))
    }

    /// The next wait is as short as the first one.
    package mutating func reset() { failures = 0 }
}
