import Testing

@testable import Campaigns

struct HeaderTextTests {
    private func header(_ text: String) -> String {
        var bytes = Array("Subject: ".utf8)
        bytes.appendHeaderText(Array(text.utf8), column: 9)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func mailbox(_ name: String, _ address: String = "a@b.test") -> String {
        var bytes: [UInt8] = []
        bytes.appendMailbox(name: Array(name.utf8), address: Array(address.utf8), column: 4)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("hello", "Subject: hello"),
        ("", "Subject: "),
        ("é", "Subject: =?UTF-8?B?w6k=?="),
        ("Grüße", "Subject: =?UTF-8?B?R3LDvMOfZQ==?="),
        ("a =?UTF-8?Q?b?=", "Subject: =?UTF-8?B?YSA9P1VURi04P1E/Yj89?="),
        (" a", "Subject: =?UTF-8?B?IGE=?="),
        ("a\tb", "Subject: =?UTF-8?B?YQli?="),
    ])
    func encodes(text: String, expected: String) {
        #expect(header(text) == expected)
    }

    @Test func foldsPlainTextAtSpaces() {
        let text = (0..<30).map { "word\($0)" }.joined(separator: " ")
        let folded = header(text)
        #expect(folded.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(folded.replacing("\r\n", with: "") == "Subject: " + text)
    }

    @Test(arguments: [
        String(repeating: "é", count: 200), String(repeating: "語", count: 100), String(repeating: "🚀", count: 60),
        String(repeating: "a", count: 300), "two  spaces " + String(repeating: "and more ", count: 20),
    ])
    func encodedWordsHoldWholeCharacters(text: String) {
        let lines = header(text).split(separator: "\r\n").map(String.init)
        var decoded: [UInt8] = []
        for (index, line) in lines.enumerated() {
            #expect(line.utf8.count <= 76)
            let word = line.dropFirst(index == 0 ? 9 : 1)
            guard !word.isEmpty else { continue }
            #expect(word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
            let piece = Base64.decode(String(word.dropFirst(10).dropLast(2)))
            #expect(String(validating: piece, as: UTF8.self) != nil, "a character is cut")
            decoded += piece
        }
        #expect(String(decoding: decoded, as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("", "a@b.test"), ("Ada", "\"Ada\" <a@b.test>"), ("Smith, \"Jr\" \\", "\"Smith, \\\"Jr\\\" \\\\\" <a@b.test>"),
        ("Zoë", "=?UTF-8?B?Wm/Dqw==?= <a@b.test>"),
    ])
    func quotesNames(name: String, expected: String) {
        #expect(mailbox(name) == expected)
    }

    @Test func foldsBeforeALongAddress() {
        let address = String(repeating: "a", count: 60) + "@b.test"
        #expect(mailbox("Some Name", address) == "\"Some Name\"\r\n <\(address)>")
    }
}

struct BodyEncodingTests {
    private func encode(_ text: String) -> (BodyEncoding, String) {
        let encoding = BodyEncoding(for: Array(text.utf8))
        var bytes: [UInt8] = []
        encoding.append(Array(text.utf8), to: &bytes)
        return (encoding, String(decoding: bytes, as: UTF8.self))
    }

    @Test(arguments: [
        ("", ""), ("a", "a\r\n"), ("a\nb\n", "a\r\nb\r\n"), ("a\r\nb\rc\n\n", "a\r\nb\r\nc\r\n\r\n"),
        ("\t.\n", "\t.\r\n"),
    ])
    func leavesASCIIAlone(text: String, expected: String) {
        #expect(encode(text) == (.sevenBit, expected))
    }

    @Test(arguments: [
        ("é", "=C3=A9\r\n"), ("a=é \nb\t\n", "a=3D=C3=A9=20\r\nb=09\r\n"), ("é\r\nx", "=C3=A9\r\nx\r\n"),
        ("\0", "=00\r\n"), ("=_", "=3D_\r\n"), ("=_\n \n", "=3D_\r\n=20\r\n"),
    ])
    func encodesTheRest(text: String, expected: String) {
        #expect(encode(text) == (.quotedPrintable, expected))
    }

    @Test(arguments: [997, 998, 999])
    func limitsALine(length: Int) {
        let line = String(repeating: "x", count: length)
        #expect(encode(line + "\n" + line).0 == (length > 998 ? .quotedPrintable : .sevenBit))
    }

    @Test(arguments: [75, 76, 77, 78, 151, 152])
    func breaksLongLines(length: Int) {
        let line = "é" + String(repeating: "x", count: length - 6)
        let lines = encode(line).1.split(separator: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(lines.count == (length <= 76 ? 1 : length <= 151 ? 2 : 3))
        #expect(
            lines.map { $0.hasSuffix("=") ? String($0.dropLast()) : String($0) }.joined() == "=C3=A9" + line.dropFirst()
        )
    }
}

enum Base64 {
    static func decode(_ text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bytes: [UInt8] = []
        var word: UInt32 = 0
        var bits = 0
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            word = word << 6 | UInt32(alphabet.firstIndex(of: byte)!)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
            }
        }
        return bytes
    }
}
