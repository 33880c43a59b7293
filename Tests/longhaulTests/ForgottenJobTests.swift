import Console
import LonghaulClient
import Testing

@testable import longhaul

/// A job that is gone as soon as it has ended.
struct ForgottenJobTests {
    private let gone = LonghaulError(.notFound, "no such job")

    @Test(arguments: [(true, false), (false, true)]) func whatWasThereHasEnded(isKnown: Bool, wasSeen: Bool)
        async throws
    {
        let failure = try forgotten(gone, isKnown: isKnown, last: wasSeen ? Sample.job(.running, []) : nil)
        #expect(failure?.code == .notFound)
        #expect(failure?.message.hasPrefix("job \(Sample.id) has ended, and nothing of it is kept") == true)
    }

    @Test func whatNobodySawWasPerhapsNeverThere() throws {
        #expect(try forgotten(gone, isKnown: false, last: nil) == nil)
    }

    @Test func everyOtherErrorSpeaksForItself() throws {
        #expect(try forgotten(LonghaulError(.unavailable, "away"), isKnown: true, last: nil) == nil)
    }

    @Test func submitDocumentsTheCode() {
        #expect(SubmitCommand().manual.exitCodes.contains(.notFound))
    }

    private func forgotten(_ error: LonghaulError, isKnown: Bool, last: Job?) throws -> CommandFailure? {
        let client = try Client()
        defer { client.close() }
        return JobWatch(id: Sample.id, client: client, display: .nothing, timeout: nil, isKnown: isKnown)
            .forgotten(error, last)
    }
}
