import Contract

/// How fast a task's items are settled, as done or dead: a moving average over the last seconds, weighted by time.
struct Pace {
    /// Seconds of the past that count about as much as the rest of it.
    private static let memory = 4.0
    /// Shorter than this, a stretch says more about batches than about speed. Milliseconds.
    private static let shortest: UInt64 = 250

    private var last: (settled: UInt64, time: UInt64)?
    private var perSecond = 0.0
    private var stretches = 0

    /// A count that went back (a requeue) starts a new measurement.
    mutating func note(settled: UInt64, at now: UInt64) {
        guard let last, settled >= last.settled else {
            self.last = (settled, now)
            return
        }
        let elapsed = now - last.time
        guard elapsed >= Self.shortest else { return }
        let seconds = Double(elapsed) / 1_000
        let measured = Double(settled - last.settled) / seconds
        let weight = stretches == 0 ? 1 : seconds / (seconds + Self.memory)
        perSecond += (measured - perSecond) * weight
        stretches += 1
        self.last = (settled, now)
    }

    /// The time left is told once three stretches were measured.
    func rate(left: UInt64?) -> V1.Rate {
        var rate = V1.Rate(itemsPerSecond: perSecond)
        if let left, perSecond > 0, stretches >= 3 { rate.secondsLeft = Double(left) / perSecond }
        return rate
    }
}
