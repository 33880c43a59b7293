import Platform
import SeededRandom
import Testing

@testable import RPC
@testable import Wire

@Suite struct HostilePeerTests {
    @Test(arguments: ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}", "\0\0\0\0\0\0\0\0", "hello\n"])
    func `what speaks another protocol is told so, and cut`(text: String) throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        peer.send(Array(text.utf8))
        let goAway = try #require(peer.receiveGoAway())
        #expect(goAway.code == .invalidArgument)
        #expect(goAway.text.contains("this port speaks Longhaul's protocol"))
        try expectWorking(server)
        server.stop()
    }

    @Test(arguments: [11, 12, 13, 14, 15, 16, 17, 18]) func `random bytes harm nobody else`(seed: UInt64) throws {
        let server = try TestServer()
        var generator = SplitMix64(seed: seed)
        for isGreeted in [false, true] {
            let peer = try RawPeer(server)
            if isGreeted { try peer.sayHello() }
            peer.send((0..<4_096).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
            peer.halfClose()
            while peer.receive() != nil {}
        }
        try expectWorking(server)
        server.stop()
    }

    @Test func `a frame over the limit is refused by its length alone`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        peer.send([0, 16, 0, 1])
        let goAway = try #require(peer.receiveGoAway())
        #expect(goAway.code == .resourceExhausted)
        #expect(goAway.text.contains("1048577") && goAway.text.contains("1048576"))
        server.stop()
    }

    @Test func `a connection cut in the middle of a frame is closed without a trace`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        peer.send([0, 0, 1, 0, 3])
        peer.halfClose()
        #expect(peer.receive() == nil)
        #expect(server.onLoop { $0.connectionCount } == 0)
        try expectWorking(server)
        server.stop()
    }

    @Test func `a reset is a lost connection`() throws {
        let server = try TestServer()
        do {
            let peer = try RawPeer(server)
            try peer.sayHello()
            peer.send(CallHead(stream: 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Hold", bodyCount: 0))
            _ = server.waitToHear(1)
            peer.reset()
        }
        #expect(server.waitToHear(2) == ["held", "cancelled"])
        server.release()
        server.stop()
    }

    @Test func `frames one byte at a time are frames`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        let frames =
            encoded(Hello(role: .client, maximumFrame: 1_048_576, window: 1_000, agent: "slow"))
            + encoded(CallHead(stream: 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Echo", bodyCount: 2)) + [
                4, 5,
            ]
        for byte in frames { peer.send([byte]) }
        guard case .welcome? = peer.receive()?.frame else {
            Issue.record("No welcome")
            return
        }
        #expect(peer.receive()?.body == [4, 5])
        server.stop()
    }

    @Test(arguments: [true, false]) func `what comes behind a hello is looked at when that is accepted`(
        isWelcome: Bool
    ) throws {
        let server = try TestServer { server in
            server.authorize = { _, _ in isWelcome ? .accept : .refuse(Status(.unauthenticated, "not you")) }
        }
        let peer = try RawPeer(server)
        peer.send(
            encoded(Hello(role: .client, maximumFrame: 10_000, window: 1_000, agent: "eager"))
                + encoded(
                    CallHead(stream: 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Hold", bodyCount: 0)))
        if isWelcome {
            #expect(server.waitToHear(1) == ["held"])
            server.release()
        } else {
            #expect(peer.receiveGoAway()?.code == .unauthenticated)
            #expect(server.heard.withLock { $0 } == [])
        }
        server.stop()
    }

    @Test func `many frames in one segment are all answered`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        var bytes: [UInt8] = []
        for number in 0..<200 as Range<UInt32> {
            bytes += encoded(
                CallHead(
                    stream: 2 * number + 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Echo", bodyCount: 1))
            bytes.append(UInt8(number))
        }
        peer.send(bytes)
        for number in 0..<200 { #expect(peer.receive()?.body == [UInt8(number)]) }
        server.stop()
    }

    @Test func `cancelled calls count until their handlers have ended`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        for number in 0..<256 as Range<UInt32> {
            peer.send(
                CallHead(
                    stream: 2 * number + 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Hold", bodyCount: 0))
            peer.send(CancelFrame(stream: 2 * number + 1, code: .cancelled))
        }
        peer.send(CallHead(stream: 513, isEnd: true, deadlineMilliseconds: 0, method: "test/Echo", bodyCount: 0))
        guard case .status(let status)? = peer.receive()?.frame else {
            Issue.record("The call over the limit was taken")
            return
        }
        #expect(status.code == .resourceExhausted)
        server.release()
        peer.send(
            CallHead(stream: 515, isEnd: true, deadlineMilliseconds: 0, method: "test/Echo", bodyCount: 1), body: [1])
        #expect(peer.receive()?.body == [1])
        server.stop()
    }

    @Test func `who sends more than its credit is cut`() throws {
        let server = try TestServer { server in
            server.handleStream("test/Deaf") { _, stream in stream.consumesByItself = false }
        }
        let peer = try RawPeer(server)
        try peer.sayHello()
        peer.send(CallHead(stream: 1, isEnd: false, deadlineMilliseconds: 0, method: "test/Deaf", bodyCount: 0))
        let body = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<5 { peer.send(MessageHead(stream: 1, bodyCount: body.count), body: body) }
        #expect(peer.receiveGoAway()?.code == .resourceExhausted)
        server.stop()
    }

    @Test func `a client that never reads answers is cut, and costs no more than the limit`() throws {
        var limits = ServerLimits()
        limits.unsent = UnsentLimits(full: 65_536, greatest: 1_000_000)
        limits.wire.writeMilliseconds = 50
        let server = try TestServer(limits: limits)
        let peer = try RawPeer(server)
        try peer.sayHello()
        let body = [UInt8](repeating: 1, count: 500_000)
        for number in 0..<200 as Range<UInt32> {
            peer.send(
                CallHead(
                    stream: 2 * number + 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Echo",
                    bodyCount: body.count), body: body)
        }
        while peer.receive() != nil {}
        #expect(server.onLoop { $0.connectionCount } == 0)
        try expectWorking(server)
        server.stop()
    }

    @Test func `a client that fetches its answers slowly gets no further ahead than the limit, and gets them all`()
        throws
    {
        let answered = Lock(0)
        let server = try TestServer { server in
            let body = [UInt8](repeating: 1, count: 1_000_000)
            server.handleUnary("test/Large") { _, call in
                answered.withLock { $0 += 1 }
                body.withUnsafeBytes { call.reply($0) }
            }
        }
        let peer = try RawPeer(server)
        try peer.sayHello()
        // In one segment: the server reads all of them at once.
        peer.send(
            (0..<200 as Range<UInt32>).flatMap {
                encoded(
                    CallHead(
                        stream: 2 * $0 + 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Large", bodyCount: 0))
            })
        // They are in the socket: of two turns that begin from here on, the second has seen them.
        for _ in 1...2 { server.onLoop { _ in } }
        // What the limit and the system's buffers hold is far from all of them.
        #expect(answered.withLock { $0 } < 100)
        for _ in 1...200 { #expect(peer.receive()?.body.count == 1_000_000) }
        server.stop()
    }

    @Test(arguments: [0, 1, 2]) func `a byte behind the last frame of a connection is nothing`(ending: Int) throws {
        var limits = ServerLimits()
        limits.wire.helloMilliseconds = 30
        limits.wire.frameMilliseconds = 30
        let server = try TestServer(limits: limits)
        let peer = try RawPeer(server)
        switch ending {
        case 0:
            peer.send(
                encoded(
                    Hello(
                        lowestVersion: 2, highestVersion: 2, role: .client, maximumFrame: 10_000, window: 1, agent: ""))
                    + [0])
        case 1:
            try peer.sayHello()
            peer.send(encoded(GoAway(lastStream: 0, code: .ok, text: "")) + [0])
        default:
            try peer.sayHello()
            peer.send(CallHead(stream: 1, isEnd: false, deadlineMilliseconds: 0, method: "test/Talk", bodyCount: 0))
            _ = peer.receive()
            server.startDraining(within: .seconds(20)) {}
            guard case .goAway? = peer.receive()?.frame else {
                Issue.record("No goaway")
                return
            }
            peer.send(encoded(MessageHead(stream: 1, flags: [.end, .bare], bodyCount: 0)) + [0])
        }
        while peer.receive() != nil {}
        // Timers that were made later have fired by now, so one of that connection has too.
        let later = try server.turnAfter(.milliseconds(60))
        #expect(later)
        server.stop()
    }

    @Test func `silence before hello ends in time`() throws {
        var limits = ServerLimits()
        limits.wire.helloMilliseconds = 10
        let server = try TestServer(limits: limits)
        let peer = try RawPeer(server)
        #expect(peer.receiveGoAway()?.text == "no greeting within 10 ms")
        server.stop()
    }

    @Test func `a peer that doesn't answer pings is gone`() throws {
        var limits = ServerLimits()
        limits.wire.pingMilliseconds = 5
        let server = try TestServer(limits: limits)
        let peer = try RawPeer(server)
        try peer.sayHello()
        var pings = 0
        while case .ping? = peer.receive()?.frame { pings += 1 }
        #expect(pings == 3)
        server.stop()
    }

    @Test func `one who says nothing makes room for the next`() throws {
        var limits = ServerLimits()
        limits.unauthenticated = 2
        let server = try TestServer(limits: limits)
        let silent = [try RawPeer(server), try RawPeer(server)]
        try withExtendedLifetime(silent) {
            try expectWorking(server)
            #expect(silent[0].receiveGoAway()?.code == .resourceExhausted)
        }
        server.stop()
    }

    @Test(arguments: [1, 2]) func `connections over the limit are closed`(limit: Int) throws {
        var limits = ServerLimits()
        limits.connections = limit
        let server = try TestServer(limits: limits)
        let peers = try (0..<limit).map { _ in
            let peer = try RawPeer(server)
            try peer.sayHello()
            return peer
        }
        try withExtendedLifetime(peers) {
            let over = try RawPeer(server)
            #expect(over.receive() == nil)
            #expect(server.onLoop { $0.connectionCount } == limit)
        }
        server.stop()
    }

    @Test func `a client that is not wanted hears why`() throws {
        let server = try TestServer { server in
            server.authorize = { hello, _ in
                hello.token == [1, 2] ? .accept : .refuse(Status(.unauthenticated, "the token is not known here"))
            }
        }
        var options = ClientOptions(role: .worker)
        var outcomes: [StatusCode] = []
        for token in [[1, 2], [1, 3]] as [[UInt8]] {
            options.token = token
            try withLoop { loop, finish in
                ClientConnection.connect(to: server.address, on: loop, options: options) { result in
                    switch result {
                    case .success: outcomes.append(.ok)
                    case .failure(let status): outcomes.append(status.code)
                    }
                    finish()
                }
            }
        }
        #expect(outcomes == [.ok, .unauthenticated])
        server.stop()
    }

    private func expectWorking(_ server: TestServer) throws {
        let peer = try RawPeer(server)
        try peer.sayHello()
        peer.send(
            CallHead(stream: 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Echo", bodyCount: 1), body: [9])
        #expect(peer.receive()?.body == [9])
    }
}
