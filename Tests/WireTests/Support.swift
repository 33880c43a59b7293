@testable import Wire

struct Decoded: Equatable {
    var frame: Frame
    var end: Int
}

/// Decodes as after the greeting, or as the greeting.
func decode(
    _ data: [UInt8], from start: Int = 0, greeting: FrameDecoder.Greeting?
) throws(WireError) -> Decoded? {
    var decoder = FrameDecoder(greeting: .hello, limit: 1_048_576)
    decoder.greeting = greeting
    let next = try decoder.next(in: data.span.bytes, from: start)
    return next.map { Decoded(frame: $0.frame, end: $0.end) }
}

func encoded(_ frame: some EncodableFrame, body: [UInt8] = []) -> [UInt8] {
    var data = [UInt8](repeating: 0xEE, count: frame.encodedCount)
    var span = data.mutableSpan
    var bytes = span.mutableBytes
    frame.encode(into: &bytes)
    return data + body
}

/// Writes again what was decoded from `data`.
func encoded(_ frame: Frame, from data: [UInt8]) -> [UInt8] {
    switch frame {
    case .hello(let frame): return encoded(frame)
    case .welcome(let frame): return encoded(frame)
    case .status(let frame): return encoded(frame)
    case .cancel(let frame): return encoded(frame)
    case .credit(let frame): return encoded(frame)
    case .ping(let frame): return encoded(frame)
    case .pong(let frame): return encoded(frame)
    case .goAway(let frame): return encoded(frame)
    case .call(let frame):
        let head = CallHead(
            stream: frame.stream, isEnd: frame.isEnd, deadlineMilliseconds: frame.deadlineMilliseconds,
            method: String(decoding: data[frame.method], as: UTF8.self), bodyCount: frame.body.count)
        return encoded(head, body: Array(data[frame.body]))
    case .message(let frame):
        let flags: FrameFlags = [frame.isEnd ? .end : [], frame.isBare ? .bare : []]
        let head = MessageHead(
            stream: frame.stream, flags: flags, position: frame.position, bodyCount: frame.body.count)
        return encoded(head, body: Array(data[frame.body]))
    }
}

extension Frame {
    var kind: FrameKind {
        switch self {
        case .hello: .hello
        case .welcome: .welcome
        case .call: .call
        case .message: .message
        case .status: .status
        case .cancel: .cancel
        case .credit: .credit
        case .ping: .ping
        case .pong: .pong
        case .goAway: .goAway
        }
    }
}

extension WireError {
    /// As the vectors name it.
    var word: String {
        switch self {
        case .notOurProtocol, .notOurServer: "not-our-protocol"
        case .frameTooLong: "frame-too-long"
        case .frameTooShort: "frame-too-short"
        case .unknownKind: "unknown-kind"
        case .malformed: "malformed"
        case .unexpected: "unexpected"
        case .unknownStream: "unknown-stream"
        case .streamOutOfOrder: "stream-out-of-order"
        case .creditExceeded: "credit-exceeded"
        case .creditOverflow: "credit-overflow"
        case .messageAfterEnd: "message-after-end"
        case .version: "version"
        }
    }
}

let start = Moment(milliseconds: 1_000_000)

func message(
    _ stream: UInt32, count: Int = 0, isEnd: Bool = false, isBare: Bool = false, position: Position = .none
) -> MessageFrame {
    MessageFrame(stream: stream, isEnd: isEnd, isBare: isBare, position: position, body: 0..<count)
}
