import Platform
import Wire

extension ClientConnection {
    func armLivenessTimer() {
        let deadline = machine.liveness.nextDeadline
        if let livenessTimer {
            guard deadline < livenessTimer.deadline else { return }
            loop.cancel(livenessTimer.id)
        }
        let id = loop.schedule(at: deadline.time) { [unowned self] in
            livenessTimer = nil
            switch machine.liveness.elapsed(now: loop.moment) {
            case .nothing: armLivenessTimer()
            case .ping(let ping):
                transport.append(ping)
                armLivenessTimer()
            case .gone(let reason): cut(.unavailable, reason)
            }
        }
        livenessTimer = (id, deadline)
    }

    func armDeadlineTimer(_ deadline: MonotonicTime) {
        if let deadlineTimer {
            guard deadline < deadlineTimer.deadline else { return }
            loop.cancel(deadlineTimer.id)
        }
        let id = loop.schedule(at: deadline) { [unowned self] in
            deadlineTimer = nil
            expireCalls()
        }
        deadlineTimer = (id, deadline)
    }

    /// Looks at every call: there are few, and their deadlines seldom pass.
    private func expireCalls() {
        let status = Status(.deadlineExceeded, "no answer within the deadline")
        var next = MonotonicTime.distantFuture
        for call in waiting.removeExpired(loop.now) { call.completion(.failure(status)) }
        if let waitingNext = waiting.nextDeadline { next = waitingNext }
        for occupant in occupants.all {
            guard let (key, deadline) = occupant.deadline else { continue }
            if deadline <= loop.now {
                abandon(key, .deadlineExceeded).map { fail($0, status) }
            } else {
                next = min(next, deadline)
            }
        }
        guard transport.isOpen else { return }
        if next < .distantFuture { armDeadlineTimer(next) }
        streamEnded()
    }
}
