import Contract

/// How fast a task's items are settled, as done or dead: a moving average over the last seconds, weighted by time.
struct Pace {
    /// Seconds of the past that count about as much as the rest of it.
    private static let memory = 4.0
    /// Shorter than this, a stretch says more about batches than about speed. Milliseconds.
    private static let shortest: UInt64 = 250

    private var last: (settled: UInt64, time: UInt64, isAtWork: Bool)?
    /// Since the last measurement, while there was something to work on.
    private var unmeasured: (settled: UInt64, time: UInt64) = (0, 0)
    private var perSecond = 0.0
    private var stretches = 0

    /// `isAtWork`: from now on there is something to work on. While there is not, time passes and says nothing about speed.
    /// A count that went back (a requeue) starts a new measurement.
    mutating func note(settled: UInt64, at now: UInt64, isAtWork: Bool) {
        defer { last = (settled, now, isAtWork) }
        guard let last, settled >= last.settled else {
            unmeasured = (0, 0)
            return
        }
        guard last.isAtWork else { return }
        unmeasured.settled += settled - last.settled
        unmeasured.time += now - last.time
        guard unmeasured.time >= Self.shortest else { return }
        let seconds = Double(unmeasured.time) / 1_000
        let measured = Double(unmeasured.settled) / seconds
        let weight = stretches == 0 ? 1 : seconds / (seconds + Self.memory)
        perSecond += (measured - perSecond) * weight
        stretches += 1
        unmeasured = (0, 0)
    }

    /// The time left is told once three stretches were measured.
    func rate(left: UInt64?) -> V1.Rate {
        var rate = V1.Rate(itemsPerSecond: perSecond)
        if let left, perSecond > 0, stretches >= 3 { rate.secondsLeft = Double(left) / perSecond }
        return rate
    }
}
