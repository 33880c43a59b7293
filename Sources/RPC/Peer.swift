package import Wire

/// Who is at the other end of a server's connection, as its hello says and the server has accepted.
package struct Peer: Sendable, Hashable, CustomStringConvertible {
    package let address: String
    package let isLoopback: Bool
    package let role: Role
    /// Its program and version: for logs, not for decisions.
    package let agent: String

    package var description: String { "\(role) \(address)" }
}

/// Whether a server takes a client.
package enum Authorization: Sendable {
    case accept
    case refuse(Status)

    /// The default: from this machine everybody, from elsewhere nobody.
    package static func loopbackOnly(_ hello: Hello, _ address: SocketAddress) -> Authorization {
        if address.isLoopback { return .accept }
        return .refuse(Status(.unauthenticated, "without tokens only clients on the same machine are served"))
    }
}
