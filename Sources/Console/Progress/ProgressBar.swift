/// What one bar shows, of a task or of a whole job.
package struct ProgressBar: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        case waiting, running, stalled, succeeded, failed, cancelled

        /// Nothing more will happen to it.
        package var isFinal: Bool {
            switch self {
            case .waiting, .running, .stalled: false
            case .succeeded, .failed, .cancelled: true
            }
        }
    }

    package var name: String
    package var state: State
    /// Items dealt with, the failed ones included while it is not `failed` itself.
    package var done: UInt64
    /// Nil while the count is not known.
    package var total: UInt64?
    package var failed: UInt64
    /// Items that wait for their next try.
    package var retrying: UInt64
    /// Items a second. Nil: not known yet.
    package var rate: Double?
    /// Nil while it would be a guess.
    package var timeLeft: Duration?
    /// Since the work began.
    package var elapsed: Duration?
    /// Why it does not move, as one line.
    package var note: String?

    package init(
        _ name: String, _ state: State, done: UInt64, of total: UInt64?, failed: UInt64 = 0, retrying: UInt64 = 0,
        rate: Double? = nil, timeLeft: Duration? = nil, elapsed: Duration? = nil, note: String? = nil
    ) {
        self.name = name
        self.state = state
        self.done = done
        self.total = total
        self.failed = failed
        self.retrying = retrying
        self.rate = rate
        self.timeLeft = timeLeft
        self.elapsed = elapsed
        self.note = note
    }

    /// 0 to 1; nil while the total is not known. A total of 0 is done by its end.
    package var fraction: Double? {
        guard let total else { return nil }
        if total == 0 { return state.isFinal ? 1 : 0 }
        return min(Double(done) / Double(total), 1)
    }

    /// Rounded down: 100 only when nothing is left.
    package var percent: Int? {
        guard let fraction, let total else { return nil }
        return done >= total ? Int(fraction * 100) : min(Int(fraction * 100), 99)
    }
}

extension ProgressBar {
    /// "620,000/1,000,000", the first figure as wide as the second can make it.
    var countsText: String {
        guard let total else { return done == 0 ? "" : Format.count(done) }
        let totalText = Format.count(total)
        return "\(DisplayText.rightAligned(Format.count(done), to: totalText.count))/\(totalText)"
    }

    var rateText: String {
        guard state == .running, let rate else { return "" }
        return Format.rate(rate)
    }

    /// Where it stands: the time left while it runs, what became of it afterwards.
    var statusText: String {
        let took = elapsed.map(Format.duration)
        switch state {
        case .waiting: return "waiting"
        case .running: return timeLeft.map { "\(Format.duration($0)) left" } ?? ""
        case .stalled: return "stalled"
        case .succeeded: return took.map { "done in \($0)" } ?? "done"
        case .failed: return took.map { "failed after \($0)" } ?? "failed"
        case .cancelled: return took.map { "cancelled after \($0)" } ?? "cancelled"
        }
    }

    var retryingText: String { state == .running && retrying > 0 ? "\(Format.count(retrying)) retrying" : "" }

    var failedText: String { failed == 0 ? "" : "failed \(Format.count(failed))" }

    var style: Style {
        switch state {
        case .waiting, .cancelled: .dim
        case .running: .cyan
        case .stalled: .yellow
        case .succeeded: .green
        case .failed: .red
        }
    }
}
