/// What a server has said about one recipient when it asked to slow down. Is it the server that is busy, or will it not
/// have this one? That can't be told from one answer, and a campaign must end some day. Pure.
struct Complaints {
    /// While others were served: then it is about this recipient.
    static let whileOthersAreServed = 3
    /// In all: with the pauses between them, about a quarter of an hour.
    static let inAll = 20

    private var all = 0
    private var whileOthersWereServed = 0
    private var accepted: UInt64 = 0

    /// Another one, when the server has accepted so many messages in all. Whether it is to count as a failure of the
    /// recipient's; then nothing is remembered.
    mutating func add(accepted: UInt64) -> Bool {
        all += 1
        if accepted > self.accepted { whileOthersWereServed += 1 }
        self.accepted = accepted
        guard all >= Self.inAll || whileOthersWereServed >= Self.whileOthersAreServed else { return false }
        self = Complaints()
        return true
    }
}
