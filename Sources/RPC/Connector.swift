package import Platform

/// Connects to one address, within a limit of time. Keeps itself until it has called one of its closures.
package final class Connector: ReadinessHandler {
    private let loop: EventLoop
    private let onConnected: (consuming FileDescriptor) -> Void
    private let onFailed: (String) -> Void
    private var socket: FileDescriptor?
    private var registration: Registration?
    private var timer: TimerID?

    /// Neither closure runs before this returns.
    init(
        to address: SocketAddress, on loop: EventLoop, within limit: Duration,
        onConnected: @escaping (consuming FileDescriptor) -> Void, onFailed: @escaping (String) -> Void
    ) {
        self.loop = loop
        self.onConnected = onConnected
        self.onFailed = onFailed
        do throws(SystemError) {
            let socket = try Socket.connecting(to: address)
            registration = try loop.register(socket.rawValue, .writable, self)
            self.socket = consume socket
            timer = loop.schedule(after: limit) { [self] in failed("no answer within \(limit)") }
        } catch {
            timer = loop.schedule(after: .zero) { [self] in failed(error.reason) }
        }
    }

    package func ready(_ readiness: Readiness) {
        guard let socket = socket.take() else { return }
        stop()
        if let error = Socket.connectError(of: socket) {
            onFailed(error.reason)
        } else {
            onConnected(socket)
        }
    }

    /// Neither closure will run.
    package func cancel() {
        stop()
        socket = nil
    }

    private func failed(_ reason: String) {
        cancel()
        onFailed(reason)
    }

    private func stop() {
        registration?.cancel()
        registration = nil
        if let timer { loop.cancel(timer) }
        timer = nil
    }
}
