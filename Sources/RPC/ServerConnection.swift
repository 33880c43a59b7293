import Contract
import Platform
import Wire

/// One client of a server: drives the machine with what arrives, and the handlers with what the machine says.
final class ServerConnection: FrameReceiver {
    /// What belongs to an open stream, in the slot that the machine gave it.
    private enum Occupant {
        case call(onCancel: (() -> Void)?)
        case stream(RawStream)
    }

    let id: UInt64
    private let address: SocketAddress
    private unowned let server: Server
    let loop: EventLoop
    private(set) var transport: Transport!
    private var machine: ServerMachine
    private(set) var decoder: FrameDecoder
    private var occupants = Slots<Occupant>()
    var livenessTimer: (id: TimerID, deadline: Moment)?
    private(set) var peer: Peer

    init(
        _ socket: consuming FileDescriptor, id: UInt64, address: SocketAddress, server: Server
    ) throws(SystemError) {
        let limits = server.limits
        self.id = id
        self.address = address
        self.server = server
        loop = server.loop
        peer = Peer(address: address.description, isLoopback: address.isLoopback, role: .client, agent: "")
        machine = ServerMachine(limits: limits.wire, now: loop.moment)
        decoder = FrameDecoder(greeting: .hello, limit: limits.wire.frame)
        transport = try Transport(
            socket, on: loop, scratch: server.scratch, limits: limits.unsent, delegate: self)
        armLivenessTimer()
    }

    var isGreeted: Bool { decoder.greeting == nil }

    var liveness: Liveness {
        get { machine.liveness }
        _modify { yield &machine.liveness }
    }

    /// A client that does not fetch its answers gets no more of them.
    var takesFrames: Bool { !server.isPaused && !transport.isFull }

    func pause() { transport.pause() }

    func resume() {
        machine.liveness.resumed(now: loop.moment)
        transport.resume()
        armLivenessTimer()
    }

    /// No new calls; closes once the last has been answered.
    func drain(_ text: String) {
        guard isGreeted else { return close("draining") }
        guard let goAway = machine.drain(text) else { return }
        transport.append(goAway)
        closeIfDrained()
    }

    /// Tells the client why, and ends all its calls.
    func cut(_ code: StatusCode, _ text: String) {
        guard transport.isOpen else { return }
        transport.append(machine.goAway(code, text))
        transport.closeAfterSending()
        closed(text)
    }

    /// Ends all its calls without a word.
    func close(_ reason: String) {
        guard transport.isOpen else { return }
        transport.close()
        closed(reason)
    }

    private func closed(_ reason: String) {
        stopLivenessTimer()
        server.connectionClosed(self, reason)
        // All are gone before the first is told, so that a handler that looks at another finds it gone.
        for key in machine.closed() {
            switch occupants.take(key) {
            case .call(let onCancel): onCancel?()
            case .stream(let stream): stream.ended(.connectionLost(reason))
            case nil: break
            }
        }
    }

    private func closeIfDrained() {
        guard machine.isDrained, transport.isOpen else { return }
        transport.closeAfterSending()
        closed("drained")
    }
}

// MARK: - What arrives

extension ServerConnection {
    func received(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = takeFrames(in: bytes)
        if transport.isOpen && transport.isFull { transport.pause() }
        return count
    }

    func hasRoom() {
        if !server.isPaused { resume() }
    }

    func ended(_ end: TransportEnd) {
        switch end {
        case .tooMuchUnsent: cut(.resourceExhausted, end.text)
        case .peerClosed, .failed: close(end.text)
        }
    }

    @inline(__always)
    func take(_ frame: Frame, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
        switch frame {
        case .call(let call): try callArrived(call, bytes)
        case .message(let message): try messageArrived(message, bytes)
        case .credit(let credit): try creditArrived(credit)
        case .cancel(let cancel): try cancelArrived(cancel)
        case .hello(let hello): try helloArrived(hello)
        case .ping(let ping): transport.append(PongFrame(value: ping.value))
        case .pong: break
        case .goAway(let goAway): close("the client left: \(goAway)")
        case .welcome: throw .unexpected(.welcome)
        case .status: throw .unexpected(.status)
        }
    }

    private func helloArrived(_ hello: Hello) throws(WireError) {
        switch machine.helloArrived(hello) {
        case .violation(let error): throw error
        case .refuse(let goAway): cut(goAway.code, goAway.text)
        case .authorize:
            switch server.authorize(hello, address) {
            case .refuse(let status): cut(status.code, status.message)
            case .accept:
                decoder.greeting = nil
                peer = Peer(
                    address: peer.address, isLoopback: peer.isLoopback, role: hello.role, agent: hello.agent)
                transport.append(machine.accept(hello, agent: server.agent, now: loop.moment))
                armLivenessTimer()
                server.connectionGreeted(self)
            }
        }
    }

