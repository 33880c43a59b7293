// Its headers bring the constants of sockets, and then Glibc alone does not.
import CCurl
import Glibc
import Platform

/// Ends what blocks on a connection, from any thread and for good: whoever has lost its work must not hold a thread
/// until a silent server's time is over.
package final class SMTPInterrupt: Sendable {
    private struct State {
        var isRaised = false
        var socket: Int32?
    }

    private let state = Lock(State())

    package init() {}

    var isRaised: Bool { state.withLock { $0.isRaised } }

    /// The call that is under way, and any later one, fails as after a lost connection. While a connection is being
    /// made this takes up to a second; afterwards it is at once.
    package func raise() {
        state.withLock { state in
            state.isRaised = true
            if let socket = state.socket { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    func attach(_ socket: Int32) {
        state.withLock { state in
            state.socket = socket
            if state.isRaised { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Before the socket is closed: its number may soon be another one's.
    func detach() {
        state.withLock { $0.socket = nil }
    }
}
