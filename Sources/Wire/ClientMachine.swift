/// A client's side of one connection: the counterpart of `ServerMachine`, driven in the same way.
package struct ClientMachine: ~Copyable {
    package enum Phase: Sendable {
        case awaitingWelcome
        case open
        /// The server takes no new calls, or numbers have run out; the calls that run are finished.
        case draining
    }

    package private(set) var phase = Phase.awaitingWelcome
    package var liveness: Liveness
    /// The longest frame that the server takes.
    package private(set) var sendLimit = WireLimits.smallestFrame
    /// Of any position that was seen, here or on an earlier connection to the same service.
    package private(set) var highestEpoch: UInt32

    private let limits: WireLimits
    private var streams = StreamTable()
    /// That was opened. Tests begin near the end of the numbers.
    var lastStream: Int64 = -1
    private var maximumStreams = 0
    private var sendWindow = 0

    package init(limits: WireLimits, highestEpoch: UInt32, now: Moment) {
        self.limits = limits
        self.highestEpoch = highestEpoch
        liveness = Liveness(limits: limits, now: now)
    }

    package var openStreams: Int { streams.count }

    package var isDrained: Bool { phase == .draining && streams.count == 0 }

    // MARK: The greeting

    package func hello(role: Role, token: [UInt8], agent: String) -> Hello {
        Hello(
            role: role, maximumFrame: UInt32(limits.frame), window: UInt32(limits.window), token: token, agent: agent)
    }

    package enum OnWelcome: Sendable, Hashable {
        case open
        case violation(WireError)
    }

    package mutating func welcomeArrived(_ welcome: Welcome, now: Moment) -> OnWelcome {
        guard phase == .awaitingWelcome else { return .violation(.unexpected(.welcome)) }
        guard (WireLimits.lowestVersion...WireLimits.highestVersion).contains(welcome.version) else {
            return .violation(.version(welcome.version))
        }
        phase = .open
        sendLimit = Int(welcome.maximumFrame)
        sendWindow = Int(welcome.window)
        maximumStreams = min(limits.streams, Int(welcome.maximumStreams))
        liveness.greeted(pingMilliseconds: UInt64(welcome.pingMilliseconds), now: now)
        return .open
    }

    // MARK: What arrives

    package enum OnMessage: Sendable, Hashable {
        /// With END the call has succeeded, and its key names nothing any more.
        case deliver(StreamKey)
        /// The call was cancelled here; the server doesn't know yet.
        case ignore
        /// The server has been deposed, and doesn't know: what it says must not be believed.
        case staleEpoch
        case violation(WireError)
    }

    package mutating func messageArrived(_ frame: MessageFrame) -> OnMessage {
        guard !frame.isBare else { return .violation(.malformed(.message, "a server's has a message")) }
        guard let key = streams.find(frame.stream) else {
            return isKnown(frame.stream) ? .ignore : .violation(.unknownStream(frame.stream))
        }
        guard isCurrent(frame.position) else { return .staleEpoch }
        switch streams[key].messageArrived(count: frame.body.count, isEnd: frame.isEnd) {
        case .accepted: break
        case .creditExceeded: return .violation(.creditExceeded(stream: frame.stream))
        case .afterEnd: return .violation(.messageAfterEnd(stream: frame.stream))
        }
        if frame.isEnd { streams.remove(key) }
        return .deliver(key)
    }

    package enum OnStatus: Sendable, Hashable {
        /// The key names nothing any more.
        case ended(StreamKey)
        case ignore
        case staleEpoch
        case violation(WireError)
    }

    package mutating func statusArrived(_ frame: StatusFrame) -> OnStatus {
        guard let key = streams.find(frame.stream) else {
            return isKnown(frame.stream) ? .ignore : .violation(.unknownStream(frame.stream))
        }
        guard isCurrent(frame.position) else { return .staleEpoch }
        streams.remove(key)
        return .ended(key)
    }

    package enum OnCredit: Sendable, Hashable {
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

    package enum OnGoAway: Sendable, Hashable {
        /// The server would not have this client at all.
        case refused
        /// These calls were never looked at, and are gone from the table; the others go on.
        case drain(abandoned: [StreamKey])
        /// The server ends the connection at once.
        case closed
    }

    package mutating func goAwayArrived(_ frame: GoAway) -> OnGoAway {
        guard phase != .awaitingWelcome else { return .refused }
        guard frame.code == .ok else { return .closed }
        phase = .draining
        let abandoned = streams.keys.filter { $0.id > frame.lastStream }
        for key in abandoned { streams.remove(key) }
        return .drain(abandoned: abandoned)
    }

    // MARK: What the callers do

    package enum OnOpen: Sendable, Hashable {
        /// Send the CALL; the order on the wire must be the order of these calls.
        case open(StreamKey)
        /// As many calls are open as the server allows: wait for one to end.
        case full
        /// Only on another connection.
        case draining
    }

    package mutating func callOpened(isEnd: Bool) -> OnOpen {
        guard phase == .open else {
            precondition(phase == .draining, "No call can be opened before the welcome")
            return .draining
        }
        guard streams.count < maximumStreams else { return .full }
        lastStream += 2
        // Told with the last one, so that the next call is made on another connection instead of failing here.
        if lastStream == Int64(WireLimits.lastStream) { phase = .draining }
        var stream = Stream(
            id: UInt32(lastStream), isRemoteEnded: false, sendCredit: sendWindow, receiveCredit: limits.window)
        stream.isLocalEnded = isEnd
        return .open(streams.insert(stream))
    }

    /// Whether the call is not over.
    package func contains(_ key: StreamKey) -> Bool { streams.contains(key) }

    package func canSend(_ key: StreamKey) -> Bool {
        streams.contains(key) && streams[key].canSend
    }

    /// A message without END goes out; only after `canSend`.
    package mutating func messageSent(_ key: StreamKey, count: Int) {
        precondition(canSend(key), "A message without credit: ask canSend first")
        streams[key].sendCredit -= count
    }

    /// True: send END. False: it was said before, or the call is over.
    package mutating func halfClosed(_ key: StreamKey) -> Bool {
        guard streams.contains(key), !streams[key].isLocalEnded else { return false }
        streams[key].isLocalEnded = true
        return true
    }

    /// True: send CANCEL. False: the call is over.
    package mutating func cancelled(_ key: StreamKey) -> Bool {
        guard streams.contains(key) else { return false }
        streams.remove(key)
        return true
    }

    /// The caller is done with `count` bytes of messages: what to give back to the server now, if anything.
    package mutating func messageConsumed(_ key: StreamKey, count: Int) -> CreditFrame? {
        guard streams.contains(key) else { return nil }
        let bytes = streams[key].messageConsumed(count: count, window: limits.window)
        return bytes.map { CreditFrame(stream: key.id, bytes: $0) }
    }

    /// The connection is gone, and every call with it.
    package mutating func closed() {
        for key in streams.keys { streams.remove(key) }
    }

    /// What the server is told before a connection is cut.
    package func goAway(_ code: StatusCode, _ text: String) -> GoAway {
        GoAway(lastStream: 0, code: code, text: text)
    }

    private mutating func isCurrent(_ position: Position) -> Bool {
        guard position.epoch > 0 else { return true }
        guard position.epoch >= highestEpoch else { return false }
        highestEpoch = position.epoch
        return true
    }

    private func isKnown(_ stream: UInt32) -> Bool {
        stream & 1 == 1 && Int64(stream) <= lastStream
    }
}
