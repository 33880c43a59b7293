/// Finds the frames in what was received. Holds no bytes: the caller keeps them, and hands them in again with more
/// behind them while a frame is incomplete.
package struct FrameDecoder: Sendable {
    /// What must come first on a connection. Until it has, the smaller limit of frames holds too.
    package enum Greeting: Sendable {
        case hello
        /// Or a GOAWAY instead of it.
        case welcome
    }

    /// Nil once the greeting has been accepted.
    package var greeting: Greeting?
    private let limit: Int

    /// `limit` is the greatest length of a frame.
    package init(greeting: Greeting, limit: Int) {
        self.greeting = greeting
        self.limit = limit
    }

    /// The frame that begins at `start`, and where the next one begins; nil when some of it is missing. Ranges in the
    /// frame are offsets into `bytes`.
    package func next(in bytes: RawSpan, from start: Int) throws(WireError) -> (frame: Frame, end: Int)? {
        let available = bytes.byteCount - start
        if let greeting { try check(greeting, bytes, start) }
        guard available >= 4 else { return nil }
        let length = Int(bytes.bigEndian(UInt32.self, at: start))
        guard length <= limit else { throw .frameTooLong(length: length, limit: limit) }
        guard length >= FrameHead.smallestLength else { throw .frameTooShort(length: length) }
        guard available >= 4 + length else { return nil }
        let end = start + 4 + length
        let head = try FrameHead(bytes, start, end)
        return (try decode(head, bytes), end)
    }

    /// Looks at as much of the greeting as has come: what isn't ours is told at its first bytes, whatever follows.
    private func check(_ greeting: Greeting, _ bytes: RawSpan, _ start: Int) throws(WireError) {
        let available = bytes.byteCount - start
        var fits = true
        if available >= 4 {
            let length = Int(bytes.bigEndian(UInt32.self, at: start))
            fits = FrameHead.smallestLength <= length && length <= WireLimits.helloFrame
        }
        if available >= 5 {
            let kind = FrameKind(rawValue: bytes.bigEndian(UInt8.self, at: start + 4))
            switch greeting {
            case .hello: fits = fits && kind == .hello
            case .welcome: fits = fits && (kind == .welcome || kind == .goAway)
            }
        }
        if case .hello = greeting {
            for (index, byte) in Hello.magic.enumerated() where FrameHead.count + index < available {
                fits = fits && bytes.bigEndian(UInt8.self, at: start + FrameHead.count + index) == byte
            }
        }
        guard !fits else { return }
        let found = bytes.array(start..<start + min(16, available))
        switch greeting {
        case .hello: throw .notOurProtocol(found: found)
        case .welcome: throw .notOurServer(found: found)
        }
    }

    private func decode(_ head: FrameHead, _ bytes: RawSpan) throws(WireError) -> Frame {
        switch head.kind {
        case .message: .message(try MessageFrame(head, bytes))
        case .call: .call(try CallFrame(head, bytes))
        case .status: .status(try StatusFrame(head, bytes))
        case .credit: .credit(try CreditFrame(head, bytes))
        case .cancel: .cancel(try CancelFrame(head, bytes))
        case .ping: .ping(PingFrame(value: try head.wholeNumber(bytes)))
        case .pong: .pong(PongFrame(value: try head.wholeNumber(bytes)))
        case .hello: .hello(try Hello(head, bytes))
        case .welcome: .welcome(try Welcome(head, bytes))
        case .goAway: .goAway(try GoAway(head, bytes))
        }
    }
}

/// The twelve bytes that every frame begins with.
struct FrameHead {
    static let count = 12
    /// Of a frame that is a head and nothing else.
    static let smallestLength = count - 4

    let kind: FrameKind
    let flags: FrameFlags
    let stream: UInt32
    /// Where the fields of the kind begin, and where the frame ends.
    let fields: Int
    let end: Int

    init(_ bytes: RawSpan, _ start: Int, _ end: Int) throws(WireError) {
        let rawKind = bytes.bigEndian(UInt8.self, at: start + 4)
        guard let kind = FrameKind(rawValue: rawKind) else { throw .unknownKind(rawKind) }
        self.kind = kind
        flags = FrameFlags(rawValue: bytes.bigEndian(UInt8.self, at: start + 5))
        stream = bytes.bigEndian(UInt32.self, at: start + 8)
        fields = start + Self.count
        self.end = end
        guard bytes.bigEndian(UInt16.self, at: start + 6) == 0 else { throw .malformed(kind, "reserved bits are set") }
        guard flags.isSubset(of: kind.flags) else { throw .malformed(kind, "it doesn't have flag \(flags.rawValue)") }
        guard (stream == 0) == kind.isAboutConnection else {
            throw .malformed(kind, stream == 0 ? "it needs a stream" : "it has no stream")
        }
    }

    /// Whether the fields of the kind are all there.
    func require(_ count: Int) throws(WireError) {
        guard end - fields >= count else {
            throw .malformed(kind, "\(end - fields) bytes of fields; there are \(count)")
        }
    }

    func requireExactly(_ count: Int) throws(WireError) {
        guard end - fields == count else {
            throw .malformed(kind, "\(end - fields) bytes of fields; there are \(count)")
        }
    }

    func wholeNumber(_ bytes: RawSpan) throws(WireError) -> UInt64 {
        try requireExactly(8)
        return bytes.bigEndian(UInt64.self, at: fields)
    }

    /// The range of a field of variable length.
    func range(at start: Int, count: Int, limit: Int, _ name: String) throws(WireError) -> Range<Int> {
        guard count <= limit else { throw .malformed(kind, "a \(name) of \(count) bytes; the limit is \(limit)") }
        guard start + count <= end else { throw .malformed(kind, "its \(name) goes beyond its end") }
        return start..<start + count
    }

    /// A text of variable length.
    func text(
        at start: Int, count: Int, limit: Int, _ name: String, in bytes: RawSpan
    ) throws(WireError) -> String {
        guard let text = bytes.text(try range(at: start, count: count, limit: limit, name)) else {
            throw .malformed(kind, "its \(name) is not UTF-8")
        }
        return text
    }
}

extension FrameKind {
    fileprivate var flags: FrameFlags {
        switch self {
        case .call: .end
        case .message: [.end, .bare]
        case .hello, .welcome, .status, .cancel, .credit, .ping, .pong, .goAway: []
        }
    }

    fileprivate var isAboutConnection: Bool {
        switch self {
        case .hello, .welcome, .ping, .pong, .goAway: true
        case .call, .message, .status, .cancel, .credit: false
        }
    }
}
