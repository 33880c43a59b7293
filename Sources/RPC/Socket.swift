import CLinux
import Glibc
import Platform

/// TCP sockets as this package wants them: non-blocking, closed in child processes, small frames sent at once.
enum Socket {
    /// Bound, and not listening yet; port 0 lets the system choose.
    static func bound(to address: SocketAddress) throws(SystemError) -> FileDescriptor {
        let socket = try FileDescriptor("socket") { clinux_socket(address.family) }
        // A restarted server must not wait for the ghosts of its connections.
        try set(socket, SOL_SOCKET, SO_REUSEADDR)
        let bound = address.withPointer { bind(socket.rawValue, $0, $1) }
        guard bound == 0 else { throw SystemError("bind", code: errno) }
        return socket
    }

    static func listen(on socket: borrowing FileDescriptor) throws(SystemError) {
        guard Glibc.listen(socket.rawValue, 4_096) == 0 else { throw SystemError("listen", code: errno) }
    }

    static func boundAddress(of socket: borrowing FileDescriptor) throws(SystemError) -> SocketAddress {
        let descriptor = socket.rawValue
        return try SocketAddress { getsockname(descriptor, $0, &$1) }
    }

    /// Nil when nobody is waiting.
    static func accept(
        from listener: borrowing FileDescriptor
    ) throws(SystemError) -> (descriptor: CInt, address: SocketAddress)? {
        let descriptor = listener.rawValue
        var accepted: CInt = -1
        var code: CInt = 0
        let address = try SocketAddress { pointer, length in
            accepted = clinux_accept(descriptor, pointer, &length)
            code = accepted < 0 ? errno : 0
            return 0
        }
        if accepted >= 0 {
            setNoDelay(accepted)
            return (accepted, address)
        }
        // The peer gave up between its knock and our answer.
        if code == EAGAIN || code == ECONNABORTED || code == EINTR { return nil }
        throw SystemError("accept", code: code)
    }

    /// Begins to connect: the socket is writable once that has ended, and `connectError` says how.
    static func connecting(to address: SocketAddress) throws(SystemError) -> FileDescriptor {
        let socket = try FileDescriptor("socket") { clinux_socket(address.family) }
        setNoDelay(socket.rawValue)
        let result = address.withPointer { connect(socket.rawValue, $0, $1) }
        let code = errno
        guard result == 0 || code == EINPROGRESS || code == EINTR else { throw SystemError("connect", code: code) }
        return socket
    }

    /// Nil: connected.
    static func connectError(of socket: borrowing FileDescriptor) -> SystemError? {
        var code: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        let result = getsockopt(socket.rawValue, SOL_SOCKET, SO_ERROR, &code, &length)
        if result != 0 { return SystemError("getsockopt", code: errno) }
        return code == 0 ? nil : SystemError("connect", code: code)
    }

    static func endWriting(_ descriptor: CInt) {
        _ = shutdown(descriptor, CInt(SHUT_WR))
    }

    private static func setNoDelay(_ descriptor: CInt) {
        // What is written is whole turns already; waiting for more would only delay them.
        var on: CInt = 1
        _ = setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    }

    private static func set(_ socket: borrowing FileDescriptor, _ level: CInt, _ option: CInt) throws(SystemError) {
        var on: CInt = 1
        guard setsockopt(socket.rawValue, level, option, &on, socklen_t(MemoryLayout<CInt>.size)) == 0 else {
            throw SystemError("setsockopt", code: errno)
        }
    }
}
