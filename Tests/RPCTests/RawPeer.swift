import Glibc
import Testing

@testable import RPC
@testable import Wire

/// A client that sends what it likes, from a blocking socket.
final class RawPeer {
    private let descriptor: CInt
    private var received: [UInt8] = []
    private var decoder = FrameDecoder(greeting: .welcome, limit: 1_048_576)

    init(_ server: TestServer) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        let connected = server.address.withPointer { connect(descriptor, $0, $1) }
        try #require(connected == 0)
        // Against a server that says nothing, where it should.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            // The server may have cut us off in the middle: that is for `receive` to see.
            guard count > 0 else { return }
            sent += count
        }
    }

    func send(_ frame: some EncodableFrame, body: [UInt8] = []) {
        send(encoded(frame) + body)
    }

    func sayHello(window: UInt32 = 262_144) throws {
        send(Hello(role: .client, maximumFrame: 1_048_576, window: window, agent: "raw"))
        guard case .welcome? = receive()?.frame else { throw NoWelcome() }
    }

    struct NoWelcome: Error {}

    /// The next frame and its body; nil when the server has closed.
    func receive() -> (frame: Frame, body: [UInt8])? {
        while true {
            if let next = try? decoder.next(in: received.span.bytes, from: 0) {
                decoder.greeting = nil
                var body: [UInt8] = []
                if case .message(let message) = next.frame { body = Array(received[message.body]) }
                received.removeFirst(next.end)
                return (next.frame, body)
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            received += chunk[..<count]
        }
    }

    /// The server's last words, after which it has closed.
    func receiveGoAway() -> GoAway? {
        var last: GoAway?
        while let (frame, _) = receive() {
            if case .goAway(let goAway) = frame { last = goAway }
        }
        return last
    }

    func halfClose() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Ends the connection with a reset.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
}
