import Contract
package import Platform
import Wire

/// Names a unary call of one connection, to cancel it by.
package struct CallID: Sendable, Hashable {
    let number: UInt64
}

/// One connection to a server, on a loop's thread. It lives until it is closed, by either side.
///
/// Completions run on the loop, once each, and never from within the call that they answer.
package final class ClientConnection: TransportDelegate {
    package typealias Completion = (Result<UnsafeRawBufferPointer, Status>) -> Void

    /// What belongs to an open stream, in the slot that the machine gave it.
    private enum Occupant {
        case none
        case call(CallID, StreamKey, deadline: MonotonicTime?, Completion)
        case stream(RawClientStream, deadline: MonotonicTime?)

        var deadline: (key: StreamKey, deadline: MonotonicTime)? {
            switch self {
            case .none: nil
            case .call(_, let key, let deadline, _): deadline.map { (key, $0) }
            case .stream(let stream, let deadline): deadline.map { (stream.key, $0) }
            }
        }
    }

    package let loop: EventLoop
    package let address: SocketAddress
    /// Why it closed. Set at once when the connection is there, if its end matters.
    package var onClose: ((Status) -> Void)?
    let codec = Codec()

    private let options: ClientOptions
    private let onOpen: (Result<ClientConnection, Status>) -> Void
    private var transport: Transport!
    private var machine: ClientMachine
    private var decoder: FrameDecoder
    private var occupants: ContiguousArray<Occupant> = []
    private var waiting = WaitingCalls()
    private var callsMade: UInt64 = 0
    private var livenessTimer: (id: TimerID, deadline: Moment)?
    private var deadlineTimer: (id: TimerID, deadline: MonotonicTime)?
    private var itself: ClientConnection?

    /// Connects and says hello. `completion` runs once, later: with a connection that takes calls, or the reason why
    /// there is none. Positions of an epoch below `highestEpoch` will not be believed. What this returns can stop it.
    @discardableResult
    package static func connect(
        to address: SocketAddress, on loop: EventLoop, options: ClientOptions, highestEpoch: UInt32 = 0,
        completion: @escaping (Result<ClientConnection, Status>) -> Void
    ) -> Connector {
        Connector(to: address, on: loop, within: options.connectTime) { socket in
            do throws(SystemError) {
                let connection = try ClientConnection(
                    socket, address: address, loop: loop, options: options, highestEpoch: highestEpoch,
                    onOpen: completion)
                connection.sayHello()
            } catch {
                completion(.failure(Status(.unavailable, error.reason)))
            }
        } onFailed: { reason in
            completion(.failure(Status(.unavailable, reason)))
        }
    }

    private init(
        _ socket: consuming FileDescriptor, address: SocketAddress, loop: EventLoop, options: ClientOptions,
        highestEpoch: UInt32, onOpen: @escaping (Result<ClientConnection, Status>) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.address = address
        self.options = options
        self.onOpen = onOpen
        machine = ClientMachine(limits: options.wire, highestEpoch: highestEpoch, now: loop.moment)
        decoder = FrameDecoder(greeting: .welcome, limit: options.wire.frame)
        transport = try Transport(
            socket, on: loop, scratch: Scratch(byteCount: options.readBytes), unsentLimit: options.unsentBytes,
            delegate: self)
    }

    private func sayHello() {
        itself = self
        transport.append(machine.hello(role: options.role, token: options.token, agent: options.agent))
        armLivenessTimer()
    }

    /// False before it has opened, while the server drains, and when it is closed.
    package var takesCalls: Bool { transport.isOpen && machine.phase == .open }

    package var highestEpoch: UInt32 { machine.highestEpoch }

    /// Fails every call with the status, and tells nobody else.
    package func close(_ status: Status = Status(.cancelled, "the connection was closed by this side")) {
        guard transport.isOpen else { return }
        if isGreeted { transport.append(machine.goAway(.ok, "")) }
        transport.closeAfterSending()
        closed(status)
    }

    private var isGreeted: Bool { decoder.greeting == nil }
}

// MARK: - Calls

extension ClientConnection {
    /// Calls a unary method with a request that is encoded already.
    @discardableResult
    package func unary(
        _ method: String, _ request: UnsafeRawBufferPointer, deadline: MonotonicTime? = nil,
        completion: @escaping Completion
    ) -> CallID {
        unary(method, deadline: deadline, copying(request), completion)
    }

