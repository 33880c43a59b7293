import Glibc
import Testing

@testable import Platform

@Suite struct LoggerTests {
    /// What `body` makes the logger write.
    private func output(
        format: Logger.Format, minimumLevel: Logger.Level = .info, _ body: (Logger) -> Void
    ) throws -> String {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        let reader = FileDescriptor(owning: ends[0])
        let writer = FileDescriptor(owning: ends[1])
        try reader.setNonBlocking()
        body(Logger(role: "test", minimumLevel: minimumLevel, format: format, descriptor: writer.rawValue))
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8_192)
        while case .bytes(let count) = try chunk.withUnsafeMutableBytes({ try reader.read(into: $0) }) {
            text += chunk[..<count]
        }
        // The time is 24 characters, and the only thing that differs from run to run.
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `fields follow the message, quoted when they must be`() throws {
        let line = try output(format: .text) {
            $0.warning("Can't bind", ["port": 7600, "why": "in use", "empty": "", "text": "a\"b\nc"])
        }
        #expect(
            line.dropFirst(24) == " WARN  test Can't bind port=7600 why=\"in use\" empty=\"\" text=\"a\\\"b\\nc\"\n")
    }

    @Test func `JSON keeps numbers and truth values`() throws {
        let line = try output(format: .json) { $0.error("No\u{1}", ["count": 3, "is": true, "why": "x"]) }
        #expect(
            line.dropFirst(33)
                == "\",\"level\":\"error\",\"role\":\"test\",\"message\":\"No\\u0001\",\"count\":3,\"is\":true,\"why\":\"x\"}\n"
        )
    }

    @Test func `below the minimum nothing is evaluated`() throws {
        let line = try output(format: .text, minimumLevel: .error) { logger in
            logger.warning(
                {
                    Issue.record("Evaluated")
                    return ""
                }())
        }
        #expect(line.isEmpty)
    }

    @Test(arguments: [Logger.Format.text, .json]) func `a line break in a message can't fake a line`(
        format: Logger.Format
    ) throws {
        let line = try output(format: format) { $0.info("one\ntwo") }
        #expect(line.filter { $0 == "\n" }.count == 1)
    }

    @Test func `nothing in a value is for the terminal, also beyond ASCII`() throws {
        let text = try output(format: .text) {
            $0.info("a\u{9B}b", ["to": "\u{9B}2J", "name": "é日", "rtl": "\u{202E}x"])
        }
        #expect(text.dropFirst(24) == " INFO  test a\\u009bb to=\"\\u009b2J\" name=é日 rtl=\"\\u202ex\"\n")
        let json = try output(format: .json) { $0.info("\u{85}\u{E0001}\u{2028}") }
        #expect(json.hasSuffix("\"message\":\"\\u0085\\udb40\\udc01\\u2028\"}\n"))
    }

    @Test(arguments: [3_900, 4_000, 4_050, 4_100, 10_000], [Logger.Format.text, .json])
    func `a long line is cut at the limit and stays one line`(length: Int, format: Logger.Format) throws {
        let line = try output(format: format) {
            $0.info(String(repeating: "é", count: length / 2), ["more": String(repeating: "x", count: length)])
        }
        #expect(line.utf8.count <= Logger.longestLine)
        #expect(line.utf8.last == UInt8(ascii: "\n"))
        #expect(!line.contains("\u{FFFD}"))
        #expect(line.hasSuffix(format == .text ? "…\n" : "\"truncated\":true}\n"))
    }
}
