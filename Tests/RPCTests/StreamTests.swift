import Platform
import Testing

@testable import RPC

@Suite struct StreamTests {
    @Test func `a server's stream arrives whole and ends well`() throws {
        let server = try TestServer()
        var sizes: [Int] = []
        var end: Status?
        try withClient(of: server) { client, finish in
            let stream = try? client.open("test/Expand", [200, 16], isEnd: true)
            stream?.onMessage = { bytes, _ in sizes.append(bytes.count) }
            stream?.onEnd = {
                end = $0
                finish()
            }
        }
        #expect(sizes == [Int](repeating: 16_384, count: 200))
        #expect(end == .ok)
        server.stop()
    }

    @Test func `a reader that takes nothing stops the sender, and goes on where it stopped`() throws {
        let server = try TestServer()
        var count = 0
        try withClient(of: server) { client, finish in
            let stream = try? client.open("test/Expand", [100, 32], isEnd: true)
            stream?.consumesByItself = false
            stream?.onMessage = { bytes, _ in
                count += 1
                // The window of 256 KiB is used up by eight messages.
                #expect(count <= 8)
                guard count == 8 else { return }
                #expect(server.waitToHear(1) == ["waiting after 8"])
                stream?.onMessage = { bytes, _ in
                    count += 1
                    stream?.consumed(bytes.count)
                }
                stream?.consumed(8 * bytes.count)
            }
            stream?.onEnd = { _ in finish() }
        }
        #expect(count == 100)
        server.stop()
    }

    @Test func `both sides talk, and a half close lets the server finish`() throws {
        let server = try TestServer()
        var heard: [[UInt8]] = []
        var end: Status?
        try withClient(of: server) { client, finish in
            let stream = try? client.open("test/Talk", [0])
            stream?.onMessage = { bytes, _ in
                heard.append(Array(bytes))
                if heard.count < 4 {
                    [UInt8(heard.count)].withUnsafeBytes { #expect(stream?.send($0) == true) }
                } else {
                    stream?.halfClose()
                    [UInt8(9)].withUnsafeBytes { #expect(stream?.send($0) == false) }
                }
            }
            stream?.onEnd = {
                end = $0
                finish()
            }
        }
        #expect(heard == [[0], [1], [2], [3]])
        #expect(end == .ok)
        #expect(server.heard.withLock { $0 } == ["halfClosed"])
        server.stop()
    }

    @Test func `a sender without credit is told when there is some again`() throws {
        let server = try TestServer { server in
            server.handleStream("test/Swallow") { [unowned server] _, stream in
                var held = 0
                stream.consumesByItself = false
                stream.onMessage = { bytes in
                    held += bytes.count
                    // All at once, in a later turn: by then the client has run out.
                    guard held == 262_144 else { return }
                    server.loop.schedule(after: .zero) { stream.consumed(held) }
                }
                stream.onEnd = { _ in stream.finish() }
            }
        }
        var sentBefore: [Int] = []
        var sent = 0
        try withClient(of: server) { client, finish in
            let stream = try? client.open("test/Swallow", [])
            let body = [UInt8](repeating: 1, count: 65_536)
            func send() {
                while sent < 5, body.withUnsafeBytes({ stream?.send($0) == true }) { sent += 1 }
                sentBefore.append(sent)
                if sent == 5 { stream?.halfClose() }
            }
            stream?.onWritable = send
            stream?.onEnd = { _ in finish() }
            send()
        }
        #expect(sentBefore == [4, 5])
        server.stop()
    }

    @Test func `the server hears a cancel, and what it still says is ignored`() throws {
        let server = try TestServer()
        try withClient(of: server) { client, finish in
            let stream = try? client.open("test/Talk", [0])
            stream?.onMessage = { _, _ in
                stream?.cancel()
                client.call("test/Echo", []) { _ in finish() }
            }
            stream?.onEnd = { _ in Issue.record("A cancelled stream ended") }
        }
        #expect(server.waitToHear(1) == ["cancelled(CANCELLED)"])
        server.stop()
    }

    @Test func `the server hears that a connection is lost`() throws {
        let server = try TestServer()
        do {
            let peer = try RawPeer(server)
            try peer.sayHello()
            peer.send(
                CallHead(stream: 1, isEnd: false, deadlineMilliseconds: 0, method: "test/Talk", bodyCount: 1), body: [1]
            )
            _ = peer.receive()
        }
        #expect(server.waitToHear(1) == ["connectionLost(\"the peer closed it\")"])
        server.stop()
    }

    @Test func `a client's goodbye ends what it still has running`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        peer.send(CallHead(stream: 1, isEnd: false, deadlineMilliseconds: 0, method: "test/Talk", bodyCount: 0))
        peer.send(GoAway(lastStream: 0, code: .ok, text: "bye"))
        #expect(server.waitToHear(1) == ["connectionLost(\"the client left: OK: bye\")"])
        server.stop()
    }

    @Test func `a unary call that is answered twice keeps the first answer`() throws {
        let server = try TestServer { server in
            server.handleUnary("test/Twice") { bytes, call in
                call.reply(bytes)
                call.reply(bytes)
                call.fail(Status(.internal))
                #expect(!call.isOpen)
            }
        }
        var answers = 0
        try withClient(of: server) { client, finish in
            client.call("test/Twice", []) { _ in answers += 1 }
            client.call("test/Echo", []) { _ in finish() }
        }
        #expect(answers == 1)
        server.stop()
    }

    @Test func `a stream past the server's limit is refused`() throws {
        var limits = ServerLimits()
        limits.wire.streams = 2
        let server = try TestServer(limits: limits)
        var code: StatusCode?
        try withClient(of: server) { client, finish in
            _ = try? client.open("test/Talk", [0])
            _ = try? client.open("test/Talk", [0])
            do throws(Status) { _ = try client.open("test/Talk", [0]) } catch { code = error.code }
            finish()
        }
        #expect(code == .resourceExhausted)
        server.stop()
    }

    @Test func `a server holds its client to the limit, and the connection lives`() throws {
        var limits = ServerLimits()
        limits.wire.streams = 2
        let server = try TestServer(limits: limits)
        let peer = try RawPeer(server)
        try peer.sayHello()
        for stream in [1, 3, 5] as [UInt32] {
            peer.send(
                CallHead(stream: stream, isEnd: false, deadlineMilliseconds: 0, method: "test/Talk", bodyCount: 1),
                body: [UInt8(stream)])
        }
        #expect(peer.receive()?.body == [1])
        #expect(peer.receive()?.body == [3])
        guard case .status(let status)? = peer.receive()?.frame else {
            Issue.record("The third stream was taken")
            return
        }
        #expect(status.stream == 5 && status.code == .resourceExhausted)
        peer.send(MessageHead(stream: 3, bodyCount: 1), body: [8])
        #expect(peer.receive()?.body == [8])
        server.stop()
    }

    @Test func `cancelled streams make room for others`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        let bytes = (0..<257 as Range<UInt32>).flatMap { number in
            encoded(
                CallHead(
                    stream: 2 * number + 1, isEnd: false, deadlineMilliseconds: 0, method: "test/Talk", bodyCount: 0))
                + encoded(CancelFrame(stream: 2 * number + 1, code: .cancelled))
        }
        peer.send(bytes)
        for number in 0..<257 as Range<UInt32> {
            guard case .message(let message)? = peer.receive()?.frame else {
                Issue.record("Stream \(number) of 257 was not taken")
                return
            }
            #expect(message.stream == 2 * number + 1)
        }
        #expect(server.waitToHear(257).allSatisfy { $0 == "cancelled(CANCELLED)" })
        server.stop()
    }

