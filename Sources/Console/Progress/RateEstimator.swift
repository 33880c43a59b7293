import Glibc

/// Items a second, smoothed: the mean of what was measured, older measurements weighing less by e for each
/// `timeConstant` that has passed (an exponentially weighted moving average over time, not over samples, and without
/// the usual pull towards its start).
package struct RateEstimator: Sendable {
    /// Below these a guess of the time left would jump.
    private static let stableAfter = Duration.seconds(3)
    private static let stableSamples = 4

    private let timeConstant: Double
    private var last: (time: Duration, done: UInt64)?
    private var weightedItems = 0.0
    private var weightedSeconds = 0.0
    private var observed = Duration.zero
    private var samples = 0

    package init(timeConstant: Duration = .seconds(8)) {
        precondition(timeConstant > .zero, "a time constant of nothing smooths nothing")
        self.timeConstant = timeConstant.seconds
    }

    /// Adds that `done` items were done at `time`, counted from any fixed moment. A time that is no later than the last
    /// one is ignored. Fewer items than before (a requeue) start the estimate anew.
    package mutating func add(done: UInt64, at time: Duration) {
        guard let last else {
            self.last = (time, done)
            return
        }
        guard done >= last.done else {
            self = RateEstimator(timeConstant: .seconds(timeConstant))
            self.last = (time, done)
            return
        }
        let elapsed = (time - last.time).seconds
        guard elapsed > 0 else { return }
        let remains = exp(-elapsed / timeConstant)
        weightedItems = weightedItems * remains + Double(done - last.done) * (1 - remains) / (elapsed / timeConstant)
        weightedSeconds = weightedSeconds * remains + timeConstant * (1 - remains)
        observed += time - last.time
        samples += 1
        self.last = (time, done)
    }

    /// Nil before the second sample.
    package var itemsPerSecond: Double? {
        weightedSeconds > 0 ? weightedItems / weightedSeconds : nil
    }

    /// Nil until the rate was watched for a few seconds, and while nothing moves.
    package func timeLeft(until total: UInt64) -> Duration? {
        guard let last, let rate = itemsPerSecond, observed >= RateEstimator.stableAfter,
            samples >= RateEstimator.stableSamples
        else { return nil }
        if last.done >= total { return .zero }
        // A rate that has faded to almost nothing means that nothing moves, not that it takes a thousand years.
        let seconds = Double(total - last.done) / rate
        return rate > 0 && seconds < 1e9 ? .seconds(seconds) : nil
    }
}
