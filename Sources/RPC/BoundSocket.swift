import Glibc
package import Platform

/// An address of this machine that a server will listen on: whether it can be had is known before anything else is done.
/// Who connects is refused until the server listens.
///
/// One that somebody listens on already can't be had. Of two that are made at one moment, the second finds out when it
/// listens.
package struct BoundSocket: ~Copyable {
    /// What the system has chosen, when 0 was asked for.
    package let port: UInt16
    let descriptor: FileDescriptor

    /// The endpoint's host is written in numbers, or is "localhost".
    package init(_ endpoint: Endpoint) throws(SystemError) {
        guard let address = SocketAddress(numeric: endpoint) else {
            throw SystemError("listen on \(endpoint): write the address in numbers", code: EINVAL)
        }
        let descriptor = try Socket.bound(to: address)
        port = try Socket.boundAddress(of: descriptor).port
        self.descriptor = descriptor
    }
}
