import Console
import Platform
import RPC

/// Where a role listens.
extension HostAndPort {
    /// Without tokens and TLS, only this machine can be served: every other address is refused.
    func endpointOnThisMachine() throws(CommandFailure) -> Endpoint {
        let endpoint = Endpoint(host: host, port: port)
        guard let address = SocketAddress(numeric: endpoint) else {
            throw CommandFailure(.usage, "can't listen on \(self): write the address in numbers, or as localhost")
        }
        guard address.isLoopback else {
            throw CommandFailure(
                .usage,
                "can't listen on \(self): without tokens and TLS only clients on this machine are served; "
                    + "listen on 127.0.0.1, and bring others in through a tunnel")
        }
        return endpoint
    }
}

extension CommandFailure {
    /// The address of a role is one that it can't have.
    init(listeningOn endpoint: Endpoint, _ error: SystemError) {
        self.init(.failed, "can't listen on \(endpoint): \(error.reason); give another port, or 0 for any")
    }
}
