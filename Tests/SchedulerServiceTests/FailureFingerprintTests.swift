import Contract
import Testing

@testable import SchedulerService

@Suite struct FailureFingerprintTests {
    @Test(arguments: [
        ("550 mailbox of anna@example.org is full", "# mailbox of @ is full"),
        ("connection to 192.0.2.17:2525 refused", "connection to #.#.#.#:# refused"),
        ("No such key: 'videos/2026/a.mp4' in \"bucket\"", "no such key: \" in \""),
        ("at 0x7ffe12ab34  in frame 12", "at # in frame #"),
        ("request 3f2a9c1e-77aa-4b1c-9d2e-aa10bb20cc30 timed out", "request #-#-#-#-# timed out"),
        ("it can't be, and won't", "it can't be, and won't"), ("an 'unclosed quote", "an 'unclosed quote"),
        ("", ""),
    ]) func whatDiffersFromCaseToCaseIsLeftOut(text: String, normalized: String) {
        #expect(FailureFingerprint.normalized(text) == normalized)
    }

    @Test func codesTellFailuresApart() {
        let first = FailureFingerprint.of(V1.Failure(code: "550", text: "no user anna@a.test"))
        #expect(first == FailureFingerprint.of(V1.Failure(code: "550", text: "No user bert@b.test")))
        #expect(first != FailureFingerprint.of(V1.Failure(code: "551", text: "no user anna@a.test")))
        #expect(first != FailureFingerprint.of(V1.Failure(code: "550", text: "no room for anna@a.test")))
        #expect(FailureFingerprint.of(V1.Failure()) == 0)
    }
}
