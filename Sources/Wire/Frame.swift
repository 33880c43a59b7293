/// What travels on a connection. Every frame begins with the same twelve bytes, integers big-endian:
///
///     u32 length      of what follows this field: 8 or more
///     u8  kind
///     u8  flags
///     u16 reserved    0
///     u32 stream      0: the connection itself
///
/// then the fields of its kind, then its body. Ranges are offsets into the bytes that the frame was decoded from, so
/// that no body is copied.
package enum Frame: Sendable, Hashable {
    case hello(Hello)
    case welcome(Welcome)
    case call(CallFrame)
    case message(MessageFrame)
    case status(StatusFrame)
    case cancel(CancelFrame)
    case credit(CreditFrame)
    case ping(PingFrame)
    case pong(PongFrame)
    case goAway(GoAway)
}

package enum FrameKind: UInt8, Sendable, CaseIterable {
    case hello = 1
    case welcome = 2
    case call = 3
    case message = 4
    case status = 5
    case cancel = 6
    case credit = 7
    case ping = 8
    case pong = 9
    case goAway = 10
}

package struct FrameFlags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The sender says no more on this stream; from a server it also says that the call succeeded.
    package static let end = FrameFlags(rawValue: 1)
    /// There is no message in this frame, not even an empty one. Only beside `end`, and only from a client.
    package static let bare = FrameFlags(rawValue: 2)
}

/// Opens a stream; the body is its first message.
package struct CallFrame: Sendable, Hashable {
    package var stream: UInt32
    package var isEnd: Bool
    /// What the caller has left; 0: it waits for ever.
    package var deadlineMilliseconds: UInt32
    package var method: Range<Int>
    package var body: Range<Int>

    package init(stream: UInt32, isEnd: Bool, deadlineMilliseconds: UInt32, method: Range<Int>, body: Range<Int>) {
        self.stream = stream
        self.isEnd = isEnd
        self.deadlineMilliseconds = deadlineMilliseconds
        self.method = method
        self.body = body
    }
}

package struct MessageFrame: Sendable, Hashable {
    package var stream: UInt32
    package var isEnd: Bool
    package var isBare: Bool
    /// Of the server's state when it spoke; `.none` from a client.
    package var position: Position
    package var body: Range<Int>

    package init(stream: UInt32, isEnd: Bool, isBare: Bool, position: Position, body: Range<Int>) {
        self.stream = stream
        self.isEnd = isEnd
        self.isBare = isBare
        self.position = position
        self.body = body
    }
}

/// Ends a call from the server's side.
package struct StatusFrame: Sendable, Hashable {
    package var stream: UInt32
    package var code: StatusCode
    /// When it may help to try again; 0: nothing is known.
    package var retryAfterMilliseconds: UInt32
    package var position: Position
    package var text: String

    package init(
        stream: UInt32, code: StatusCode, retryAfterMilliseconds: UInt32 = 0, position: Position = .none,
        text: String = ""
    ) {
        self.stream = stream
        self.code = code
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.position = position
        self.text = text
    }
}

/// The client no longer listens to a stream.
package struct CancelFrame: Sendable, Hashable {
    package var stream: UInt32
    /// `cancelled` or `deadlineExceeded`.
    package var code: StatusCode

    package init(stream: UInt32, code: StatusCode) {
        self.stream = stream
        self.code = code
    }
}

/// The receiver of a stream's messages has room for so many bytes more.
package struct CreditFrame: Sendable, Hashable {
    package var stream: UInt32
    package var bytes: UInt32

    package init(stream: UInt32, bytes: UInt32) {
        self.stream = stream
        self.bytes = bytes
    }
}

/// Asks whether the peer is there.
package struct PingFrame: Sendable, Hashable {
    package var value: UInt64

    package init(value: UInt64) {
        self.value = value
    }
}

/// Answers the ping of the same value.
package struct PongFrame: Sendable, Hashable {
    package var value: UInt64

    package init(value: UInt64) {
        self.value = value
    }
}

/// How far a server's durable state had come: nothing that a client was told at one position is undone at a later one.
package struct Position: Sendable, Hashable, Comparable {
    /// Goes up by one whenever another server takes over.
    package var epoch: UInt32
    package var sequence: UInt64

    package init(epoch: UInt32, sequence: UInt64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// What carries it depends on no state.
    package static let none = Position(epoch: 0, sequence: 0)

    package static func < (left: Position, right: Position) -> Bool {
        (left.epoch, left.sequence) < (right.epoch, right.sequence)
    }
}
