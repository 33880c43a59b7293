import Platform
import Testing

@testable import RPC

@Suite struct UnaryTests {
    @Test func `an answer comes back to its caller`() throws {
        let server = try TestServer()
        var answer: Result<[UInt8], Status>?
        try withClient(of: server) { client, finish in
            client.call("test/Echo", [1, 2, 3]) {
                answer = $0.copied
                #expect(client.highestEpoch == 3)
                finish()
            }
        }
        #expect(answer == .success([1, 2, 3]))
        server.stop()
    }

    @Test(arguments: [1, 255, 256, 257, 1_000, 5_000]) func `calls beyond the server's limit wait for the others`(
        count: Int
    ) throws {
        let server = try TestServer()
        var answers: [Int] = []
        try withClient(of: server) { client, finish in
            for number in 0..<count {
                client.call("test/Echo", [UInt8(number & 255), UInt8(number >> 8)]) { result in
                    let bytes = try? result.get()
                    answers.append(bytes.map { Int($0[0]) + Int($0[1]) << 8 } ?? -1)
                    if answers.count == count { finish() }
                }
            }
        }
        #expect(answers == Array(0..<count))
        server.stop()
    }

    @Test func `more than may wait is refused at once`() throws {
        let server = try TestServer()
        var options = ClientOptions(role: .client)
        options.waitingCalls = 2
        var codes: [StatusCode] = []
        try withClient(of: server, options: options) { client, finish in
            for _ in 0..<259 {
                client.call("test/Hold", []) { result in
                    if case .failure(let status) = result { codes.append(status.code) }
                    finish()
                }
            }
        }
        #expect(codes == [.resourceExhausted])
        server.stop()
    }

    @Test func `calls that are more than the connection takes at once wait their turn`() throws {
        let server = try TestServer()
        var options = ClientOptions(role: .client)
        options.unsent = UnsentLimits(full: 100_000, greatest: 2_000_000)
        var sizes: [Int] = []
        try withClient(of: server, options: options) { client, finish in
            for _ in 0..<50 {
                client.call("test/Echo", [UInt8](repeating: 1, count: 1_000_000)) { result in
                    sizes.append((try? result.get().count) ?? -1)
                    if sizes.count == 50 { finish() }
                }
            }
        }
        #expect(sizes == [Int](repeating: 1_000_000, count: 50))
        server.stop()
    }

    @Test func `each of many waiting calls ends at its own deadline`() throws {
        let server = try TestServer()
        var codes: [StatusCode: Int] = [:]
        try withClient(of: server) { client, finish in
            let start = MonotonicTime.now
            for number in 0..<5_000 {
                // The last ones that wait are the first to give up.
                let deadline = start + .milliseconds(50) + .microseconds(10 * (5_000 - number))
                client.call("test/Hold", [], deadline: deadline) { result in
                    if case .failure(let status) = result { codes[status.code, default: 0] += 1 }
                    if codes[.deadlineExceeded] == 5_000 { finish() }
                }
            }
        }
        #expect(codes == [.deadlineExceeded: 5_000])
        server.release()
        server.stop()
    }

    @Test func `answers come in any order`() throws {
        let server = try TestServer()
        var order: [String] = []
        try withClient(of: server) { client, finish in
            client.call("test/Hold", []) { _ in
                order.append("held")
                finish()
            }
            client.call("test/Echo", []) { _ in
                order.append("echo")
                server.loop.execute { server.releaseOnLoop() }
            }
        }
        #expect(order == ["echo", "held"])
        server.stop()
    }

    @Test func `an unknown method is unimplemented, and named`() throws {
        let server = try TestServer()
        var status: Status?
        try withClient(of: server) { client, finish in
            client.call("test/Nothing", []) { result in
                if case .failure(let failure) = result { status = failure }
                finish()
            }
        }
        #expect(status?.code == .unimplemented)
        #expect(status?.message.contains("test/Nothing") == true)
        server.stop()
    }

    @Test func `a failure keeps its code, words and retry hint`() throws {
        let failure = Status(.resourceExhausted, "the queue is full", retryAfter: .milliseconds(250))
        let server = try TestServer { server in
            server.handleUnary("test/Fail") { _, call in call.fail(failure) }
        }
        var status: Status?
        try withClient(of: server) { client, finish in
            client.call("test/Fail", []) { result in
                if case .failure(let failure) = result { status = failure }
                finish()
            }
        }
        #expect(status == failure)
        #expect(status?.description == "RESOURCE_EXHAUSTED: the queue is full (try again in 0.25 seconds)")
        server.stop()
    }