    /// Opens a stream with its first message; with `isEnd` that is the only one of this side.
    package func stream(
        _ method: String, first: UnsafeRawBufferPointer, isEnd: Bool, deadline: MonotonicTime? = nil
    ) throws(Status) -> RawClientStream {
        try stream(method, isEnd: isEnd, deadline: deadline, copying(first))
    }

    /// The server is told to stop, and the completion never runs. No effect on a call that is over.
    package func cancel(_ call: CallID) {
        loop.preconditionOnLoop()
        if waiting.remove(call) != nil { return }
        for case .call(call, let key, _, _) in occupants { return cancel(key, .cancelled) }
    }

    func unary(
        _ method: String, deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void,
        _ completion: @escaping Completion
    ) -> CallID {
        loop.preconditionOnLoop()
        callsMade += 1
        let call = CallID(number: callsMade)
        do throws(Status) {
            guard waiting.isEmpty, let key = try open(method, isEnd: true, deadline: deadline, fill) else {
                try wait(call, method, deadline, fill, completion)
                return call
            }
            occupy(key, .call(call, key, deadline: deadline, completion))
        } catch {
            loop.schedule(after: .zero) { completion(.failure(error)) }
        }
        return call
    }

    func stream(
        _ method: String, isEnd: Bool, deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void
    ) throws(Status) -> RawClientStream {
        loop.preconditionOnLoop()
        guard let key = try open(method, isEnd: isEnd, deadline: deadline, fill) else {
            throw Status(.resourceExhausted, "the server allows no more calls at once on this connection")
        }
        let stream = RawClientStream(self, key)
        occupy(key, .stream(stream, deadline: deadline))
        return stream
    }

    /// Nil when the server allows no more calls at once.
    private func open(
        _ method: String, isEnd: Bool, deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void
    ) throws(Status) -> StreamKey? {
        guard takesCalls else { throw notCarriedOut("the connection takes no more calls") }
        var remaining: UInt32 = 0
        if let deadline {
            let milliseconds = (deadline - .now).wholeMilliseconds
            guard milliseconds > 0 else { throw Status(.deadlineExceeded, "the deadline passed before the call began") }
            remaining = UInt32(clamping: milliseconds)
        }
        switch machine.callOpened(isEnd: isEnd) {
        case .full: return nil
        case .draining: throw notCarriedOut("the connection takes no more calls")
        case .open(let key):
            do throws(CodecError) {
                try transport.appendCall(
                    key.id, isEnd: isEnd, deadlineMilliseconds: remaining, method: method, limit: machine.sendLimit,
                    fill)
            } catch {
                // The server never heard of it, and numbers may be skipped.
                _ = machine.cancelled(key)
                throw Status(encoding: error)
            }
            if let deadline { armDeadlineTimer(deadline) }
            return key
        }
    }

    private func wait(
        _ call: CallID, _ method: String, _ deadline: MonotonicTime?, _ fill: (Reserve) throws(CodecError) -> Void,
        _ completion: @escaping Completion
    ) throws(Status) {
        guard takesCalls else { throw notCarriedOut("the connection takes no more calls") }
        guard waiting.count < options.waitingCalls else {
            throw Status(.resourceExhausted, "\(waiting.count) calls wait for others already; make fewer at once")
        }
        do throws(CodecError) {
            let body = try ByteBox(fill)
            waiting.append(
                WaitingCall(id: call, method: method, deadline: deadline, body: body, completion: completion))
        } catch {
            throw Status(encoding: error)
        }
        if let deadline { armDeadlineTimer(deadline) }
    }

    private func admitWaiting() {
        while let call = waiting.first, takesCalls {
            do throws(Status) {
                guard
                    let key = try open(call.method, isEnd: true, deadline: call.deadline, copying(call.body.bytes))
                else { return }
                waiting.removeFirst()
                occupy(key, .call(call.id, key, deadline: call.deadline, call.completion))
            } catch {
                waiting.removeFirst()
                call.completion(.failure(error))
            }
        }
    }

    private func notCarriedOut(_ reason: String) -> Status {
        Status(.unavailable, "\(reason); the call was not carried out")
    }
}

// MARK: - What streams say

extension ClientConnection {
    func canSend(_ key: StreamKey) -> Bool { machine.canSend(key) }

    func send(_ key: StreamKey, _ fill: (Reserve) throws(CodecError) -> Void) -> Bool {
        loop.preconditionOnLoop()
        guard machine.canSend(key) else { return false }
        do throws(CodecError) {
            let count = try transport.appendMessage(key.id, [], .none, limit: machine.sendLimit, fill)
            machine.messageSent(key, count: count)
            return true
        } catch {
            abandon(key, .cancelled).map { fail($0, Status(encoding: error)) }
            streamEnded()
            return false
        }
    }

