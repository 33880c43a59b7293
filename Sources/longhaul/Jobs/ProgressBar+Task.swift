import Console
import LonghaulClient

extension ProgressBar {
    init(_ task: TaskStatus, of job: Job) {
        let state: State =
            switch task.state {
            case .waiting: job.state == .stalled ? .stalled : .waiting
            case .ready: .waiting
            case .running: .running
            case .succeeded: .succeeded
            case .dead: .failed
            case .cancelled: .cancelled
            }
        let elapsed: Duration? =
            if let started = task.started, let ended = task.ended { .milliseconds(ended - started) } else { nil }
        // Items that a cancel came before are not dealt with: the bar stops where the work did.
        self.init(
            task.name, state, done: task.done + task.dead, of: task.total, failed: task.dead,
            retrying: task.retrying, rate: task.measuredRate,
            timeLeft: task.secondsLeft.flatMap { $0 < 1e9 ? .seconds($0) : nil }, elapsed: elapsed)
    }
}

extension TaskStatus {
    /// Nil while it is not known: a status service that has nothing to measure says 0.
    var measuredRate: Double? { rate.flatMap { $0 > 0 ? $0 : nil } }
}
