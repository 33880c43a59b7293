import LonghaulWorker
import Platform

// What is made of a mail server's trouble: patience, words for those who watch, the campaign's end.

extension SMTPError {
    /// Whether there is no sense in asking again. With a server that has worked there is, however final it sounds: its
    /// operator may be at it. But asking with a wrong login gets it locked.
    func endsPatience(withKnown isKnown: Bool) -> Bool {
        switch code {
        case .loginDenied, .certificateUntrusted: !isTransient
        case .configuration, .hostNotFound, .unreachable, .timedOut, .tlsFailed, .refused, .turnedAway,
            .serviceClosing, .connectionLost, .protocolViolation:
            !isTransient && !isKnown
        }
    }
}

extension Failure {
    /// `patience`: how long the server may stay away before the campaign stops.
    init(waitingFor error: SMTPError, patience: Duration? = nil) {
        let limit = patience.map { " It is tried again for up to \($0.components.seconds) s." } ?? ""
        self.init(code: error.code.rawValue, text: error.message + limit)
    }

    init(silenceOf server: SMTPServer) {
        self.init(code: "smtp-silent", text: "\(server.host):\(server.port) does not answer.")
    }
}

extension TaskFailure {
    /// The end of the patience with a server.
    init(givingUp error: SMTPError) {
        self.init(
            code: error.code.rawValue,
            text: "\(error.message) Then requeue this letter: the campaign goes on where it stopped.")
    }
}