    func halfClose(_ key: StreamKey) {
        loop.preconditionOnLoop()
        guard machine.halfClosed(key) else { return }
        transport.append(MessageHead(stream: key.id, flags: [.end, .bare], bodyCount: 0))
    }

    func cancel(_ key: StreamKey, _ code: StatusCode) {
        loop.preconditionOnLoop()
        guard let occupant = abandon(key, code) else { return }
        if case .stream(let stream, _) = occupant { stream.dropClosures() }
        streamEnded()
    }

    /// Tells the server to stop, and whoever waits nothing: that is for the caller. Nil when the call is over.
    private func abandon(_ key: StreamKey, _ code: StatusCode) -> Occupant? {
        guard machine.cancelled(key) else { return nil }
        transport.append(CancelFrame(stream: key.id, code: code))
        return vacate(key)
    }

    func consumed(_ key: StreamKey, _ count: Int) {
        loop.preconditionOnLoop()
        if let credit = machine.messageConsumed(key, count: count) { transport.append(credit) }
    }

    private func occupy(_ key: StreamKey, _ occupant: Occupant) {
        while occupants.count <= key.slot { occupants.append(.none) }
        occupants[key.slot] = occupant
    }

    private func vacate(_ key: StreamKey) -> Occupant {
        defer { occupants[key.slot] = .none }
        return occupants[key.slot]
    }

    private func streamEnded() {
        if !waiting.isEmpty { admitWaiting() }
        if machine.isDrained { close(Status(.unavailable, "the server is shutting down")) }
    }
}

// MARK: - What arrives

extension ClientConnection {
    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        var position = 0
        var frames = 0
        do throws(WireError) {
            while transport.isOpen, let (frame, end) = try decoder.next(in: bytes.bytes, from: position) {
                position = end
                frames += 1
                try take(frame, bytes)
            }
        } catch {
            cut(error.code, error.description)
            return bytes.count
        }
        let isPartial = position < bytes.count
        machine.liveness.heard(frames: frames, isPartial: isPartial, now: loop.moment)
        if isPartial && transport.isOpen { armLivenessTimer() }
        return position
    }

    func wrote(isBlocked: Bool) {
        machine.liveness.writeProgressed(isBlocked: isBlocked, now: loop.moment)
        if isBlocked { armLivenessTimer() }
    }

    func ended(_ end: TransportEnd) {
        transport.close()
        closed(Status(.unavailable, end.text))
    }

    @inline(__always)
    private func take(_ frame: Frame, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
        switch frame {
        case .message(let message): try messageArrived(message, bytes)
        case .status(let status): try statusArrived(status)
        case .credit(let credit): try creditArrived(credit)
        case .ping(let ping): transport.append(PongFrame(value: ping.value))
        case .pong: break
        case .welcome(let welcome): try welcomeArrived(welcome)
        case .goAway(let goAway): goAwayArrived(goAway)
        case .hello: throw .unexpected(.hello)
        case .call: throw .unexpected(.call)
        case .cancel: throw .unexpected(.cancel)
        }
    }

    private func welcomeArrived(_ welcome: Welcome) throws(WireError) {
        switch machine.welcomeArrived(welcome, now: loop.moment) {
        case .violation(let error): throw error
        case .open:
            decoder.greeting = nil
            armLivenessTimer()
            onOpen(.success(self))
        }
    }

    private func messageArrived(_ message: MessageFrame, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
        switch machine.messageArrived(message) {
        case .violation(let error): throw error
        case .ignore: break
        case .staleEpoch: cutDeposed(message.position)
        case .deliver(let key):
            let body = UnsafeRawBufferPointer(rebasing: bytes[message.body])
            let occupant = message.isEnd ? vacate(key) : occupants[key.slot]
            switch occupant {
            case .none: break
            case .stream(let stream, _):
                stream.messageArrived(body, message.position)
                if message.isEnd { stream.ended(.ok) }
            case .call(_, _, _, let completion):
                guard message.isEnd else {
                    cancel(key, .cancelled)
                    completion(.failure(Status(.internal, "the server answered a unary call with a stream")))
                    return
                }
                completion(.success(body))
            }
            if message.isEnd { streamEnded() }
        }
    }

    private func statusArrived(_ frame: StatusFrame) throws(WireError) {
        switch machine.statusArrived(frame) {
        case .violation(let error): throw error
        case .ignore: break
        case .staleEpoch: cutDeposed(frame.position)
        case .ended(let key):
            let status = Status(frame)
            switch vacate(key) {
            case .none: break
            case .stream(let stream, _): stream.ended(status)
            case .call(_, _, _, let completion):
                completion(
                    .failure(
                        status.isOK ? Status(.internal, "the server ended a unary call without an answer") : status))
            }
            streamEnded()
        }
    }

    private func creditArrived(_ credit: CreditFrame) throws(WireError) {
        switch machine.creditArrived(credit) {
        case .violation(let error): throw error
        case .nothing: break
        case .writable(let key):
            if case .stream(let stream, _) = occupants[key.slot] { stream.onWritable?() }
        }
    }

    private func goAwayArrived(_ goAway: GoAway) {
        switch machine.goAwayArrived(goAway) {
        case .refused, .closed:
            transport.close()
            closed(Status(goAway.code == .ok ? .unavailable : goAway.code, goAway.text))
        case .drain(let abandoned):
            let status = notCarriedOut("the server is shutting down")
            for key in abandoned { fail(vacate(key), status) }
            for call in waiting.removeAll() { call.completion(.failure(status)) }
            onClose?(Status(.unavailable, goAway.text))
            onClose = nil
            streamEnded()
        }
    }

    private func cutDeposed(_ position: Position) {
        let text = "the server's epoch \(position.epoch) is over: epoch \(highestEpoch) has begun elsewhere"
        cut(.unavailable, text)
    }

    /// Tells the server why, and fails every call.
    private func cut(_ code: StatusCode, _ text: String) {
        guard transport.isOpen else { return }
        transport.append(machine.goAway(code, text))
        transport.closeAfterSending()
        closed(Status(.unavailable, text))
    }

    private func closed(_ status: Status) {
        if let livenessTimer { loop.cancel(livenessTimer.id) }
        if let deadlineTimer { loop.cancel(deadlineTimer.id) }
        livenessTimer = nil
        deadlineTimer = nil
        if !isGreeted { onOpen(.failure(status)) }
        let lost = Status(status.code, "the connection to \(address) is lost: \(status.message)")
        let left = occupants
        occupants = ContiguousArray(repeating: .none, count: left.count)
        for occupant in left { fail(occupant, lost) }
        for call in waiting.removeAll() { call.completion(.failure(lost)) }
        onClose?(status)
        onClose = nil
        itself = nil
    }

    private func fail(_ occupant: Occupant, _ status: Status) {
        switch occupant {
        case .none: break
        case .call(_, _, _, let completion): completion(.failure(status))
        case .stream(let stream, _): stream.ended(status)
        }
    }
}

