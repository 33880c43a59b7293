import Contract
import Scheduling

/// What reports say of why their leases and items do not move.
extension SchedulerService {
    /// How the lease stands before the report; nil: that does not matter, since the report has nothing to do with notes,
    /// as most.
    func standing(under report: V1.Report) -> LeaseStanding? {
        let lease = LeaseID(rawValue: report.lease)
        guard report.note != nil || notes.isSaid(of: lease) || report.retry != nil else { return nil }
        return core.standing(of: lease)
    }

    /// `standing`: before the report.
    func note(_ report: V1.Report, _ result: ReportResult, _ standing: LeaseStanding) {
        let lease = LeaseID(rawValue: report.lease)
        switch result {
        case .notHeld, .invalid: return
        case .ended: notes.takeBack(lease)
        case .accepted(let cursor):
            let isSettling = cursor > standing.cursor || !report.settled.isEmpty || !report.outcomes.isEmpty
            if let note = report.note, note != V1.Failure() {
                notes.note(note, on: lease, of: standing.task)
            } else if report.note != nil || isSettling {
                notes.takeBack(lease)
            }
        }
        if let retry = report.retry, !standing.isLastAttempt { notes.retried(retry, of: standing.task) }
    }
}

extension V1.Report {
    /// Why the last of its items failed that are to be tried again.
    fileprivate var retry: V1.Failure? {
        outcomes.last { $0.disposition == .retry }?.failure
    }
}
