import Contract
package import Platform
package import Wire

/// Listens, and gives each call to the handler of its method. Everything happens on the loop's thread.
///
/// A handler runs within the turn that read its request, and may answer then or later. Limits hold before it runs: what
/// is over them is refused without it. A server that listens lives until it has drained, or was stopped.
package final class Server {
    package let loop: EventLoop
    package let limits: ServerLimits
    /// What clients are told that they speak with.
    package let agent: String
    /// Whether a client is taken; asked once for each, when its hello has come. Tokens are compared here.
    package var authorize: (Hello, SocketAddress) -> Authorization = Authorization.loopbackOnly

    let codec = Codec()
    let scratch: Scratch
    private(set) var methods = MethodTable()
    private(set) var isPaused = false
    private let logger: Logger
    private var listeners: [Listener] = []
    private var connections: [UInt64: ServerConnection] = [:]
    private var ungreeted: Set<UInt64> = []
    private var connectionsMade: UInt64 = 0
    private var refusals = LogThrottle()
    private var acceptFailures = LogThrottle()
    private var draining: (timer: TimerID, completion: () -> Void)?

    package init(loop: EventLoop, limits: ServerLimits = ServerLimits(), agent: String = "longhaul", logger: Logger) {
        self.loop = loop
        self.limits = limits
        self.agent = agent
        self.logger = logger
        scratch = Scratch(byteCount: limits.readBytes)
    }

    /// Takes calls on an address of this machine, written in numbers or as "localhost". Returns the port, which the
    /// system has chosen when it was 0.
    @discardableResult
    package func listen(_ endpoint: Endpoint) throws(SystemError) -> UInt16 {
        let socket = try BoundSocket(endpoint)
        let port = socket.port
        try listen(on: socket)
        return port
    }

    /// Takes calls where the socket is bound.
    package func listen(on socket: consuming BoundSocket) throws(SystemError) {
        listeners.append(try Listener(on: socket, server: self))
    }

    /// A request's bytes are the connection's, and gone when the handler returns.
    package func handleUnary(_ method: String, _ handler: @escaping (UnsafeRawBufferPointer, RawCall) -> Void) {
        methods.add(method, .unary(handler))
    }

    /// Called with the first message of each stream; the handler sets the stream's closures for what follows.
    package func handleStream(_ method: String, _ handler: @escaping (UnsafeRawBufferPointer, RawStream) -> Void) {
        methods.add(method, .stream(handler))
    }

    /// Clients that have been greeted, and those that have not.
    package var connectionCount: Int { connections.count }

    /// Looks at no more requests until `resumeReading`: they wait in the system's buffers, then with the clients. Calls
    /// that run may still be answered.
    package func pauseReading() {
        loop.preconditionOnLoop()
        guard !isPaused else { return }
        isPaused = true
        for connection in connections.values { connection.pause() }
    }

    package func resumeReading() {
        loop.preconditionOnLoop()
        guard isPaused else { return }
        isPaused = false
        for connection in connections.values { connection.resume() }
    }

    /// Takes no new connections and no new calls. `completion` runs when the last call has been answered, or at the
    /// deadline, when what still runs is cut off. Once only.
    package func drain(within limit: Duration, _ completion: @escaping () -> Void) {
        loop.preconditionOnLoop()
        precondition(draining == nil, "The server is draining already")
        stopListening()
        let timer = loop.schedule(after: limit) { [self] in
            draining = nil
            stop("the server did not wait any longer")
            completion()
        }
        draining = (timer, completion)
        for connection in Array(connections.values) { connection.drain("the server is shutting down") }
        finishDraining()
    }

    /// Listens no more, and cuts every connection.
    package func stop(_ reason: String = "the server is shutting down") {
        stopListening()
        cutConnections(reason)
    }

    /// Tells every client the reason, and ends all its calls; they may connect again.
    package func cutConnections(_ reason: String) {
        loop.preconditionOnLoop()
        for connection in Array(connections.values) { connection.cut(.unavailable, reason) }
    }

    private func stopListening() {
        for listener in listeners { listener.close() }
        listeners = []
    }

    private func finishDraining() {
        guard let draining, connections.isEmpty else { return }
        self.draining = nil
        loop.cancel(draining.timer)
        draining.completion()
    }
}

// MARK: - Connections

extension Server {
    func accepted(_ descriptor: CInt, from address: SocketAddress) {
        let socket = FileDescriptor(owning: descriptor)
        guard connections.count < limits.connections else {
            return refused(address.description, "more than \(limits.connections) connections")
        }
        connectionsMade += 1
        if ungreeted.count >= limits.unauthenticated, let oldest = ungreeted.min() {
            connections[oldest]?.cut(.resourceExhausted, "too many connections have not said hello")
        }
        do throws(SystemError) {
            let connection = try ServerConnection(socket, id: connectionsMade, address: address, server: self)
            connections[connection.id] = connection
            ungreeted.insert(connection.id)
            if isPaused { connection.pause() }
        } catch {
            refused(address.description, error.description)
        }
    }

    func acceptFailed(_ error: SystemError) {
        guard let count = acceptFailures.admit(loop.now) else { return }
        logger.error("Can't accept connections for now", ["count": count, "reason": error])
    }

    func connectionGreeted(_ connection: ServerConnection) {
        ungreeted.remove(connection.id)
        logger.debug("Client connected", ["peer": connection.peer, "agent": connection.peer.agent])
    }

    func connectionClosed(_ connection: ServerConnection, _ reason: String) {
        connections[connection.id] = nil
        ungreeted.remove(connection.id)
        if connection.isGreeted {
            logger.debug("Client gone", ["peer": connection.peer, "reason": reason])
        } else {
            refused(connection.peer.address, reason)
        }
        finishDraining()
    }

    private func refused(_ address: String, _ reason: String) {
        guard let count = refusals.admit(loop.now) else { return }
        logger.warning("Connections refused", ["count": count, "last": address, "reason": reason])
    }
}
