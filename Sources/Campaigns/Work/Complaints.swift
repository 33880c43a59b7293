/// What was said about one recipient that may be the server's trouble and may be the recipient's own. That can't be told
/// from one answer, and a campaign must end some day. Pure.
struct Complaints {
    /// How many make one failure of the recipient's.
    struct Limits {
        /// While others were served: then it is about this recipient.
        let whileOthersAreServed: Int
        let inAll: Int

        /// At RCPT or after the message, of a server that asks to slow down. In all: with the pauses between them, about
        /// a quarter of an hour.
        static let recipient = Limits(whileOthersAreServed: 3, inAll: 20)
        /// At MAIL, where a server that allows so many messages a minute says it to whoever is next: that alone is
        /// nothing against this one.
        static let sender = Limits(whileOthersAreServed: 10, inAll: 20)
        /// Connections that broke before the message was complete. In all: so few that the last recipient's message can
        /// use up attempts of its own before its server is given up, and so many that a server that breaks each
        /// connection is given up before it costs attempts.
        static let broken = Limits(whileOthersAreServed: 2, inAll: 6)
    }

    private var all = 0
    private var whileOthersWereServed = 0
    private var accepted: UInt64

    /// `accepted`: what the server had accepted before the first one.
    init(accepted: UInt64) {
        self.accepted = accepted
    }

    /// Another one, when the server has accepted so many messages in all. Whether it is to count as a failure of the
    /// recipient's; then nothing is remembered.
    mutating func add(_ limits: Limits, accepted: UInt64) -> Bool {
        all += 1
        if accepted > self.accepted { whileOthersWereServed += 1 }
        self.accepted = accepted
        guard all >= limits.inAll || whileOthersWereServed >= limits.whileOthersAreServed else { return false }
        self = Complaints(accepted: accepted)
        return true
    }
}
