import Platform
import Testing

@testable import RPC
@testable import Wire

@Suite struct DrainTests {
    @Test func `a drain lets running calls end, and takes no new ones`() throws {
        let server = try TestServer()
        var events: [String] = []
        let drained = Monitor(false)
        try withClient(of: server) { client, finish in
            client.onClose = { _ in
                events.append("goaway")
                client.call("test/Echo", []) { result in
                    if case .failure(let status) = result { events.append("\(status.code)") }
                    server.loop.execute { server.releaseOnLoop() }
                }
            }
            client.call("test/Hold", []) { result in
                if case .success = result { events.append("answered") }
                finish()
            }
            client.call("test/Echo", []) { _ in
                server.startDraining(within: .seconds(20)) {
                    drained.withLock { $0 = true }
                    drained.signal()
                }
            }
        }
        drained.wait(until: { $0 }, then: { _ in })
        #expect(events == ["goaway", "UNAVAILABLE", "answered"])
        #expect(server.onLoop { $0.connectionCount } == 0)
        server.stop()
    }

    @Test func `what doesn't end by the deadline is cut off`() throws {
        let server = try TestServer()
        var code: StatusCode?
        try withClient(of: server) { client, finish in
            client.call("test/Hold", []) { result in
                if case .failure(let status) = result { code = status.code }
                finish()
            }
            client.call("test/Echo", []) { _ in server.startDraining(within: .milliseconds(5)) {} }
        }
        #expect(code == .unavailable)
        #expect(server.waitToHear(2) == ["held", "cancelled"])
        server.release()
        server.stop()
    }

    @Test func `a drain without connections is over at once`() throws {
        let server = try TestServer()
        let isOver = server.onLoop { server in
            var isOver = false
            server.drain(within: .seconds(20)) { isOver = true }
            return isOver
        }
        #expect(isOver)
        server.stop()
    }

    @Test func `a call that crossed with the goaway is known not to have been looked at`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        peer.send(CallHead(stream: 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Hold", bodyCount: 0))
        _ = server.waitToHear(1)
        server.startDraining(within: .seconds(20)) {}
        guard case .goAway(let goAway)? = peer.receive()?.frame else {
            Issue.record("No goaway")
            return
        }
        #expect(goAway.lastStream == 1 && goAway.code == .ok)
        peer.send(CallHead(stream: 3, isEnd: true, deadlineMilliseconds: 0, method: "test/Hold", bodyCount: 0))
        server.release()
        guard case .message? = peer.receive()?.frame else {
            Issue.record("The running call was not answered")
            return
        }
        #expect(peer.receive() == nil)
        #expect(server.heard.withLock { $0 } == ["held"])
        server.stop()
    }

    @Test func `a drain does not wait for streams that were cancelled`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        peer.send(CallHead(stream: 1, isEnd: false, deadlineMilliseconds: 0, method: "test/Talk", bodyCount: 0))
        peer.send(CancelFrame(stream: 1, code: .cancelled))
        _ = server.waitToHear(1)
        server.startDraining(within: .seconds(2)) {}
        // The last word is the drain's: at the limit there would be another.
        #expect(peer.receiveGoAway()?.code == .ok)
        server.stop()
    }

    @Test func `a stop fails what is under way`() throws {
        let server = try TestServer()
        var statuses: [StatusCode] = []
        try withClient(of: server) { client, finish in
            client.onClose = { status in
                statuses.append(status.code)
                finish()
            }
            client.call("test/Hold", []) { result in
                if case .failure(let status) = result { statuses.append(status.code) }
            }
            client.call("test/Echo", []) { _ in server.loop.execute { server.stopOnLoop() } }
        }
        #expect(statuses == [.unavailable, .unavailable])
        server.release()
        server.stop()
    }

    @Test func `a paused server looks at nothing until it goes on`() throws {
        let server = try TestServer()
        let peer = try RawPeer(server)
        try peer.sayHello()
        server.onLoop { $0.pauseReading() }
        peer.send(CallHead(stream: 1, isEnd: true, deadlineMilliseconds: 0, method: "test/Hold", bodyCount: 0))
        // The call is in the socket: a turn that begins from here on would see it, and the second of two does.
        for _ in 1...2 { server.onLoop { _ in } }
        #expect(server.heard.withLock { $0 } == [])
        server.onLoop { $0.resumeReading() }
        #expect(server.waitToHear(1) == ["held"])
        server.release()
        server.stop()
    }
}
