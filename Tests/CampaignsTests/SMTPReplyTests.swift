import Testing

@testable import Campaigns

struct SMTPReplyTests {
    private func parse(_ text: String) throws(SMTPReplyParser.Malformed) -> [SMTPReply] {
        var parser = SMTPReplyParser()
        var replies: [SMTPReply] = []
        for byte in text.utf8 {
            if let reply = try parser.take(byte) { replies.append(reply) }
        }
        return replies
    }

    private func flaw(in text: String) -> SMTPReplyParser.Malformed? {
        do throws(SMTPReplyParser.Malformed) {
            _ = try parse(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("250 ok\r\n", [SMTPReply(code: 250, lines: ["ok"])]),
        ("250\r\n", [SMTPReply(code: 250, lines: [""])]),
        (
            "250-a\r\n250-\r\n250 b\r\n354 go\n",
            [SMTPReply(code: 250, lines: ["a", "", "b"]), SMTPReply(code: 354, lines: ["go"])]
        ),
        ("250 \u{1B}[2J\0\r\n", [SMTPReply(code: 250, lines: ["?[2J?"])]),
        ("250 unfinished", []),
    ])
    func reads(text: String, replies: [SMTPReply]) throws {
        #expect(try parse(text) == replies)
    }

    @Test(arguments: [2_047, 2_048, 2_049])
    func limitsALine(length: Int) {
        let line = "250 " + String(repeating: "x", count: length - 5) + "\r\n"
        #expect(flaw(in: line) == (length > 2_048 ? .lineTooLong : nil))
    }

    @Test(arguments: [127, 128, 129])
    func limitsTheLines(count: Int) {
        let text = String(repeating: "250-x\r\n", count: count - 1) + "250 x\r\n"
        #expect(flaw(in: text) == (count > 128 ? .tooManyLines : nil))
    }

    @Test(arguments: [
        ("550 5.1.1 no such user", "550 5.1.1", "no such user"), ("550 no such user", "550", "no such user"),
        ("450 5.1.1 of another class", "450", "5.1.1 of another class"), ("550 5.1 x", "550", "5.1 x"),
        ("550 5.1.1111 x", "550", "5.1.1111 x"), ("550 5.1.x y", "550", "5.1.x y"), ("421 4.7.0", "421 4.7.0", ""),
    ])
    func keepsTheEnhancedCode(line: String, code: String, text: String) throws {
        let failure = try #require(try parse(line + "\r\n").first).failure(.recipient)
        #expect(failure.code == code)
        #expect(failure.text == text)
    }

    @Test func joinsLines() throws {
        let reply = try #require(try parse("550-5.1.1 no\r\n550 5.1.1 user\r\n").first)
        #expect(reply.failure(.recipient).description == "550 5.1.1 no user")
    }

    @Test func readsCapabilities() throws {
        let reply = try #require(
            try parse("250-host PIPELINING\r\n250-size 1000\r\n250-8bitmime\r\n250 SMTPUTF8\r\n").first)
        let capabilities = SMTPCapabilities(reply)
        #expect(!capabilities.pipelining, "the first line names the host")
        #expect(capabilities.size && capabilities.sizeLimit == 1_000)
        #expect(capabilities.eightBitMIME && capabilities.smtpUTF8)
        #expect(SMTPCapabilities(SMTPReply(code: 250, lines: ["h", "SIZE 0"])).sizeLimit == nil)
    }

    @Test(arguments: [
        ("a\r\n", "a\r\n.\r\n"), ("a", "a\r\n.\r\n"), ("", ".\r\n"),
        (".\r\n..\r\na.b\r\n", "..\r\n...\r\na.b\r\n.\r\n"),
        ("a\n.\nb\r.\r\n", "a\r\n..\r\nb\r\n..\r\n.\r\n"), ("a\r\n.\r\nMAIL\r\n", "a\r\n..\r\nMAIL\r\n.\r\n"),
    ])
    func doublesDots(content: String, line: String) {
        var bytes: [UInt8] = []
        bytes.appendTransfer(of: Array(content.utf8))
        #expect(String(decoding: bytes, as: UTF8.self) == line)
    }
}
