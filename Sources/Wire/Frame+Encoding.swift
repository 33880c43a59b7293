/// A frame, or the part of one before its body, that can be written into the bytes to be sent.
package protocol EncodableFrame {
    /// Without the body.
    var encodedCount: Int { get }
    /// Fills the first `encodedCount` bytes; traps when there are fewer.
    func encode(into bytes: inout MutableRawSpan)
}

/// All of a CALL but its body, which follows in the sender's bytes.
package struct CallHead: EncodableFrame {
    package var stream: UInt32
    package var isEnd: Bool
    package var deadlineMilliseconds: UInt32
    /// The protobuf name: "longhaul.v1.Scheduler/Submit".
    package var method: String
    package var bodyCount: Int

    package init(stream: UInt32, isEnd: Bool, deadlineMilliseconds: UInt32, method: String, bodyCount: Int) {
        precondition(method.utf8.count <= WireLimits.methodBytes, "The name of a method is too long")
        self.stream = stream
        self.isEnd = isEnd
        self.deadlineMilliseconds = deadlineMilliseconds
        self.method = method
        self.bodyCount = bodyCount
    }

    package var encodedCount: Int { FrameHead.count + 8 + method.utf8.count }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.call, isEnd ? .end : [], stream, count: encodedCount + bodyCount)
        bytes.put(deadlineMilliseconds, at: 12)
        bytes.put(UInt16(method.utf8.count), at: 16)
        bytes.put(UInt16(0), at: 18)
        bytes.put(method.utf8.span, at: 20)
    }
}

/// All of a MESSAGE but its body, which follows in the sender's bytes.
package struct MessageHead: EncodableFrame {
    package static let encodedCount = FrameHead.count + 12

    package var stream: UInt32
    package var flags: FrameFlags
    package var position: Position
    package var bodyCount: Int

    package init(stream: UInt32, flags: FrameFlags = [], position: Position = .none, bodyCount: Int) {
        self.stream = stream
        self.flags = flags
        self.position = position
        self.bodyCount = bodyCount
    }

    package var encodedCount: Int { Self.encodedCount }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.message, flags, stream, count: Self.encodedCount + bodyCount)
        bytes.put(position, at: 12)
    }
}

extension StatusFrame: EncodableFrame {
    package var encodedCount: Int { FrameHead.count + 20 + sentCount(text) }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.status, [], stream, count: encodedCount)
        bytes.put(code.rawValue, at: 12)
        bytes.put(retryAfterMilliseconds, at: 16)
        bytes.put(position, at: 20)
        bytes.put(text.utf8.span.extracting(first: sentCount(text)), at: 32)
    }
}

extension CancelFrame: EncodableFrame {
    package var encodedCount: Int { FrameHead.count + 4 }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.cancel, [], stream, count: encodedCount)
        bytes.put(code.rawValue, at: 12)
    }
}

extension CreditFrame: EncodableFrame {
    package var encodedCount: Int { FrameHead.count + 4 }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.credit, [], stream, count: encodedCount)
        bytes.put(self.bytes, at: 12)
    }
}

extension PingFrame: EncodableFrame {
    package var encodedCount: Int { FrameHead.count + 8 }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.ping, [], 0, count: encodedCount)
        bytes.put(value, at: 12)
    }
}

extension PongFrame: EncodableFrame {
    package var encodedCount: Int { FrameHead.count + 8 }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.pong, [], 0, count: encodedCount)
        bytes.put(value, at: 12)
    }
}

extension Hello: EncodableFrame {
    package var encodedCount: Int { 40 + token.count + agent.utf8.count }

    package func encode(into bytes: inout MutableRawSpan) {
        precondition(token.count <= WireLimits.tokenBytes, "A token is at most \(WireLimits.tokenBytes) bytes")
        precondition(agent.utf8.count <= WireLimits.agentBytes, "An agent is at most \(WireLimits.agentBytes) bytes")
        bytes.putHead(.hello, [], 0, count: encodedCount)
        let magic = Self.magic
        bytes.put(magic.span, at: 12)
        bytes.put(lowestVersion, at: 20)
        bytes.put(highestVersion, at: 22)
        bytes.put(UInt32(role.rawValue) << 24, at: 24)
        bytes.put(maximumFrame, at: 28)
        bytes.put(window, at: 32)
        bytes.put(UInt16(token.count), at: 36)
        bytes.put(UInt16(agent.utf8.count), at: 38)
        bytes.put(token.span, at: 40)
        bytes.put(agent.utf8.span, at: 40 + token.count)
    }
}

extension Welcome: EncodableFrame {
    package var encodedCount: Int { 32 + agent.utf8.count }

    package func encode(into bytes: inout MutableRawSpan) {
        precondition(agent.utf8.count <= WireLimits.agentBytes, "An agent is at most \(WireLimits.agentBytes) bytes")
        bytes.putHead(.welcome, [], 0, count: encodedCount)
        bytes.put(version, at: 12)
        bytes.put(UInt16(agent.utf8.count), at: 14)
        bytes.put(maximumFrame, at: 16)
        bytes.put(window, at: 20)
        bytes.put(maximumStreams, at: 24)
        bytes.put(pingMilliseconds, at: 28)
        bytes.put(agent.utf8.span, at: 32)
    }
}

extension GoAway: EncodableFrame {
    package var encodedCount: Int { FrameHead.count + 8 + sentCount(text) }

    package func encode(into bytes: inout MutableRawSpan) {
        bytes.putHead(.goAway, [], 0, count: encodedCount)
        bytes.put(lastStream, at: 12)
        bytes.put(code.rawValue, at: 16)
        bytes.put(text.utf8.span.extracting(first: sentCount(text)), at: 20)
    }
}

extension MutableRawSpan {
    /// `count` is of the whole frame.
    @inline(__always)
    fileprivate mutating func putHead(_ kind: FrameKind, _ flags: FrameFlags, _ stream: UInt32, count: Int) {
        put(UInt32(count - 4), at: 0)
        put(UInt32(kind.rawValue) << 24 | UInt32(flags.rawValue) << 16, at: 4)
        put(stream, at: 8)
    }

    @inline(__always)
    fileprivate mutating func put(_ position: Position, at offset: Int) {
        put(position.epoch, at: offset)
        put(position.sequence, at: offset + 4)
    }
}

/// How many bytes of a text fit in a frame, as whole characters: half of one would be no UTF-8.
private func sentCount(_ text: String) -> Int {
    let bytes = text.utf8
    guard bytes.count > WireLimits.textBytes else { return bytes.count }
    var end = bytes.index(bytes.startIndex, offsetBy: WireLimits.textBytes)
    while UTF8.isContinuation(bytes[end]) { end = bytes.index(before: end) }
    return bytes.distance(from: bytes.startIndex, to: end)
}
