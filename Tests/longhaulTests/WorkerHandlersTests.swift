import Testing

@testable import longhaul

struct WorkerHandlersTests {
    @Test(
        arguments: [
            ("5ms", .milliseconds(5)), ("5ms\n", .milliseconds(5)), ("5ms \r\n\n", .milliseconds(5)), ("", nil),
            ("\n", nil),
            (" 5ms", nil), ("5ms\n6ms", nil),
        ] as [(String, Duration?)])
    func aPauseMayEndAsAFileDoes(payload: String, pause: Duration?) {
        #expect(WorkerHandlers.pause(payload) == pause)
    }

    @Test(arguments: [
        ("5ms\n6ms\n", #"'5ms\n6ms\n'"#), ("\u{1B}[2J", #"'\u{1B}[2J'"#), ("é\t", #"'é\t'"#), ("", "''"),
        (String(repeating: "x", count: 100), "'" + String(repeating: "x", count: 59) + "…'"),
    ])
    func aPayloadIsShownAsItIs(payload: String, shown: String) {
        #expect(WorkerHandlers.shown(payload) == shown)
    }
}