    @Test func `what a handler says after a cancel reaches nobody, nor the stream that has its place now`() throws {
        let server = try TestServer { server in
            server.handleStream("test/Late") { [unowned server] _, stream in
                stream.onEnd = { _ in
                    server.loop.schedule(after: .zero) {
                        #expect(!stream.isOpen && !stream.canSend)
                        #expect([UInt8(1)].withUnsafeBytes { !stream.send($0) })
                        stream.finish(Status(.internal, "too late"))
                    }
                }
            }
        }
        let peer = try RawPeer(server)
        try peer.sayHello()
        // In one segment, so that the second stream is there when the first one's handler speaks.
        let calls: [[UInt8]] = [
            encoded(CallHead(stream: 1, isEnd: false, deadlineMilliseconds: 0, method: "test/Late", bodyCount: 0)),
            encoded(CancelFrame(stream: 1, code: .cancelled)),
            encoded(CallHead(stream: 3, isEnd: false, deadlineMilliseconds: 0, method: "test/Talk", bodyCount: 0)),
        ]
        peer.send(calls.flatMap { $0 })
        for body in [[], [5], [6]] as [[UInt8]] {
            guard case (.message(let message), body)? = peer.receive() else {
                Issue.record("Something else than the talk's answer")
                return
            }
            #expect(message.stream == 3)
            peer.send(MessageHead(stream: 3, bodyCount: 1), body: [UInt8(body.isEmpty ? 5 : 6)])
        }
        server.stop()
    }

    @Test func `a message that fits in no frame ends its stream, and both sides hear it`() throws {
        let server = try TestServer { server in
            server.handleStream("test/TooMuch") { _, stream in
                stream.onEnd = { end in
                    #expect(end == .cancelled(.resourceExhausted))
                    // Too late to make it look well.
                    stream.finish()
                }
                let isSent = [UInt8](repeating: 1, count: 1_048_576).withUnsafeBytes { stream.send($0) }
                #expect(!isSent && !stream.isOpen)
            }
        }
        var end: StatusCode?
        try withClient(of: server) { client, finish in
            let stream = try? client.open("test/TooMuch", [0])
            stream?.onEnd = {
                end = $0.code
                finish()
            }
        }
        #expect(end == .resourceExhausted)
        server.stop()
    }
}
