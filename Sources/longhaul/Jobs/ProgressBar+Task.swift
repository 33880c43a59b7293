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
        self.init(
            task.name, state, done: task.settled, of: task.total, failed: task.dead, rate: task.rate,
            timeLeft: task.secondsLeft.flatMap { $0 < 1e9 ? .seconds($0) : nil }, elapsed: elapsed)
    }
}
