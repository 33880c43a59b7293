import Platform
import Wire

extension ClientConnection {
    /// Unless it is over by then.
    func end(_ call: Deadlines.Target, at deadline: MonotonicTime) {
        deadlines.add(deadline, call) { other in
            switch other {
            case .stream(let key): machine.contains(key)
            case .waiting(let id): waiting.contains(id)
            }
        }
        armDeadlineTimer(deadline)
    }

    private func armDeadlineTimer(_ deadline: MonotonicTime) {
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

    private func expireCalls() {
        let status = Status(.deadlineExceeded, "no answer within the deadline")
        while let call = deadlines.popPassed(loop.now) {
            switch call {
            case .stream(let key): abandon(key, .deadlineExceeded).map { fail($0, status) }
            case .waiting(let id): waiting.remove(id)?.completion(.failure(status), .none)
            }
        }
        guard transport.isOpen else { return }
        if let next = deadlines.next { armDeadlineTimer(next) }
        streamEnded()
    }
}
