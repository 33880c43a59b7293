/// Names a stream of one connection for as long as the stream is in its table; later it names nothing, also when the
/// slot has been given to another.
package struct StreamKey: Sendable, Hashable {
    package let id: UInt32
    /// Small and dense: where a driver keeps what belongs to the stream.
    package let slot: Int
}

/// What both sides keep of an open stream. Credit is in bytes of messages.
///
/// A sender may send while its credit is above zero, and one message may take it below: so no message needs splitting,
/// and no pair of limits can wait for each other. A message that comes with END, and a CALL's, cost nothing: there is
/// one of each at most.
struct Stream: Sendable, Hashable {
    /// 0: the slot is free.
    var id: UInt32
    /// The other side has said END.
    var isRemoteEnded: Bool
    /// This side has said END.
    var isLocalEnded = false
    /// The client has cancelled: nothing is sent any more, but the handler still counts.
    var isCancelled = false
    /// What the other side has room for.
    var sendCredit: Int
    /// What the other side still may send.
    var receiveCredit: Int
    /// Consumed, and not yet given back.
    var consumed = 0

    enum OnArrival: Sendable, Hashable {
        case accepted
        case creditExceeded
        case afterEnd
    }

    mutating func messageArrived(count: Int, isEnd: Bool) -> OnArrival {
        if isRemoteEnded { return .afterEnd }
        if isEnd {
            isRemoteEnded = true
            return .accepted
        }
        if receiveCredit <= 0 { return .creditExceeded }
        receiveCredit -= count
        return .accepted
    }

    /// What to give back now: nothing until half the window has been consumed, so that credit costs few frames.
    mutating func messageConsumed(count: Int, window: Int) -> UInt32? {
        consumed += count
        guard !isRemoteEnded, consumed > 0, consumed >= window / 2 else { return nil }
        defer { consumed = 0 }
        receiveCredit += consumed
        return UInt32(consumed)
    }

    /// False when the sum is more than a stream can hold.
    mutating func creditArrived(_ bytes: UInt32) -> Bool {
        sendCredit += Int(bytes)
        return sendCredit <= WireLimits.greatestCredit
    }

    var canSend: Bool { sendCredit > 0 && !isLocalEnded && !isCancelled }
}
