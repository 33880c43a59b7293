import Platform
import Testing

@testable import RPC

/// A server on a loop of its own, with methods that show each way in which a call can go.
///
///     test/Echo    answers with the request
///     test/Hold    answers once `release` is called
///     test/Expand  a stream: as many messages as the first byte says, of as many KiB as the second
///     test/Talk    a stream: every message goes back; its end is OK
final class TestServer: Sendable {
    let thread: LoopThread
    let port: UInt16
    /// What the handlers heard, in order.
    let heard = Monitor<[String]>([])
    private let server: LoopBound<Server>
    private let held = Lock<[LoopBound<RawCall>]>([])

    var loop: EventLoop { thread.loop }
    var address: SocketAddress { SocketAddress(numeric: Endpoint(host: "127.0.0.1", port: port))! }
    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port) }

    /// `configure` runs on the loop, before the server listens.
    init(
        limits: ServerLimits = ServerLimits(), port: UInt16 = 0,
        configure: @escaping @Sendable (Server) -> Void = { _ in }
    ) throws {
        thread = try EventLoop.spawn(name: "test-server")
        let loop = thread.loop
        let made = Monitor<Result<(LoopBound<Server>, UInt16), SystemError>?>(nil)
        loop.execute {
            let server = Server(loop: loop, limits: limits, logger: Logger(role: "test", minimumLevel: .error))
            configure(server)
            let result = Result { () throws(SystemError) in
                (LoopBound(server, loop), try server.listen(Endpoint(host: "127.0.0.1", port: port)))
            }
            made.withLock { $0 = result }
            made.signal()
        }
        (server, self.port) = try made.wait(until: { $0 != nil }, then: { $0! }).get()
        onLoop { server in self.addMethods(server) }
    }

    private func addMethods(_ server: Server) {
        server.handleUnary("test/Echo") { bytes, call in call.reply(bytes, at: Position(epoch: 3, sequence: 9)) }
        server.handleUnary("test/Hold") { [self] bytes, call in
            call.onCancel { [self] in hear("cancelled") }
            held.withLock { $0.append(LoopBound(call, loop)) }
            hear("held")
        }
        server.handleStream("test/Expand") { [self] bytes, stream in
            let (count, size) = (Int(bytes[0]), Int(bytes[1]) * 1_024)
            let body = [UInt8](repeating: 7, count: size)
            var sent = 0
            func send() {
                while sent < count, body.withUnsafeBytes({ stream.send($0) }) { sent += 1 }
                if sent == count { stream.finish() } else { hear("waiting after \(sent)") }
            }
            stream.onWritable = send
            stream.onEnd = { [self] in hear("\($0)") }
            send()
        }
        server.handleStream("test/Talk") { [self] bytes, stream in
            stream.send(bytes)
            stream.onMessage = { stream.send($0) }
            stream.onEnd = { [self] end in
                hear("\(end)")
                if case .halfClosed = end { stream.finish() }
            }
        }
    }

    /// Runs `body` with the server on its loop, and waits for it.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable (Server) -> Value) -> Value {
        let done = Monitor<Value?>(nil)
        loop.execute { [server] in
            let value = body(server.value)
            done.withLock { $0 = value }
            done.signal()
        }
        return done.wait(until: { $0 != nil }, then: { $0! })
    }

    /// Lets so much time pass on the server's loop.
    func turnAfter(_ delay: Duration) throws -> Bool {
        let hasTurned = Monitor(false)
        loop.execute { [loop] in
            loop.schedule(after: delay) {
                hasTurned.withLock { $0 = true }
                hasTurned.signal()
            }
        }
        return hasTurned.wait(until: { $0 }, then: { $0 })
    }

    /// Answers every call that is held.
    func release() { onLoop { _ in self.releaseOnLoop() } }

    func releaseOnLoop() {
        for call in held.withLock({ $0 }) { [UInt8(1)].withUnsafeBytes { call.value.reply($0) } }
        held.withLock { $0 = [] }
    }

    func stopOnLoop() { server.value.stop() }

    func startDraining(within limit: Duration, _ completion: @escaping @Sendable () -> Void) {
        loop.execute { [server] in server.value.drain(within: limit, completion) }
    }

    /// Waits until the handlers have heard so much.
    func waitToHear(_ count: Int) -> [String] {
        heard.wait(until: { $0.count >= count }, then: { $0 })
    }

    func stop() {
        onLoop { $0.stop() }
        thread.stop()
    }

    func hear(_ event: String) {
        heard.withLock { $0.append(event) }
        heard.broadcast()
    }
}

/// Runs a client on a loop of the test's own thread until `body`'s last argument is called. Ends with an issue instead
/// of hanging.
func withClient(
    of server: TestServer, options: ClientOptions = ClientOptions(role: .client), highestEpoch: UInt32 = 0,
    _ body: @escaping (ClientConnection, @escaping () -> Void) -> Void
) throws {
    try withLoop { loop, finish in
        ClientConnection.connect(to: server.address, on: loop, options: options, highestEpoch: highestEpoch) { result in
            switch result {
            case .success(let connection): body(connection, finish)
            case .failure(let status):
                Issue.record("can't connect: \(status)")
                finish()
            }
        }
    }
}

func withLoop(_ body: (EventLoop, @escaping () -> Void) -> Void) throws {
    let loop = try EventLoop()
    loop.schedule(after: .seconds(30)) {
        Issue.record("The test did not come to its end")
        loop.stop()
    }
    body(loop) { loop.stop() }
    loop.run()
}

extension Result where Success == UnsafeRawBufferPointer, Failure == Status {
    /// A copy that outlives the callback.
    var copied: Result<[UInt8], Status> { map { Array($0) } }
}

func encoded(_ frame: some EncodableFrame) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: frame.encodedCount)
    bytes.withUnsafeMutableBytes { buffer in
        var span = buffer.mutableBytes
        frame.encode(into: &span)
    }
    return bytes
}

extension ClientConnection {
    func call(
        _ method: String, _ body: [UInt8], deadline: MonotonicTime? = nil,
        _ completion: @escaping (Result<UnsafeRawBufferPointer, Status>) -> Void
    ) {
        body.withUnsafeBytes { _ = unary(method, $0, deadline: deadline) { result, _ in completion(result) } }
    }

    func open(_ method: String, _ first: [UInt8], isEnd: Bool = false) throws(Status) -> RawClientStream {
        let result = first.withUnsafeBytes { bytes in
            Result { () throws(Status) in try stream(method, first: bytes, isEnd: isEnd) }
        }
        return try result.get()
    }
}