// MARK: - Time

extension ClientConnection {
    private func armLivenessTimer() {
        let deadline = machine.liveness.nextDeadline
        if let livenessTimer {
            guard deadline < livenessTimer.deadline else { return }
            loop.cancel(livenessTimer.id)
        }
        let id = loop.schedule(at: deadline.time) { [unowned self] in
            livenessTimer = nil
            switch machine.liveness.elapsed(now: loop.moment) {
            case .nothing: armLivenessTimer()
            case .ping(let ping):
                transport.append(ping)
                armLivenessTimer()
            case .gone(let reason): cut(.unavailable, reason)
            }
        }
        livenessTimer = (id, deadline)
    }

    private func armDeadlineTimer(_ deadline: MonotonicTime) {
        if let deadlineTimer {
            guard deadline < deadlineTimer.deadline else { return }
            loop.cancel(deadlineTimer.id)
        }
        let id = loop.schedule(at: deadline) { [unowned self] in
            deadlineTimer = nil
            expireCalls()
        }
        deadlineTimer = (id, deadline)
    }

    /// Looks at every call: there are few, and their deadlines seldom pass.
    private func expireCalls() {
        let status = Status(.deadlineExceeded, "no answer within the deadline")
        var next = MonotonicTime.distantFuture
        for call in waiting.removeExpired(loop.now) { call.completion(.failure(status)) }
        if let waitingNext = waiting.nextDeadline { next = waitingNext }
        for occupant in occupants {
            guard let (key, deadline) = occupant.deadline else { continue }
            if deadline <= loop.now {
                abandon(key, .deadlineExceeded).map { fail($0, status) }
            } else {
                next = min(next, deadline)
            }
        }
        guard transport.isOpen else { return }
        if next < .distantFuture { armDeadlineTimer(next) }
        streamEnded()
    }
}
