// The fields of each kind, in the order in which they stand; `FrameHead` has checked what comes before them.

extension CallFrame {
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.require(8)
        stream = head.stream
        isEnd = head.flags.contains(.end)
        deadlineMilliseconds = bytes.bigEndian(UInt32.self, at: head.fields)
        let count = Int(bytes.bigEndian(UInt16.self, at: head.fields + 4))
        guard bytes.bigEndian(UInt16.self, at: head.fields + 6) == 0 else {
            throw .malformed(.call, "reserved bits are set")
        }
        method = try head.range(at: head.fields + 8, count: count, limit: WireLimits.methodBytes, "method")
        body = method.upperBound..<head.end
    }
}

extension MessageFrame {
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.require(12)
        stream = head.stream
        isEnd = head.flags.contains(.end)
        isBare = head.flags.contains(.bare)
        position = Position(bytes, at: head.fields)
        body = head.fields + 12..<head.end
        guard !isBare || (isEnd && body.isEmpty) else {
            throw .malformed(.message, "one without a message only ends its stream")
        }
    }
}

extension StatusFrame {
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.require(20)
        stream = head.stream
        code = StatusCode(code: bytes.bigEndian(UInt32.self, at: head.fields))
        retryAfterMilliseconds = bytes.bigEndian(UInt32.self, at: head.fields + 4)
        position = Position(bytes, at: head.fields + 8)
        let count = head.end - (head.fields + 20)
        text = try head.text(at: head.fields + 20, count: count, limit: WireLimits.textBytes, "text", in: bytes)
    }
}

extension CancelFrame {
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.requireExactly(4)
        stream = head.stream
        let rawCode = bytes.bigEndian(UInt32.self, at: head.fields)
        code = StatusCode(code: rawCode)
        guard code == .cancelled || code == .deadlineExceeded else {
            throw .malformed(.cancel, "code \(rawCode) is no reason to cancel")
        }
    }
}

extension CreditFrame {
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.requireExactly(4)
        stream = head.stream
        self.bytes = bytes.bigEndian(UInt32.self, at: head.fields)
        guard self.bytes > 0 else { throw .malformed(.credit, "it gives none") }
    }
}

extension Hello {
    /// What a later version adds stands behind, and is left alone: this frame is read before a version is agreed.
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.require(28)
        let fields = head.fields + Self.magic.count
        lowestVersion = bytes.bigEndian(UInt16.self, at: fields)
        highestVersion = bytes.bigEndian(UInt16.self, at: fields + 2)
        let roleCode = bytes.bigEndian(UInt8.self, at: fields + 4)
        guard let role = Role(rawValue: roleCode) else { throw .malformed(.hello, "role \(roleCode) does not exist") }
        self.role = role
        guard bytes.bigEndian(UInt32.self, at: fields + 4) & 0xFF_FFFF == 0 else {
            throw .malformed(.hello, "reserved bits are set")
        }
        maximumFrame = bytes.bigEndian(UInt32.self, at: fields + 8)
        window = bytes.bigEndian(UInt32.self, at: fields + 12)
        let tokenCount = Int(bytes.bigEndian(UInt16.self, at: fields + 16))
        let agentCount = Int(bytes.bigEndian(UInt16.self, at: fields + 18))
        let tokenRange = try head.range(at: fields + 20, count: tokenCount, limit: WireLimits.tokenBytes, "token")
        token = bytes.array(tokenRange)
        agent = try head.text(
            at: tokenRange.upperBound, count: agentCount, limit: WireLimits.agentBytes, "agent", in: bytes)
        try checkLimits(.hello, maximumFrame: maximumFrame, window: window)
        guard lowestVersion <= highestVersion else { throw .malformed(.hello, "its versions are the wrong way round") }
    }
}

extension Welcome {
    /// Here too a later version adds behind.
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.require(20)
        version = bytes.bigEndian(UInt16.self, at: head.fields)
        let agentCount = Int(bytes.bigEndian(UInt16.self, at: head.fields + 2))
        maximumFrame = bytes.bigEndian(UInt32.self, at: head.fields + 4)
        window = bytes.bigEndian(UInt32.self, at: head.fields + 8)
        maximumStreams = bytes.bigEndian(UInt32.self, at: head.fields + 12)
        pingMilliseconds = bytes.bigEndian(UInt32.self, at: head.fields + 16)
        agent = try head.text(
            at: head.fields + 20, count: agentCount, limit: WireLimits.agentBytes, "agent", in: bytes)
        try checkLimits(.welcome, maximumFrame: maximumFrame, window: window)
        guard maximumStreams > 0 else { throw .malformed(.welcome, "it allows no streams") }
        guard pingMilliseconds > 0 else { throw .malformed(.welcome, "its ping interval is 0") }
    }
}

extension GoAway {
    init(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) {
        try head.require(8)
        lastStream = bytes.bigEndian(UInt32.self, at: head.fields)
        code = StatusCode(code: bytes.bigEndian(UInt32.self, at: head.fields + 4))
        let count = head.end - (head.fields + 8)
        text = try head.text(at: head.fields + 8, count: count, limit: WireLimits.textBytes, "text", in: bytes)
    }
}

extension Position {
    fileprivate init(_ bytes: RawSpan, at offset: Int) {
        epoch = bytes.bigEndian(UInt32.self, at: offset)
        sequence = bytes.bigEndian(UInt64.self, at: offset + 4)
    }
}

private func checkLimits(_ kind: FrameKind, maximumFrame: UInt32, window: UInt32) throws(WireError) {
    guard maximumFrame >= WireLimits.smallestFrame else {
        throw .malformed(kind, "frames of \(maximumFrame) bytes; a peer takes at least \(WireLimits.smallestFrame)")
    }
    guard window > 0, window <= WireLimits.greatestCredit else {
        throw .malformed(kind, "a window of \(window) bytes; it is 1 to \(WireLimits.greatestCredit)")
    }
}
