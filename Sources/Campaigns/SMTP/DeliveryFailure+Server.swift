/// What a refusal says about more than the one message that it was given to.
extension DeliveryFailure {
    /// The server wants less of everything, whoever is written to: wait, then send this message as if it had not been
    /// tried. Greylisting is not that: it is about one recipient. Nor is a message that is too large at present.
    var asksToSlowDown: Bool {
        guard let reply, (400..<500).contains(reply) else { return false }
        if reply == 421 || stage == .sender && !isAboutTheMessage { return true }
        let words = text.lowercased()
        return Self.slowDownWords.contains { words.contains($0) }
    }

    /// The server does not take mail from this sender, and so none of the campaign.
    var refusesSender: Bool {
        guard let reply, (500..<600).contains(reply), stage == .sender else { return false }
        return !isAboutTheMessage
    }

    /// MAIL tells the size of the message and the letters in its addresses: no room for it, or no way to take these, is
    /// said of one message, though it is said at the sender. `4.3.1` is a full disk, which a smaller one may fit on.
    private var isAboutTheMessage: Bool {
        if reply == 452 || reply == 552 { return true }
        let enhanced = code.drop { $0 != " " }.dropFirst()
        if enhanced == "4.3.1" { return true }
        let parts = enhanced.split(separator: ".")
        return parts.count == 3 && (parts[1] == "6" || parts[1] == "3" && parts[2] == "4")
    }

    /// Whether a server said so in a reply, and it was not found or suffered here.
    var isReply: Bool { reply != nil }

    /// Nil when no server said so.
    private var reply: Int? { Int(code.prefix { $0 != " " }) }

    /// As the large providers say it, at RCPT or after the message.
    private static let slowDownWords = [
        "throttl", "slow down", "too fast", "sending rate", "rate limit", "rate exceeded", "too many messages",
        "too many connections",
    ]
}
