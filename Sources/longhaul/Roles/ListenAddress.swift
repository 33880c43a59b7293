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

/// Listens through `listen`, and gives the address with the port that it got.
func listening(
    on endpoint: Endpoint, _ listen: (Endpoint) throws(SystemError) -> UInt16
) throws(CommandFailure) -> Endpoint {
    do throws(SystemError) {
        return Endpoint(host: endpoint.host, port: try listen(endpoint))
    } catch {
        throw CommandFailure(
            .failed, "can't listen on \(endpoint): \(error.reason); give another port, or 0 for any")
    }
}
