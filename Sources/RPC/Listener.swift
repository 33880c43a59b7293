import Platform

/// Accepts connections for a server, and keeps it until it is closed.
final class Listener: ReadinessHandler {
    /// In a turn, so that a flood of them leaves time for the calls of others.
    private static let acceptedPerTurn = 64
    /// With no descriptor free, asking again at once would only turn the loop.
    private static let pauseAfterFailure = Duration.milliseconds(100)

    private let socket: FileDescriptor
    private let server: Server
    private var registration: Registration?

    init(on bound: consuming BoundSocket, server: Server) throws(SystemError) {
        socket = bound.descriptor
        self.server = server
        try Socket.listen(on: socket)
        registration = try server.loop.register(socket.rawValue, .readable, self)
    }

    func close() {
        registration?.cancel()
        registration = nil
    }

    func ready(_ readiness: Readiness) {
        do throws(SystemError) {
            for _ in 0..<Self.acceptedPerTurn {
                guard registration != nil, let (descriptor, address) = try Socket.accept(from: socket) else { return }
                server.accepted(descriptor, from: address)
            }
        } catch {
            server.acceptFailed(error)
            registration?.interest = []
            server.loop.schedule(after: Self.pauseAfterFailure) { [weak self] in
                self?.registration?.interest = .readable
            }
        }
    }
}
