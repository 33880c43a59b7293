import Testing

@testable import Campaigns

struct MessageComposerTests {
    static let columns = RecipientColumns(["email", "name", "topic"])!

    private func compose(
        name: String = "Ada", topic: String = "trains", email: String = "ada@x.test",
        _ change: (inout CampaignContent) -> Void = { _ in }
    ) throws -> PreparedMessage {
        var content = CampaignContent(
            from: "News <news@sender.example>", subject: "On {{topic}}", text: Array("Dear {{name}},\nhello.\n".utf8))
        change(&content)
        var composer = try MessageComposer(campaign: "c-1", content: content, columns: Self.columns)
        let recipient = Recipient(number: 42, columns: Self.columns, values: [email, name, topic])
        return try composer.compose(recipient, secondsSince1970: 1_700_000_000)
    }

    private func text(_ message: PreparedMessage) -> String { String(decoding: message.content, as: UTF8.self) }

    private func failure(_ body: () throws -> Void) -> DeliveryFailure? {
        do {
            try body()
            return nil
        } catch {
            return error as? DeliveryFailure
        }
    }

    @Test func writesAPlainMessage() throws {
        let message = try compose()
        #expect(
            text(message).split(separator: "\r\n", omittingEmptySubsequences: false) == [
                "From: \"News\" <news@sender.example>",
                "To: \"Ada\" <ada@x.test>",
                "Subject: On trains",
                "Date: Tue, 14 Nov 2023 22:13:20 +0000",
                "Message-ID: <c-1.42@sender.example>",
                "X-Longhaul-Campaign: c-1",
                "X-Longhaul-Recipient: 42",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 7bit",
                "",
                "Dear Ada,",
                "hello.",
                "",
            ])
        #expect(message.sender == Array("news@sender.example".utf8))
        #expect(message.recipient == Array("ada@x.test".utf8))
        #expect(message.number == 42)
        #expect(!message.isInternational)
    }

    @Test func writesAlternatives() throws {
        let message = try compose(name: "Zoë") { $0.html = Array("<p>{{name}} & =_longhaul</p>".utf8) }
        let parts = text(message).split(separator: "\r\n--=_longhaul", omittingEmptySubsequences: false)
        #expect(parts.count == 4)
        #expect(parts[0].hasSuffix("Content-Type: multipart/alternative; boundary=\"=_longhaul\"\r\n"))
        #expect(parts[1].hasPrefix("\r\nContent-Type: text/plain; charset=utf-8\r\n"))
        #expect(parts[1].hasSuffix("quoted-printable\r\n\r\nDear Zo=C3=AB,\r\nhello.\r\n"))
        #expect(parts[2].hasSuffix("quoted-printable\r\n\r\n<p>Zo=C3=AB & =3D_longhaul</p>\r\n"))
        #expect(parts[3] == "--\r\n")
    }

    @Test func setsOneClickOnlyWithHTTPS() throws {
        let both = try compose(email: "a+b@x.test") {
            $0.unsubscribe = [
                "https://s.example/u?e={{email}}&t={{{topic}}}", "mailto:out@s.example?subject={{topic}}",
            ]
        }
        #expect(
            text(both).contains(
                "\r\nList-Unsubscribe: <https://s.example/u?e=a%2Bb%40x.test&t=trains>,\r\n"
                    + " <mailto:out@s.example?subject=trains>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
        )
        let mail = try compose { $0.unsubscribe = ["mailto:out@s.example"] }
        #expect(text(mail).contains("\r\nList-Unsubscribe: <mailto:out@s.example>\r\nX-Longhaul"))
    }

    @Test func isInternationalByItsAddresses() throws {
        #expect(try compose(email: "jörg@x.test").isInternational)
        #expect(try compose { $0.from = "news@müller.example" }.isInternational)
        #expect(!(try compose(name: "Jörg").isInternational))
    }

    // MARK: Injection and limits

    static let controls: [String] = ["\r", "\n", "\r\nBcc: x@y.test", "\0", "\u{1B}", "\u{7F}"]

    @Test(arguments: controls)
    func refusesControlCharactersInHeaders(control: String) throws {
        #expect(failure { _ = try compose(name: "Ada\(control)") }?.code == "5.6.0")
        #expect(failure { _ = try compose(topic: "a\(control)b") }?.code == "5.6.0")
        #expect(failure { _ = try compose(email: "ada@x.test\(control)") }?.code == "5.1.3")
        let raw = failure { _ = try compose(topic: control) { $0.unsubscribe = ["https://s.example/{{{topic}}}"] } }
        #expect(raw?.stage == .composing)
    }

    @Test func refusesURLsThatBreakOut() throws {
        for topic in ["a>b", "a b", "é"] {
            let found = failure {
                _ = try compose(topic: topic) {
                    $0.subject = "x"
                    $0.unsubscribe = ["https://s.example/{{{topic}}}"]
                }
            }
            #expect(found?.text.contains("percent-encoded") == true)
        }
    }

    @Test(arguments: [499, 500, 501])
    func limitsTheName(length: Int) throws {
        let name = String(repeating: "n", count: length)
        #expect((failure { _ = try compose(name: name) } == nil) == (length <= 500))
    }

    @Test(arguments: [1_999, 2_000, 2_001])
    func limitsTheSubject(length: Int) throws {
        let topic = String(repeating: "t", count: length)
        let found = failure { _ = try compose(topic: topic) { $0.subject = "{{topic}}" } }
        #expect((found == nil) == (length <= 2_000))
    }

    @Test(arguments: [899, 900, 901])
    func limitsAURL(length: Int) throws {
        let head = "https://s.example/"
        let topic = String(repeating: "t", count: length - head.count)
        let found = failure {
            _ = try compose(topic: topic) {
                $0.subject = "x"
                $0.unsubscribe = [head + "{{topic}}"]
            }
        }
        #expect((found == nil) == (length <= 900))
    }

    @Test func keepsEveryLineShort() throws {
        let long = String(repeating: "long wörds and more ", count: 20)
        let message = try compose(name: long, topic: long) {
            $0.text = Array(String(repeating: "x", count: 5_000).utf8)
        }
        for line in text(message).split(separator: "\r\n") { #expect(line.utf8.count <= 76, "\(line)") }
    }

    // MARK: Settings

    @Test(arguments: [
        ("Bad", CampaignContentError.Code.invalidSender), ("a@b", .invalidSender), ("A <a@b.test", .invalidSender),
        ("A\r\nB: c <a@b.test>", .invalidSender), ("A <a@b.test> x", .invalidSender),
    ])
    func refusesASender(from: String, code: CampaignContentError.Code) {
        #expect(throws: CampaignContentError.self) { try compose { $0.from = from } }
    }

    @Test(arguments: ["", "a.b", "a b", "a\n", "é", String(repeating: "a", count: 65)])
    func refusesACampaignID(id: String) {
        let content = CampaignContent(from: "a@b.test", subject: "s", text: Array("t".utf8))
        #expect(throws: CampaignContentError.self) {
            try MessageComposer(campaign: id, content: content, columns: Self.columns)
        }
    }

    @Test(arguments: [
        ("", CampaignContentError.Code.emptyTemplate), (" \t\r\n\n", .emptyTemplate),
        ("\u{FEFF}\u{A0}\n", .emptyTemplate),
        ("{{! to do }}\n", .emptyTemplate), ("{{#name}} \n{{/name}}", .emptyTemplate),
        ("Subject: News\nfrom: a@b.test\n\n", .onlyHeaders), ("Content-Type: text/plain", .onlyHeaders),
    ])
    func refusesATemplateWithoutText(text: String, code: CampaignContentError.Code) {
        let plain = #expect(throws: CampaignContentError.self) { try compose { $0.text = Array(text.utf8) } }
        #expect(plain?.code == code && plain?.part == "text")
        let html = #expect(throws: CampaignContentError.self) { try compose { $0.html = Array(text.utf8) } }
        #expect(html?.code == code && html?.part == "html")
    }

    @Test(arguments: ["{{topic}}", ".", "👋", "Date: 5 May\nPlace: Berlin\n", "Subject: x\n\nHello\n", "<img src=a>"])
    func takesAnyOtherText(text: String) throws {
        _ = try compose { $0.text = Array(text.utf8) }
    }

    @Test func refusesOtherSettings() {
        #expect(throws: CampaignContentError.self) { try compose { $0.subject = "a\nb" } }
        #expect(throws: CampaignContentError.self) { try compose { $0.subject = "{{nope}}" } }
        #expect(throws: CampaignContentError.self) { try compose { $0.unsubscribe = ["http://s.example/"] } }
        #expect(throws: CampaignContentError.self) {
            try compose { $0.unsubscribe = Array(repeating: "mailto:a@b.test", count: 5) }
        }
    }
}

struct MailboxTests {
    @Test(arguments: [
        ("a@b.test", "", "a@b.test"), ("A B <a@b.test>", "A B", "a@b.test"),
        ("\"A, B\" <a@b.test>", "A, B", "a@b.test"),
        ("<a@b.test>", "", "a@b.test"), ("Zoë <z@b.test>", "Zoë", "z@b.test"),
    ])
    func reads(text: String, name: String, address: String) throws {
        let mailbox = try Mailbox(parsing: text)
        #expect(String(decoding: mailbox.name, as: UTF8.self) == name)
        #expect(String(decoding: mailbox.address, as: UTF8.self) == address)
        #expect(String(decoding: mailbox.domain, as: UTF8.self) == "b.test")
    }
}

struct MessageDateTests {
    @Test(
        arguments: [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"), (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 +0000"),
            (4_107_542_400, "Mon, 1 Mar 2100 00:00:00 +0000"), (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 +0000"),
        ] as [(Int64, String)])
    func writes(seconds: Int64, expected: String) {
        #expect(MessageDate.text(secondsSince1970: seconds) == expected)
    }
}