    private func callArrived(_ call: CallFrame, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
        switch machine.callArrived(stream: call.stream, isEnd: call.isEnd) {
        case .violation(let error): throw error
        case .ignore: break
        case .refuse(let code, let text):
            transport.append(Status(code, text).frame(stream: call.stream, at: .none))
        case .open(let key):
            var deadline: MonotonicTime?
            if call.deadlineMilliseconds > 0 {
                let end = MonotonicTime(
                    nanoseconds: transport.readAt.nanoseconds + UInt64(call.deadlineMilliseconds) * 1_000_000)
                guard .now < end else {
                    return finish(key, Status(.deadlineExceeded, "the deadline passed before the call was looked at"))
                }
                deadline = end
            }
            dispatch(key, call, deadline, bytes)
        }
    }

    private func dispatch(
        _ key: StreamKey, _ call: CallFrame, _ deadline: MonotonicTime?, _ bytes: UnsafeRawBufferPointer
    ) {
        let name = UnsafeRawBufferPointer(rebasing: bytes[call.method])
        let body = UnsafeRawBufferPointer(rebasing: bytes[call.body])
        switch server.methods.find(name) {
        case .unary(let handler):
            guard call.isEnd else {
                return finish(key, Status(.invalidArgument, "a unary call ends with its request"))
            }
            occupants[key] = .call(onCancel: nil)
            handler(body, RawCall(connection: self, key: key, deadline: deadline))
        case .stream(let handler):
            let stream = RawStream(self, key, deadline: deadline, isHalfClosed: call.isEnd)
            occupants[key] = .stream(stream)
            handler(body, stream)
        case nil:
            let text =
                "there is no method \(String(decoding: name, as: UTF8.self)) here; check that the address is the right service's, and compare the versions"
            finish(key, Status(.unimplemented, text))
        }
    }

    private func messageArrived(_ message: MessageFrame, _ bytes: UnsafeRawBufferPointer) throws(WireError) {
        switch machine.messageArrived(message) {
        case .violation(let error): throw error
        case .ignore: break
        case .deliver(let key):
            guard case .stream(let stream) = occupants[key] else { return }
            if !message.isBare { stream.messageArrived(UnsafeRawBufferPointer(rebasing: bytes[message.body])) }
            if message.isEnd && isOpen(key) { stream.halfClosed() }
        }
    }

    private func cancelArrived(_ cancel: CancelFrame) throws(WireError) {
        switch machine.cancelArrived(cancel) {
        case .violation(let error): throw error
        case .ignore: break
        case .cancel(let key):
            switch occupants[key] {
            case .call(let onCancel):
                occupants[key] = .call(onCancel: nil)
                onCancel?()
            case .stream(let stream):
                stream.ended(.cancelled(cancel.code))
                // Its handler has been told, and does no more for it; the one of a call may be at work elsewhere.
                finish(key, .ok)
            case nil: break
            }
        }
    }

    private func creditArrived(_ credit: CreditFrame) throws(WireError) {
        switch machine.creditArrived(credit) {
        case .violation(let error): throw error
        case .nothing: break
        case .writable(let key):
            if case .stream(let stream) = occupants[key] { stream.onWritable?() }
        }
    }
}

// MARK: - What the handlers say

extension ServerConnection {
    func isOpen(_ key: StreamKey) -> Bool { machine.isListening(key) }

    func canSend(_ key: StreamKey) -> Bool { machine.canSend(key) }

    func onCancel(_ key: StreamKey, _ body: @escaping () -> Void) {
        loop.preconditionOnLoop()
        guard machine.isListening(key) else { return }
        occupants[key] = .call(onCancel: body)
    }

    func reply(_ key: StreamKey, at position: Position, _ fill: (Reserve) throws(CodecError) -> Void) {
        loop.preconditionOnLoop()
        guard machine.isListening(key) else { return finish(key, .ok, at: position) }
        do throws(CodecError) {
            _ = try transport.appendMessage(key.id, .end, position, limit: machine.sendLimit, fill)
        } catch {
            return finish(key, Status(encoding: error), at: position)
        }
        _ = machine.finished(key)
        _ = occupants.take(key)
        closeIfDrained()
    }

    func send(
        _ key: StreamKey, at position: Position, _ fill: (Reserve) throws(CodecError) -> Void
    ) throws(CodecError) -> Bool {
        loop.preconditionOnLoop()
        guard machine.canSend(key) else { return false }
        let count = try transport.appendMessage(key.id, [], position, limit: machine.sendLimit, fill)
        machine.messageSent(key, count: count)
        return true
    }

    func finish(_ key: StreamKey, _ status: Status, at position: Position = .none) {
        loop.preconditionOnLoop()
        guard machine.contains(key) else { return }
        if machine.finished(key) == .send { transport.append(status.frame(stream: key.id, at: position)) }
        if case .stream(let stream) = occupants.take(key) { stream.dropClosures() }
        closeIfDrained()
    }

    func consumed(_ key: StreamKey, _ count: Int) {
        loop.preconditionOnLoop()
        if let credit = machine.messageConsumed(key, count: count) { transport.append(credit) }
    }
}
