/// A server's side of one connection: what each frame means, what may be sent, who is owed credit.
///
/// No sockets and no clock. The driver decodes a frame, calls the function named for it, and does what the answer says;
/// after a `violation` it sends `goAway` with the violation's code and words, and cuts the connection.
package struct ServerMachine: ~Copyable {
    package enum Phase: Sendable {
        case awaitingHello
        /// The driver is asked whether the hello is acceptable.
        case authorizing
        case open
        /// No new calls; those that run are finished.
        case draining
    }

    package private(set) var phase = Phase.awaitingHello
    package var liveness: Liveness
    /// The longest frame that the client takes.
    package private(set) var sendLimit = WireLimits.smallestFrame

    private let limits: WireLimits
    private var streams = StreamTable()
    private var lastStream: UInt32 = 0
    private var sendWindow = 0

    package init(limits: WireLimits, now: Moment) {
        self.limits = limits
        liveness = Liveness(limits: limits, now: now)
    }

    /// Calls whose handlers have not ended.
    package var openStreams: Int { streams.count }

    package var isDrained: Bool { phase == .draining && streams.count == 0 }

    // MARK: The greeting

    package enum OnHello: Sendable, Hashable {
        /// Ask whoever decides, then call `accept` or send a GOAWAY and close.
        case authorize
        case refuse(GoAway)
        case violation(WireError)
    }

    package mutating func helloArrived(_ hello: Hello) -> OnHello {
        guard phase == .awaitingHello else { return .violation(.unexpected(.hello)) }
        let (lowest, highest) = (WireLimits.lowestVersion, WireLimits.highestVersion)
        guard hello.lowestVersion <= highest, lowest <= hello.highestVersion else {
            let text =
                "version \(lowest) to \(highest) is spoken here, the client speaks \(hello.lowestVersion) to "
                + "\(hello.highestVersion): update the older one"
            return .refuse(GoAway(lastStream: 0, code: .failedPrecondition, text: text))
        }
        phase = .authorizing
        sendWindow = Int(hello.window)
        sendLimit = Int(hello.maximumFrame)
        return .authorize
    }

    /// The hello was found acceptable: send what this returns.
    package mutating func accept(_ hello: Hello, agent: String, now: Moment) -> Welcome {
        precondition(phase == .authorizing, "Only a hello that has just arrived is accepted")
        phase = .open
        liveness.greeted(pingMilliseconds: limits.pingMilliseconds, now: now)
        return Welcome(
            version: min(hello.highestVersion, WireLimits.highestVersion), maximumFrame: UInt32(limits.frame),
            window: UInt32(limits.window), maximumStreams: UInt32(limits.streams),
            pingMilliseconds: UInt32(limits.pingMilliseconds), agent: agent)
    }

    // MARK: What arrives

    package enum OnCall: Sendable, Hashable {
        case open(StreamKey)
        /// Answer the stream with this status; it never was in the table.
        case refuse(StatusCode, String)
        /// It crossed with the GOAWAY, which told the client already that it is not served.
        case ignore
        case violation(WireError)
    }

    package mutating func callArrived(stream: UInt32, isEnd: Bool) -> OnCall {
        switch phase {
        case .awaitingHello, .authorizing: return .violation(.unexpected(.call))
        case .open, .draining: break
        }
        guard stream & 1 == 1, stream > lastStream, stream <= WireLimits.lastStream else {
            return .violation(.streamOutOfOrder(stream, after: lastStream))
        }
        lastStream = stream
        guard phase == .open else { return .ignore }
        guard streams.count < limits.streams else {
            return .refuse(
                .resourceExhausted, "\(limits.streams) calls are unanswered on this connection; wait for some of them")
        }
        return .open(
            streams.insert(
                Stream(id: stream, isRemoteEnded: isEnd, sendCredit: sendWindow, receiveCredit: limits.window)))
    }

    package enum OnMessage: Sendable, Hashable {
        case deliver(StreamKey)
        /// The call has ended here; the client doesn't know yet.
        case ignore
        case violation(WireError)
    }

    package mutating func messageArrived(_ frame: MessageFrame) -> OnMessage {
        guard let key = streams.find(frame.stream) else {
            return isKnown(frame.stream) ? .ignore : .violation(.unknownStream(frame.stream))
        }
        switch streams[key].messageArrived(count: frame.body.count, isEnd: frame.isEnd) {
        case .accepted: return streams[key].isCancelled ? .ignore : .deliver(key)
        case .creditExceeded: return .violation(.creditExceeded(stream: frame.stream))
        case .afterEnd: return .violation(.messageAfterEnd(stream: frame.stream))
        }
    }

    package enum OnCancel: Sendable, Hashable {
        /// Tell the handler; the stream counts until it has ended.
        case cancel(StreamKey)
        case ignore
        case violation(WireError)
    }

    package mutating func cancelArrived(_ frame: CancelFrame) -> OnCancel {
        guard let key = streams.find(frame.stream) else {
            return isKnown(frame.stream) ? .ignore : .violation(.unknownStream(frame.stream))
        }
        guard !streams[key].isCancelled else { return .ignore }
        streams[key].isCancelled = true
        streams[key].isRemoteEnded = true
        return .cancel(key)
    }

    package enum OnCredit: Sendable, Hashable {
        /// The handler may send again.
        case writable(StreamKey)
        case nothing
        case violation(WireError)
    }

    package mutating func creditArrived(_ frame: CreditFrame) -> OnCredit {
        guard let key = streams.find(frame.stream) else {
            return isKnown(frame.stream) ? .nothing : .violation(.unknownStream(frame.stream))
        }
        let couldSend = streams[key].canSend
        guard streams[key].creditArrived(frame.bytes) else {
            return .violation(.creditOverflow(stream: frame.stream))
        }
        return !couldSend && streams[key].canSend ? .writable(key) : .nothing
    }

    // MARK: What the handlers do

    /// Whether the handler has not ended.
    package func contains(_ key: StreamKey) -> Bool { streams.contains(key) }

    /// Whether anybody waits for what the handler says.
    package func isListening(_ key: StreamKey) -> Bool {
        streams.contains(key) && !streams[key].isCancelled
    }

    /// False also when nobody listens any more.
    package func canSend(_ key: StreamKey) -> Bool {
        streams.contains(key) && streams[key].canSend
    }

    /// A message without END goes out; only after `canSend`.
    package mutating func messageSent(_ key: StreamKey, count: Int) {
        precondition(canSend(key), "A message without credit: ask canSend first")
        streams[key].sendCredit -= count
    }

    /// The handler is done with `count` bytes of messages: what to give back to the client now, if anything.
    package mutating func messageConsumed(_ key: StreamKey, count: Int) -> CreditFrame? {
        guard streams.contains(key) else { return nil }
        let bytes = streams[key].messageConsumed(count: count, window: limits.window)
        return bytes.map { CreditFrame(stream: key.id, bytes: $0) }
    }

    package enum OnFinish: Sendable, Hashable {
        /// Send the call's end.
        case send
        /// Nobody waits for it.
        case silent
    }

    /// The handler has ended, and the stream with it.
    package mutating func finished(_ key: StreamKey) -> OnFinish {
        guard streams.contains(key) else { return .silent }
        let isCancelled = streams[key].isCancelled
        streams.remove(key)
        return isCancelled ? .silent : .send
    }

    /// Nothing that is called from now on is served. Nil when it was said before, or there is nobody to say it to.
    package mutating func drain(_ text: String) -> GoAway? {
        guard phase == .open else { return nil }
        phase = .draining
        return GoAway(lastStream: lastStream, code: .ok, text: text)
    }

    /// What the client is told before a connection is cut.
    package func goAway(_ code: StatusCode, _ text: String) -> GoAway {
        GoAway(lastStream: lastStream, code: code, text: text)
    }

    /// The connection is gone; returns the streams that went with it.
    package mutating func closed() -> [StreamKey] {
        let keys = streams.keys
        for key in keys { streams.remove(key) }
        return keys
    }

    private func isKnown(_ stream: UInt32) -> Bool {
        stream & 1 == 1 && stream <= lastStream
    }
}
