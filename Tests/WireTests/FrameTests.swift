import SeededRandom
import Testing

@testable import Wire

@Suite struct FrameTests {
    @Test func `every vector is read as what it means`() throws {
        let expected = Self.meanings
        let blocks = try vectors("frames.txt")
        #expect(Set(blocks.map { $0["name"] }) == Set(expected.keys))
        for block in blocks {
            let name = try #require(block["name"])
            let data = try bytes(hex: #require(block["bytes"]))
            let decoded = try decode(data, greeting: name.hasPrefix("hello") ? .hello : nil)
            #expect(decoded?.frame == expected[name], "\(name)")
            #expect(decoded?.end == data.count, "\(name)")
        }
    }

    @Test func `every vector is written byte for byte`() throws {
        for block in try vectors("frames.txt") where !(block["name"]?.hasSuffix("later-version") ?? true) {
            let data = try bytes(hex: #require(block["bytes"]))
            let decoded = try #require(try decode(data, greeting: nil))
            #expect(encoded(decoded.frame, from: data) == data, "\(block["name"] ?? "")")
        }
    }

    @Test func `cut anywhere, a frame is incomplete and nothing else`() throws {
        for block in try vectors("frames.txt") {
            let data = try bytes(hex: #require(block["bytes"]))
            let isHello = try #require(block["name"]).hasPrefix("hello")
            for count in 0..<data.count {
                #expect(try decode(Array(data[..<count]), greeting: isHello ? .hello : nil) == nil)
            }
        }
    }

    @Test func `frames are found one after the other, from any offset`() throws {
        let blocks = try vectors("frames.txt").filter { $0["name"]?.hasPrefix("hello") == false }
        var data: [UInt8] = [1, 2, 3]
        for block in blocks { data += try bytes(hex: #require(block["bytes"])) }
        var position = 3
        var found: [FrameKind] = []
        while let next = try decode(data, from: position, greeting: nil) {
            found.append(next.frame.kind)
            position = next.end
        }
        #expect(position == data.count)
        #expect(found.count == blocks.count)
    }

    @Test func `what must be refused is refused with its reason`() throws {
        for block in try vectors("rejected.txt") {
            let data = try bytes(hex: #require(block["bytes"]))
            let error = #expect(throws: WireError.self, "\(block["name"] ?? "")") {
                try decode(data, greeting: block["when"] == "greeting" ? .hello : nil)
            }
            #expect(
                error?.word == block["error"], "\(block["name"] ?? ""): \(error.map(String.init(describing:)) ?? "")")
        }
    }

    @Test func `an error says what was found, and the limit`() {
        #expect(
            WireError.frameTooLong(length: 9, limit: 8).description
                == "a frame of 9 bytes is over the limit of 8; send large data by reference")
        #expect(
            WireError.notOurProtocol(found: Array("GET / HTTP/1.1\r\n".utf8)).description
                == "this port speaks Longhaul's protocol; what came is \"GET / HTTP/1.1\"")
        #expect(throws: WireError.notOurServer(found: Array("220 sink ESMTP\r\n".utf8))) {
            try decode(Array("220 sink ESMTP\r\nmore".utf8), greeting: .welcome)
        }
        #expect(
            WireError.notOurServer(found: Array("220 sink ESMTP\r\n".utf8)).description
                == "what answers there is not Longhaul: it said \"220 sink ESMTP\"")
        #expect(WireError.notOurProtocol(found: [0x16, 3, 1]).description.contains("TLS"))
        #expect(WireError.notOurProtocol(found: [0, 0xFF]).description.hasSuffix("00 ff"))
    }

