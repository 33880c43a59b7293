import Console
import LonghaulClient

extension ProgressBar {
    init(_ task: TaskStatus, of job: Job) {
        let state: State =
            switch task.state {
            case .waiting: job.state == .stalled ? .stalled : .waiting
            case .ready: .waiting
            case .running, .stopping: .running
            case .succeeded: .succeeded
            case .dead: .failed
            case .cancelled: .cancelled
            }
        let elapsed: Duration? =
            if let started = task.started, let ended = task.ended { .milliseconds(ended - started) } else { nil }
        // Items that a cancel or the death of the whole task came before are not dealt with: the bar stops where the work did.
        // A dead task's failures are counted with those that were never tried, so that of them it shows none.
        let dealtWith = task.state == .dead ? task.done : task.done + task.dead
        self.init(
            task.name, state, done: dealtWith, of: task.total, failed: task.dead,
            retrying: task.retrying, rate: task.measuredRate,
            timeLeft: task.secondsLeft.flatMap { $0 < 1e9 ? .seconds($0) : nil }, elapsed: elapsed,
            note: task.note?.line ?? (task.isOpen ? "more items may come" : nil))
    }
}

extension TaskStatus {
    /// Nil while it is not known: a status service that has nothing to measure says 0.
    var measuredRate: Double? { rate.flatMap { $0 > 0 ? $0 : nil } }
}

extension TaskNote {
    /// For a terminal, or a file.
    var line: String {
        let words = DisplayText.firstLine(text)
        return [DisplayText.printable(code), words].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
