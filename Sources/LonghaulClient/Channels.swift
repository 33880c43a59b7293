package import Platform
package import RPC

extension Channel {
    /// Looks up names for every channel of the process.
    private static let resolver = BlockingPool(name: "resolver", threads: 1)

    /// To the first scheduler of `addresses` ("host:port") that answers.
    package static func toScheduler(
        _ addresses: [String], role: Role, on loop: EventLoop
    ) throws(LonghaulError) -> Channel {
        try to(
            addresses, role: role, on: loop, service: "the scheduler",
            hint: "is `longhaul scheduler` running, and is --scheduler right?")
    }

    /// To the first status service of `addresses` that answers.
    package static func toStatus(
        _ addresses: [String], role: Role, on loop: EventLoop
    ) throws(LonghaulError) -> Channel {
        try to(
            addresses, role: role, on: loop, service: "the status service",
            hint: "is `longhaul status` running, and is --status right?")
    }

    private static func to(
        _ addresses: [String], role: Role, on loop: EventLoop, service: String, hint: String
    ) throws(LonghaulError) -> Channel {
        guard !addresses.isEmpty else {
            throw LonghaulError(.invalidArgument, "no address of \(service) is given; write it as host:port")
        }
        var endpoints: [Endpoint] = []
        for address in addresses {
            guard let endpoint = Endpoint(address) else {
                throw LonghaulError(.invalidArgument, "\(address) is no address of \(service); write it as host:port")
            }
            endpoints.append(endpoint)
        }
        return Channel(
            to: endpoints, on: loop, resolver: resolver,
            options: Options(client: ClientOptions(role: role), service: service, hint: hint))
    }
}
