import Testing

@testable import Console

@Suite struct ValueFormatTests {
    @Test(arguments: [
        ("0s", 0), ("250ms", 250), ("2s", 2000), ("5m", 300_000), ("1h", 3_600_000), ("7d", 604_800_000),
        ("1h30m", 5_400_000), ("1d2h3m4s5ms", 93_784_005), ("90s", 90_000),
    ])
    func durationsAreRead(text: String, milliseconds: Int64) {
        #expect(ValueFormat.duration().parse(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "5", "s", "1.5s", "-1s", "1m1h", "1s1s", "1 s", "1S", "9223372036854775807d", "99999999999999999999s", "٣s",
        "3651d",
    ])
    func otherTextIsNoDuration(text: String) {
        #expect(ValueFormat.duration().parse(text) == nil)
    }

    @Test(arguments: [0, 1, 999, 1000, 61_000, 3_600_001, 86_400_000, 93_784_005])
    func aDurationsTextIsReadBack(milliseconds: Int64) {
        let format = ValueFormat.duration()
        let duration = Duration.milliseconds(milliseconds)
        #expect(format.parse(format.text(of: duration)) == duration)
    }

    @Test func theLimitsOfADurationAreExact() {
        let format = ValueFormat.duration(in: .seconds(1) ... .seconds(60))
        #expect(format.parse("999ms") == nil)
        #expect(format.parse("1s") == .seconds(1))
        #expect(format.parse("1m") == .seconds(60))
        #expect(format.parse("1m1ms") == nil)
    }

    @Test(arguments: [("1", 1), ("100", 100), ("1_0", 10), ("1,0", 10), ("-5", -5)])
    func integersAreRead(text: String, value: Int) {
        #expect(ValueFormat.integer(in: -5...100).parse(text) == value)
    }

    @Test(arguments: ["", "-", "-6", "101", "1.0", "0x1", "+1", "1e2", "_1", "1_", "99999999999999999999"])
    func otherTextIsNoInteger(text: String) {
        #expect(ValueFormat.integer(in: -5...100).parse(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:7600", "127.0.0.1", 7600), ("localhost:0", "localhost", 0), ("[::1]:65535", "::1", 65_535),
        ("a-b.example:80", "a-b.example", 80),
    ])
    func addressesAreRead(text: String, host: String, port: UInt16) {
        #expect(HostAndPort(text) == HostAndPort(host: host, port: port))
        #expect(HostAndPort(text)?.description == text)
    }

    @Test(arguments: [
        "", ":80", "host", "host:", "host:65536", "host:-1", "host:+1", "host:1:2", "::1", "::1:80", "[::1]", "[::1]80",
        "[host]:80", "[::1", "ho st:1", "host:٣", "a\u{1B}:1", String(repeating: "a", count: 254) + ":1",
    ])
    func otherTextIsNoAddress(text: String) {
        #expect(HostAndPort(text) == nil)
    }

    @Test func aDefaultPortStandsIn() {
        #expect(HostAndPort("host", defaultPort: 7600) == HostAndPort(host: "host", port: 7600))
        #expect(HostAndPort("[::1]", defaultPort: 7600) == HostAndPort(host: "::1", port: 7600))
        #expect(HostAndPort("host:1", defaultPort: 7600) == HostAndPort(host: "host", port: 1))
        #expect(HostAndPort("host:", defaultPort: 7600) == nil)
        #expect(HostAndPort("", defaultPort: 7600) == nil)
    }

    @Test func choicesAreSpelledOut() {
        #expect(ValueFormat<ColorChoice>.choice.expectation == "auto, always or never")
        #expect(ValueFormat.oneOf(["a"]).expectation == "a")
        #expect(ValueFormat.oneOf(["a", "b"]).parse("b") == "b")
        #expect(ValueFormat.oneOf(["a", "b"]).parse("B") == nil)
    }

    @Test(arguments: [
        ("--lst", "--list"), ("--lits", "--list"), ("--lisst", "--list"), ("--queue", nil), ("", nil),
        ("--ist", "--list"),
    ])
    func theNearestNameIsTheOneMeant(typed: String, meant: String?) {
        #expect(nearestName(to: typed, among: ["--list", "--retry-after"]) == meant)
    }
}
