/// Why a connection could not be made or is of no more use. The messages sent on it have their outcomes; those without
/// one were not touched.
package struct SMTPError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The settings cannot work: address, credentials' file, TLS demanded and not there.
        case configuration
        case hostNotFound
        case unreachable
        case timedOut
        case tlsFailed
        /// The server is not known to be the one that it says: waiting helps as little as it would be right.
        case certificateUntrusted
        case loginDenied
        /// The server answered, and does not want this client.
        case refused
        /// The server has no room for another connection now.
        case turnedAway
        /// 421: the server takes nothing more on this connection.
        case serviceClosing
        case connectionLost
        /// The server did not keep to the protocol, so nothing it says can be matched to a message.
        case protocolViolation
    }

    package let code: Code
    /// What happened and what to do next.
    package let message: String
    /// Whether the same may work later, without anybody changing anything.
    package let isTransient: Bool

    init(_ code: Code, isTransient: Bool, _ message: String) {
        self.code = code
        self.message = message
        self.isTransient = isTransient
    }

    static func protocolViolation(_ what: String) -> SMTPError {
        SMTPError(
            .protocolViolation, isTransient: true,
            "The server does not keep to SMTP (\(what)). The connection is closed; try again on a new one.")
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
