import Contract
package import Platform
import Wire

/// Names a unary call of one connection, to cancel it by. Later calls have greater ones.
package struct CallID: Sendable, Hashable, Comparable {
    let number: UInt64

    package static func < (left: CallID, right: CallID) -> Bool { left.number < right.number }
}

/// One connection to a server, on a loop's thread. It lives until it is closed, by either side.
///
/// Completions run on the loop, once each, and never from within the call that they answer. Close it before its loop
/// stops, or what is under way is never answered.
package final class ClientConnection: FrameReceiver {
    /// The position is the one that the server answered at; `.none` when it did not answer, or said none.
    package typealias Completion = (Result<UnsafeRawBufferPointer, Status>, Position) -> Void

    /// What belongs to an open stream, in the slot that the machine gave it.
    enum Occupant {
        case call(CallID, StreamKey, Completion)
        case stream(RawClientStream)
    }

    package let loop: EventLoop
    package let address: SocketAddress
    /// Why it closed. Set at once when the connection is there, if its end matters.
    package var onClose: ((Status) -> Void)?
    let codec = Codec()

    let options: ClientOptions
    let onOpen: (Result<ClientConnection, Status>) -> Void
    var transport: Transport!
    var machine: ClientMachine
    var decoder: FrameDecoder
    var occupants = Slots<Occupant>()
    var waiting = WaitingCalls()
    var deadlines = Deadlines()
    var callsMade: UInt64 = 0
    var livenessTimer: (id: TimerID, deadline: Moment)?
    var deadlineTimer: (id: TimerID, deadline: MonotonicTime)?
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
            socket, on: loop, scratch: Scratch(byteCount: options.readBytes), limits: options.unsent, delegate: self)
    }

    private func sayHello() {
        itself = self
        transport.append(machine.hello(role: options.role, token: options.token, agent: options.agent))
        armLivenessTimer()
    }

    /// False before it has opened, while the server drains, and when it is closed.
    package var takesCalls: Bool { transport.isOpen && machine.phase == .open }

    package var highestEpoch: UInt32 { machine.highestEpoch }

    /// Whether calls that run are still answered.
    var isOpen: Bool { transport.isOpen }

    var liveness: Liveness {
        get { machine.liveness }
        _modify { yield &machine.liveness }
    }

    /// Always: a client that stopped to read because of what it has to send, and a server that does the same, would wait
    /// for each other.
    var takesFrames: Bool { true }

    /// Fails every call with the status, and tells nobody else. `completion` runs when the last words are sent and the
    /// server has ended its side too, or a moment later.
    package func close(
        _ status: Status = Status(.cancelled, "the connection was closed by this side"),
        _ completion: (() -> Void)? = nil
    ) {
        guard transport.isOpen else {
            completion?()
            return
        }
        if isGreeted { transport.append(machine.goAway(.ok, "")) }
        transport.closeAfterSending(completion)
        closed(status)
    }

    var isGreeted: Bool { decoder.greeting == nil }

    /// Tells the server why, and fails every call.
    func cut(_ code: StatusCode, _ text: String) {
        guard transport.isOpen else { return }
        transport.append(machine.goAway(code, text))
        transport.closeAfterSending()
        closed(Status(.unavailable, text))
    }

    func closed(_ status: Status) {
        stopLivenessTimer()
        if let deadlineTimer { loop.cancel(deadlineTimer.id) }
        deadlineTimer = nil
        deadlines = Deadlines()
        machine.closed()
        if !isGreeted { onOpen(.failure(status)) }
        let lost = Status(status.code, "the connection to \(address) is lost: \(status.message)")
        for occupant in occupants.takeAll() { fail(occupant, lost) }
        for call in waiting.removeAll() { call.completion(.failure(lost), .none) }
        onClose?(status)
        onClose = nil
        itself = nil
    }

    func fail(_ occupant: Occupant, _ status: Status, at position: Position = .none) {
        switch occupant {
        case .call(_, _, let completion): completion(.failure(status), position)
        case .stream(let stream): stream.ended(status)
        }
    }
}
