import Testing

@testable import Campaigns

struct TemplateTests {
    static let columns = RecipientColumns(["email", "name", "City", "note"])!
    static let recipient = Recipient(
        number: 7, columns: columns, values: ["a@x.test", "Ada <&\"'> é", "Köln", ""])

    private func render(_ source: String, _ escaping: Template.Escaping = .none) throws -> String {
        let template = try Template(source.utf8, name: "text", columns: Self.columns, escaping: escaping)
        var output = Array("|".utf8)
        try template.render(Self.recipient, into: &output)
        return String(decoding: output.dropFirst(), as: UTF8.self)
    }

    private func failure(_ source: some Sequence<UInt8>) -> CampaignContentError? {
        do throws(CampaignContentError) {
            _ = try Template(source, name: "text", columns: Self.columns, escaping: .none)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", ""), ("plain } { text }}", "plain } { text }}"), ("{", "{"),
        ("{{email}}", "a@x.test"), ("{{ city }}{{CITY}}", "KölnKöln"), ("{{name}}", "Ada <&\"'> é"),
        ("{{{name}}}", "Ada <&\"'> é"), ("{{&name}}", "Ada <&\"'> é"), ("a{{note}}b", "ab"),
        ("{{#name}}yes{{/name}}{{^name}}no{{/name}}", "yes"),
        ("{{#note}}yes{{/note}}{{^note}}no{{/note}}", "no"),
        ("{{#name}}a{{#note}}b{{/note}}c{{^note}}d{{/note}}{{/name}}e", "acde"),
        ("{{#note}}{{#name}}x{{/name}}{{/note}}", ""),
        ("a{{! {{ not a tag } }}b", "ab"),
        ("a\n{{#name}}\nb\n{{/name}}\nc\n", "a\nb\nc\n"),
        ("a\r\n  {{#note}}  \r\nb\r\n\t{{/note}}\r\nc", "a\r\nc"),
        ("{{! alone }}\nx", "x"), ("x\n{{! at the end }}", "x\n"),
        ("{{#name}} {{/name}}\n", " \n"), ("a {{#name}}\nb{{/name}}", "a \nb"),
        ("{{name}}\n", "Ada <&\"'> é\n"),
    ])
    func renders(source: String, expected: String) throws {
        #expect(try render(source) == expected)
    }

    @Test func escapesForItsPlace() throws {
        #expect(try render("{{name}}|{{{name}}}", .html) == "Ada &lt;&amp;&quot;&#39;&gt; é|Ada <&\"'> é")
        #expect(try render("?n={{name}}&e={{email}}", .uri) == "?n=Ada%20%3C%26%22%27%3E%20%C3%A9&e=a%40x.test")
    }

    @Test(
        arguments: [
            ("x\n é{{nam}}", CampaignContentError.Code.unknownField, 2, 4, "Did you mean `name`?"),
            ("{{zzzzzz}}", .unknownField, 1, 1, "Its columns are email, name, City, note."),
            ("a{{#fon}}b{{/fon}}", .unknownField, 1, 2, "no column `fon`"),
            ("a{{name", .malformedTag, 1, 2, "add }}"),
            ("a{{{name}}", .malformedTag, 1, 2, "add }}}"),
            ("{{}}", .malformedTag, 1, 1, "names no field"),
            ("{{# }}", .malformedTag, 1, 1, "names no field"),
            ("{{> other}}", .malformedTag, 1, 1, "partials"),
            ("{{=<% %>=}}", .malformedTag, 1, 1, "delimiters"),
            ("\n {{#name}}", .unbalancedSection, 2, 2, "add {{/name}}"),
            ("{{/name}}", .unbalancedSection, 1, 1, "no section is open"),
            ("{{#name}}\n{{#note}}{{/name}}", .unbalancedSection, 2, 10, "`note` (line 2)"),
        ] as [(String, CampaignContentError.Code, Int, Int, String)])
    func refuses(source: String, code: CampaignContentError.Code, line: Int, column: Int, message: String) throws {
        let found = try #require(failure(source.utf8))
        #expect(found.code == code)
        #expect(found.line == line)
        #expect(found.column == column)
        #expect(found.description.contains(message), "\(found)")
        #expect(found.description.hasPrefix("text, line "))
    }

    @Test func refusesWhatIsNotUTF8() throws {
        let found = try #require(failure(Array("ok\nab".utf8) + [0xFF]))
        #expect(found.code == .templateNotUTF8)
        #expect(found.line == 2 && found.column == 3)
    }

    @Test(arguments: [-1, 0, 1])
    func limitsTheSource(beyond: Int) {
        let source = [UInt8](repeating: 0x61, count: Template.Limits.source + beyond)
        #expect(failure(source)?.code == (beyond > 0 ? .templateTooLong : nil))
    }

    @Test(arguments: [31, 32, 33])
    func limitsTheDepth(depth: Int) {
        let open = String(repeating: "{{#name}}", count: depth)
        let close = String(repeating: "{{/name}}", count: depth)
        #expect(failure((open + close).utf8)?.code == (depth > 32 ? .unbalancedSection : nil))
    }

    @Test(arguments: [-1, 0, 1])
    func limitsWhatItRendersTo(beyond: Int) throws {
        let length = 65_536
        let times = Template.Limits.rendered / length
        let big = Recipient(
            number: 0, columns: Self.columns,
            values: [
                "a@x.test", String(repeating: "x", count: length), "", String(repeating: "y", count: length + beyond),
            ])
        let source = String(repeating: "{{name}}", count: times - 1) + "{{note}}"
        let template = try Template(source.utf8, name: "text", columns: Self.columns, escaping: .none)
        var output: [UInt8] = [1, 2, 3]
        do throws(DeliveryFailure) {
            try template.render(big, into: &output)
            #expect(beyond <= 0)
            #expect(output.count == 3 + Template.Limits.rendered + beyond)
        } catch {
            #expect(beyond > 0)
            #expect(error.code == "5.3.4")
        }
    }

    @Test func findsNearNames() {
        #expect(["email", "first_name"].nearest(to: "firstname") == "first_name")
        #expect(["email", "first_name"].nearest(to: "EMIAL") == nil)
        #expect(["email", "first_name"].nearest(to: "emaill") == "email")
        #expect([String](repeating: "x", count: 3).nearest(to: String(repeating: "x", count: 65)) == nil)
    }
}