    @Test(arguments: [(-1, true), (0, true), (1, false)]) func `a request fits in the peer's frame, or is refused here`(
        over: Int, fits: Bool
    ) throws {
        let server = try TestServer()
        // Of the frame's length: the head behind the length field, and the method's name.
        let size = 1_048_576 - 16 - "test/Count".utf8.count + over
        var code = StatusCode.ok
        server.onLoop { server in
            server.handleUnary("test/Count") { bytes, call in [UInt8(1)].withUnsafeBytes { call.reply($0) } }
        }
        try withClient(of: server) { client, finish in
            client.call("test/Count", [UInt8](repeating: 1, count: size)) { result in
                if case .failure(let status) = result { code = status.code }
                finish()
            }
        }
        #expect(code == (fits ? .ok : .resourceExhausted))
        server.stop()
    }

    @Test func `an answer that doesn't fit becomes an error, and the connection lives`() throws {
        let server = try TestServer { server in
            server.handleUnary("test/Huge") { _, call in
                [UInt8](repeating: 0, count: 1_048_576).withUnsafeBytes { call.reply($0) }
            }
        }
        var codes: [StatusCode] = []
        try withClient(of: server) { client, finish in
            client.call("test/Huge", []) { result in
                if case .failure(let status) = result { codes.append(status.code) }
            }
            client.call("test/Echo", []) { result in
                if case .success = result { codes.append(.ok) }
                finish()
            }
        }
        #expect(codes == [.resourceExhausted, .ok])
        server.stop()
    }

    @Test func `a deadline that passes ends the call on both sides`() throws {
        let server = try TestServer()
        var code: StatusCode?
        try withClient(of: server) { client, finish in
            client.call("test/Hold", [], deadline: .now + .milliseconds(20)) { result in
                if case .failure(let status) = result { code = status.code }
                finish()
            }
        }
        #expect(code == .deadlineExceeded)
        #expect(server.waitToHear(2) == ["held", "cancelled"])
        server.stop()
    }

    @Test func `a deadline that has passed is told without asking the server`() throws {
        let server = try TestServer()
        var code: StatusCode?
        try withClient(of: server) { client, finish in
            client.call("test/Hold", [], deadline: .now) { result in
                if case .failure(let status) = result { code = status.code }
                finish()
            }
        }
        #expect(code == .deadlineExceeded)
        #expect(server.heard.withLock { $0 } == [])
        server.stop()
    }

    @Test func `what a pause held back past its deadline is not worked on`() throws {
        let server = try TestServer()
        var answers: [StatusCode] = []
        server.onLoop { server in
            server.handleUnary("test/Pause") { [unowned server] bytes, call in
                server.pauseReading()
                call.reply(bytes)
                server.loop.schedule(after: .milliseconds(60)) { server.resumeReading() }
            }
        }
        let peer = try RawPeer(server)
        try peer.sayHello()
        // In one segment, so that the second call is read before the first one's handler pauses.
        peer.send(
            [
                CallHead(stream: 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Pause", bodyCount: 0),
                CallHead(stream: 3, isEnd: true, deadlineMilliseconds: 30, method: "test/Echo", bodyCount: 0),
                CallHead(stream: 5, isEnd: true, deadlineMilliseconds: 0, method: "test/Echo", bodyCount: 0),
            ]
            .flatMap { encoded($0) })
        for _ in 0..<3 {
            switch peer.receive()?.frame {
            case .message: answers.append(.ok)
            case .status(let status): answers.append(status.code)
            default: Issue.record("Neither an answer nor a status")
            }
        }
        #expect(answers == [.ok, .deadlineExceeded, .ok])
        server.stop()
    }

    @Test func `a cancelled call is heard of no more`() throws {
        let server = try TestServer()
        try withClient(of: server) { client, finish in
            let call = client.unary("test/Hold", UnsafeRawBufferPointer(start: nil, count: 0)) { _, _ in
                Issue.record("The completion of a cancelled call ran")
            }
            client.call("test/Echo", []) { _ in
                client.cancel(call)
                client.cancel(call)
                client.call("test/Echo", []) { _ in finish() }
            }
        }
        #expect(server.waitToHear(2) == ["held", "cancelled"])
        server.release()
        server.stop()
    }

    @Test func `an epoch that is over is not believed, and the connection is dropped`() throws {
        let server = try TestServer()
        var statuses: [StatusCode] = []
        try withClient(of: server, highestEpoch: 4) { client, finish in
            client.onClose = { status in
                statuses.append(status.code)
                finish()
            }
            client.call("test/Echo", []) { result in
                if case .failure(let status) = result { statuses.append(status.code) }
            }
        }
        #expect(statuses == [.unavailable, .unavailable])
        server.stop()
    }
}
