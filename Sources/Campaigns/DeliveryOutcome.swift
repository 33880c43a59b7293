/// What became of one message. Exactly one of four, and what to do next differs for each.
package enum DeliveryOutcome: Equatable, Sendable {
    /// The server took it and answered with this; never send it again.
    case accepted(reply: String)
    /// It will never be taken as it is: do not try again.
    case permanent(DeliveryFailure)
    /// It was not taken now: try again later.
    case transient(DeliveryFailure)
    /// All of it was sent, and the answer never came: it may have been delivered. Trying again may deliver it twice,
    /// with the same Message-ID.
    case ambiguous(DeliveryFailure)
}

/// Why a message was not, or not surely, delivered.
package struct DeliveryFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done.
    package enum Stage: String, Sendable {
        case composing
        /// MAIL: the server refused the sender, or the whole campaign.
        case sender
        /// RCPT: it is about this recipient.
        case recipient
        /// DATA and the message itself.
        case content
    }

    /// The server's reply code and, when it gave one, its enhanced code (RFC 3463): `550 5.1.1`. An enhanced code alone
    /// means that no server said so: it was found here.
    package let code: String
    /// The server's words, or what is wrong and what to do.
    package let text: String
    package let stage: Stage

    package init(code: String, text: String, stage: Stage) {
        self.code = code
        self.text = text
        self.stage = stage
    }

    /// Found before any server was asked.
    static func local(_ code: String, _ text: String, stage: Stage = .composing) -> DeliveryFailure {
        DeliveryFailure(code: code, text: text, stage: stage)
    }

    package var description: String { "\(code) \(text)" }
}
