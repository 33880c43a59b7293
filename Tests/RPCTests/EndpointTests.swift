import Testing

@testable import RPC

@Suite struct EndpointTests {
    @Test(arguments: [
        ("127.0.0.1:7600", "127.0.0.1", 7600), ("scheduler.example:1", "scheduler.example", 1),
        ("[::1]:65535", "::1", 65535),
    ]) func `host and port, as people write them`(text: String, host: String, port: UInt16) throws {
        let endpoint = try #require(Endpoint(text))
        #expect(endpoint == Endpoint(host: host, port: port))
        #expect(endpoint.description == text)
    }

    @Test(arguments: ["", "host", ":1", "host:", "host:65536", "host:-1", "::1:80", "[::1]", "[]:1"])
    func `what is neither is refused`(text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("localhost", true), ("::ffff:127.0.0.1", true),
        ("10.0.0.1", false), ("::2", false), ("::ffff:10.0.0.1", false),
    ]) func `loopback is told from the rest`(host: String, isLoopback: Bool) throws {
        let address = try #require(SocketAddress(numeric: Endpoint(host: host, port: 80)))
        #expect(address.isLoopback == isLoopback)
        #expect(address.port == 80)
    }

    @Test func `a name is not resolved where nobody may wait`() {
        #expect(SocketAddress(numeric: Endpoint(host: "scheduler.example", port: 80)) == nil)
    }

    @Test func `addresses are shown as they are written`() throws {
        #expect(try #require(SocketAddress(numeric: Endpoint(host: "::1", port: 9))).description == "[::1]:9")
    }
}
