import Platform

/// How long to wait after each failure in a row: anything between nothing and a bound that doubles with each, so that
/// many who failed together don't come back together.
package struct Backoff {
    private let first: Duration
    private let longest: Duration
    private var failures = 0

    /// The bound grows from `first` to `longest`.
    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    package mutating func failed() -> Duration {
        let bound = min(longest, first * (1 << min(failures, 20)))
        failures += 1
        return .nanoseconds(Int64.random(in: 0...bound.wholeNanoseconds))
    }

    package mutating func succeeded() { failures = 0 }
}
