/// Why a connection could not be made or is of no more use. The messages sent on it have their outcomes; those without
/// one were not touched.
package struct SMTPError: Error, Equatable, Sendable, CustomStringConvertible {
    /// As dead letters say it.
    package enum Code: String, CaseIterable, Sendable {
        /// The settings cannot work: address, credentials' file, TLS demanded and not there.
        case configuration = "smtp-configuration"
        case hostNotFound = "smtp-host-not-found"
        case unreachable = "smtp-unreachable"
        case timedOut = "smtp-timed-out"
        case tlsFailed = "smtp-tls-failed"
        /// The server is not known to be the one that it says: waiting helps as little as it would be right.
        case certificateUntrusted = "smtp-certificate-untrusted"
        case loginDenied = "smtp-login-denied"
        /// The server answered, and does not want this client.
        case refused = "smtp-refused"
        /// The server has no room for another connection now.
        case turnedAway = "smtp-turned-away"
        /// 421: the server takes nothing more on this connection.
        case serviceClosing = "smtp-service-closing"
        case connectionLost = "smtp-connection-lost"
        /// The server did not keep to the protocol, so nothing it says can be matched to a message.
        case protocolViolation = "smtp-protocol-violation"
    }

    package let code: Code
    /// What happened; with it, what to do next, where that is not told apart as advice.
    package let finding: String
    /// What to do next; may be empty.
    package let advice: String
    /// Whether the same may work later, without anybody changing anything.
    package let isTransient: Bool

    init(_ code: Code, isTransient: Bool, _ finding: String, advice: String = "") {
        self.code = code
        self.finding = finding
        self.advice = advice
        self.isTransient = isTransient
    }

    /// What happened and what to do next.
    package var message: String { advice.isEmpty ? finding : "\(finding) \(advice)" }

    static func protocolViolation(_ what: String) -> SMTPError {
        SMTPError(
            .protocolViolation, isTransient: true,
            "The server does not keep to SMTP (\(what)).",
            advice: "The connection is closed; try again on a new one.")
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
