/// What a refusal says about more than the one message that it was given to.
extension DeliveryFailure {
    /// The server wants less of everything, whoever is written to: wait, then send this message as if it had not been
    /// tried. Greylisting is not that: it is about one recipient.
    var asksToSlowDown: Bool {
        guard let reply, (400..<500).contains(reply) else { return false }
        if reply == 421 || stage == .sender { return true }
        let words = text.lowercased()
        return Self.slowDownWords.contains { words.contains($0) }
    }

    /// The server does not take mail from this sender, and so none of the campaign.
    var refusesSender: Bool {
        guard let reply, (500..<600).contains(reply), stage == .sender else { return false }
        // MAIL tells the size of the message and the letters in its addresses: these are about the message.
        return reply != 552 && !code.contains(" 5.3.4") && !code.contains(" 5.6.")
    }

    /// Nil when no server said so.
    private var reply: Int? { Int(code.prefix { $0 != " " }) }

    /// As the large providers say it, at RCPT or after the message.
    private static let slowDownWords = [
        "throttl", "slow down", "too fast", "sending rate", "rate limit", "rate exceeded", "too many messages",
        "too many connections",
    ]
}
