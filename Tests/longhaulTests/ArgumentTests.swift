import Campaigns
import Console
import Contract
import LonghaulClient
import Testing

@testable import longhaul

struct ArgumentTests {
    @Test(arguments: [
        ("nobody", "Hi", [], "from"), ("a@example.org", "two\nlines", [], "subject"),
        ("a@example.org", "Hi {{name", [], "subject"),
        ("a@example.org", "Hi {{name}}", ["http://a.test"], "unsubscribe"),
        ("a@example.org", "Hi", ["https://a.test?{{id}}", "ftp://a.test"], "unsubscribe"),
        ("a@example.org", "Hi", Array(repeating: "https://a.test", count: 5), "unsubscribe"),
    ])
    func aCampaignsMistakeIsFoundAtOnce(from: String, subject: String, unsubscribe: [String], part: String) {
        let error = #expect(throws: CampaignContentError.self) {
            try CampaignArguments.check(from: from, subject: subject, unsubscribe: unsubscribe)
        }
        #expect(error?.part == part)
    }

    @Test func fieldsAreHeldAgainstTheListLater() throws {
        try CampaignArguments.check(
            from: "News <news@example.org>", subject: "{{#plan}}For {{name}}{{/plan}}",
            unsubscribe: ["https://example.org/u?id={{id}}", "mailto:leave@example.org"])
    }

    @Test(arguments: [
        ("mail.example.org", "smtp://mail.example.org:587"),
        ("smtps://mail.example.org/", "smtps://mail.example.org:465"), ("[::1]", "smtp://[::1]:587"),
        ("127.0.0.1:2525", "smtp://127.0.0.1:2525"),
        ("smtps://mail.example.org:465", "smtps://mail.example.org:465"), ("foo bar", nil), ("http://a.test", nil),
        ("a:b", nil), ("smtp://ada:lovelace@a.test", nil), (String(repeating: "a", count: 301), nil),
    ])
    func aMailServerIsAURL(text: String, url: String?) {
        #expect(ValueFormat.mailServer.parse(text) == url)
    }

    @Test(arguments: [
        ("mail.example.org", false, "smtp://mail.example.org:587, with STARTTLS"),
        ("mail.example.org:25", true, "smtp://mail.example.org:25, without TLS"),
        ("localhost:2525", false, "smtp://localhost:2525, without TLS"),
        ("smtps://mail.example.org", false, "smtps://mail.example.org:465, with TLS"),
    ])
    func whoeverSubmitsIsToldTheWay(text: String, allowsPlaintext: Bool, way: String) throws {
        let server = try #require(ValueFormat.mailServer.parse(text))
        let campaign = CampaignsV1.Campaign(server: server, allowPlaintext: allowsPlaintext)
        #expect(CampaignArguments.way(of: campaign) == "the mail goes out through \(way)")
    }

    @Test(
        arguments: [
            ("25", .items(25)), ("0", .items(0)), ("1%", .perMille(10)), ("0.5%", .perMille(5)),
            ("100%", .perMille(1000)),
            ("100.1%", nil), ("0.55%", nil), ("%", nil), ("-1", nil), (".5%", nil),
        ] as [(String, TaskSpec.Tolerance?)])
    func tolerances(text: String, tolerance: TaskSpec.Tolerance?) {
        let format = ValueFormat<TaskSpec.Tolerance>.tolerance
        #expect(format.parse(text) == tolerance)
        if let tolerance { #expect(format.parse(format.text(of: tolerance)) == tolerance) }
    }

    @Test(
        arguments: [
            (.cancelled, 130), (.invalidArgument, 3), (.deadlineExceeded, 5), (.notFound, 4), (.alreadyExists, 3),
            (.permissionDenied, 3), (.resourceExhausted, 3), (.failedPrecondition, 3), (.unavailable, 5),
            (.internal, 1),
        ] as [(LonghaulError.Code, Int32)])
    func everyRefusalHasItsExitCode(code: LonghaulError.Code, exitCode: Int32) {
        let failure = CommandFailure(LonghaulError(code, "why", retryAfter: .seconds(3)))
        #expect(failure.code.rawValue == exitCode)
        #expect(failure.message.hasPrefix("why; ") && failure.message.hasSuffix("; try again in 3s"))
    }
}
