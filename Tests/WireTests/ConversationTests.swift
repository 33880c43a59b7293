import Testing

@testable import Wire

/// The vectors' conversation, driven through both machines, in pieces of every size.
@Suite struct ConversationTests {
    @Test(arguments: [1, 2, 3, 7, 16, 1_000]) func `both sides understand it to the end`(pieceSize: Int) throws {
        var server = ServerMachine(limits: WireLimits(frame: 1_048_576), now: start)
        var client = ClientMachine(limits: WireLimits(frame: 1_048_576), highestEpoch: 0, now: start)
        var fromClient = Received(greeting: .hello)
        var fromServer = Received(greeting: .welcome)
        for block in try vectors("conversation.txt") {
            let data = try bytes(hex: #require(block["bytes"]))
            for piece in stride(from: 0, to: data.count, by: pieceSize) {
                let part = data[piece..<min(piece + pieceSize, data.count)]
                if block["from"] == "C" {
                    if let frame = try fromClient.add(part) { try take(frame, server: &server, client: &client) }
                } else if let frame = try fromServer.add(part) {
                    try take(frame, client: &client, server: &server)
                }
            }
        }
        let ends = (server.isDrained, client.isDrained, client.highestEpoch)
        #expect(ends == (true, true, 7))
    }

    private struct Received {
        var decoder: FrameDecoder
        var data: [UInt8] = []

        init(greeting: FrameDecoder.Greeting) {
            decoder = FrameDecoder(greeting: greeting, limit: 1_048_576)
        }

        mutating func add(_ part: ArraySlice<UInt8>) throws -> Frame? {
            data += part
            guard let (frame, end) = try decoder.next(in: data.span.bytes, from: 0) else { return nil }
            decoder.greeting = nil
            #expect(end == data.count, "No frame is found before its end")
            data = []
            return frame
        }
    }

    private func take(_ frame: Frame, server: inout ServerMachine, client: inout ClientMachine) throws {
        switch frame {
        case .hello(let hello):
            let outcome = server.helloArrived(hello)
            #expect(outcome == .authorize)
            _ = server.accept(hello, agent: "", now: start)
        case .call(let call):
            let opened = client.callOpened(isEnd: call.isEnd).key
            let arrived = server.callArrived(stream: call.stream, isEnd: call.isEnd).key
            #expect(opened?.id == call.stream)
            #expect(arrived == opened)
        case .message(let message):
            guard case .deliver(let key) = server.messageArrived(message) else { throw Unexpected(frame: frame) }
            // In this conversation both sides give their slots in the same order.
            guard !message.isEnd || client.halfClosed(key) else { throw Unexpected(frame: frame) }
        case .cancel(let cancel):
            guard case .cancel(let key) = server.cancelArrived(cancel), client.cancelled(key) else {
                throw Unexpected(frame: frame)
            }
            let finish = server.finished(key)
            #expect(finish == .silent)
        case .pong(let pong): #expect(pong.value == 77)
        default: throw Unexpected(frame: frame)
        }
    }

    private func take(_ frame: Frame, client: inout ClientMachine, server: inout ServerMachine) throws {
        switch frame {
        case .welcome(let welcome):
            let outcome = client.welcomeArrived(welcome, now: start)
            #expect(outcome == .open)
        case .message(let message):
            guard case .deliver(let key) = client.messageArrived(message) else { throw Unexpected(frame: frame) }
            guard !message.isEnd || server.finished(key) == .send else { throw Unexpected(frame: frame) }
        case .status(let status):
            guard case .ended(let key) = client.statusArrived(status) else { throw Unexpected(frame: frame) }
            let finish = server.finished(key)
            #expect(finish == .send)
        case .ping(let ping): #expect(ping.value == 77)
        case .goAway(let goAway):
            let (arrived, said) = (client.goAwayArrived(goAway), server.drain(goAway.text))
            #expect(arrived == .drain(abandoned: []))
            #expect(said == goAway)
        default: throw Unexpected(frame: frame)
        }
    }

    private struct Unexpected: Error {
        let frame: Frame
    }
}

extension ServerMachine.OnCall {
    fileprivate var key: StreamKey? {
        if case .open(let key) = self { key } else { nil }
    }
}

extension ClientMachine.OnOpen {
    fileprivate var key: StreamKey? {
        if case .open(let key) = self { key } else { nil }
    }
}