    @Test(arguments: [8, 65_535, 65_536]) func `the limit of a greeting is its length`(length: Int) throws {
        let head: [UInt8] = [0, UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255), 1]
        #expect(try decode(head, greeting: .hello) == nil)
    }

    @Test(arguments: [(1_048_575, true), (1_048_576, true), (1_048_577, false)])
    func `the limit of a frame is its length`(length: Int, isTaken: Bool) throws {
        let head: [UInt8] = [0, UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255), 4]
        if isTaken {
            #expect(try decode(head, greeting: nil) == nil)
        } else {
            #expect(throws: WireError.frameTooLong(length: length, limit: 1_048_576)) {
                try decode(head, greeting: nil)
            }
        }
    }

    @Test func `a client takes a welcome or a refusal, and nothing else`() throws {
        for block in try vectors("frames.txt") {
            let name = try #require(block["name"])
            let data = try bytes(hex: #require(block["bytes"]))
            if name == "welcome" || name.hasPrefix("goaway") {
                #expect(try decode(data, greeting: .welcome) != nil)
            } else {
                #expect(throws: WireError.self) { try decode(data, greeting: .welcome) }
            }
        }
    }

    @Test func `a text over the limit is cut by its sender`() throws {
        for count in [WireLimits.textBytes - 1, WireLimits.textBytes, WireLimits.textBytes + 1] {
            let frame = StatusFrame(stream: 1, code: .internal, text: String(repeating: "t", count: count))
            let data = encoded(frame)
            guard case .status(let read)? = try decode(data, greeting: nil)?.frame else {
                Issue.record("Not a status")
                return
            }
            #expect(read.text.utf8.count == min(count, WireLimits.textBytes))
        }
    }

    @Test(arguments: ["é", "€", "𝄞"]) func `what is cut is cut between characters`(character: String) throws {
        for lead in 0..<4 {
            let text = String(repeating: "t", count: lead) + String(repeating: character, count: WireLimits.textBytes)
            guard
                case .status(let read)? = try decode(
                    encoded(StatusFrame(stream: 1, code: .ok, text: text)), greeting: nil)?
                    .frame
            else {
                Issue.record("Not a status")
                return
            }
            #expect(text.hasPrefix(read.text))
            #expect((0..<4).contains(WireLimits.textBytes - read.text.utf8.count))
        }
    }

    /// All that two bytes can be: what is taken is what the standard library takes, and is kept as it came.
    @Test func `an agent is UTF-8, byte by byte`() throws {
        var data = encoded(Hello(role: .worker, maximumFrame: 1_048_576, window: 262_144, agent: "xx"))
        let end = data.count
        var wrong: [[UInt8]] = []
        for agent in 0...UInt16.max {
            data[end - 2] = UInt8(agent >> 8)
            data[end - 1] = UInt8(agent & 0xFF)
            let expected = String(validating: data[(end - 2)...], as: UTF8.self)
            do throws(WireError) {
                guard case .hello(let hello)? = try decode(data, greeting: .hello)?.frame, hello.agent == expected
                else {
                    wrong.append(Array(data[(end - 2)...]))
                    continue
                }
            } catch {
                if expected != nil || error != .malformed(.hello, "its agent is not UTF-8") {
                    wrong.append(Array(data[(end - 2)...]))
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count) agents, such as \(wrong.first ?? [])")
        #expect(WireError.malformed(.hello, "").code == .invalidArgument)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8]) func `random bytes never trap`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let blocks = try vectors("frames.txt")
        for _ in 0..<2_000 {
            let block = blocks[Int(generator.next() % UInt64(blocks.count))]
            var data = try bytes(hex: #require(block["bytes"]))
            for _ in 0..<generator.next() % 4 + 1 {
                data[Int(generator.next() % UInt64(data.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            for greeting in [nil, FrameDecoder.Greeting.hello, .welcome] {
                do throws(WireError) { _ = try decode(data, greeting: greeting) } catch { _ = error.description }
            }
        }
    }

    private static let meanings: [String: Frame] = [
        "hello": .hello(Hello(role: .worker, maximumFrame: 1_048_576, window: 262_144, agent: "longhaul/1")),
        "hello-with-token": .hello(
            Hello(
                lowestVersion: 1, highestVersion: 3, role: .client, maximumFrame: 65_536, window: 1_000,
                token: [1, 2, 3], agent: "x")),
        "hello-of-a-later-version": .hello(
            Hello(lowestVersion: 2, highestVersion: 9, role: .admin, maximumFrame: 8_192, window: 1, agent: "")),
        "welcome": .welcome(
            Welcome(
                version: 1, maximumFrame: 1_048_576, window: 262_144, maximumStreams: 256, pingMilliseconds: 15_000,
                agent: "longhaul/1")),
        "call": .call(
            CallFrame(stream: 1, isEnd: true, deadlineMilliseconds: 30_000, method: 20..<45, body: 45..<54)),
        "call-that-stays-open": .call(
            CallFrame(stream: 3, isEnd: false, deadlineMilliseconds: 0, method: 20..<46, body: 46..<46)),
        "message": .message(
            MessageFrame(
                stream: 3, isEnd: false, isBare: false, position: Position(epoch: 7, sequence: 4_294_967_296),
                body: 24..<26)),
        "message-end": .message(
            MessageFrame(
                stream: 1, isEnd: true, isBare: false, position: Position(epoch: 7, sequence: 9), body: 24..<24)),
        "half-close": .message(
            MessageFrame(stream: 3, isEnd: true, isBare: true, position: .none, body: 24..<24)),
        "status": .status(
            StatusFrame(
                stream: 5, code: .resourceExhausted, retryAfterMilliseconds: 250,
                position: Position(epoch: 7, sequence: 10), text: "queue is full")),
        "status-ok": .status(StatusFrame(stream: 7, code: .ok)),
        "status-of-a-later-version": .status(StatusFrame(stream: 7, code: .unknown)),
        "cancel": .cancel(CancelFrame(stream: 9, code: .deadlineExceeded)),
        "credit": .credit(CreditFrame(stream: 3, bytes: 131_072)),
        "ping": .ping(PingFrame(value: 0x0102_0304_0506_0708)),
        "pong": .pong(PongFrame(value: 0x0102_0304_0506_0708)),
        "goaway-drain": .goAway(GoAway(lastStream: 9, code: .ok, text: "restarting")),
        "goaway-refused": .goAway(GoAway(lastStream: 0, code: .unauthenticated, text: "")),
    ]
}
