import Glibc
import Testing

@testable import Console

@Suite struct CursorGuardTests {
    private static let shown = Array(LiveBlock.showCursor.utf8)

    @Test func anExitShowsTheCursor() async throws {
        let result = await #expect(processExitsWith: .exitCode(3), observing: [\.standardErrorContent]) {
            CursorGuard.arm()
            exit(3)
        }
        #expect(try #require(result).standardErrorContent.suffix(6) == CursorGuardTests.shown)
    }

    @Test func aSignalShowsTheCursorAndStillKills() async throws {
        let interrupted = await #expect(processExitsWith: .signal(SIGINT), observing: [\.standardErrorContent]) {
            CursorGuard.arm()
            deliver(SIGINT)
        }
        #expect(try #require(interrupted).standardErrorContent.suffix(6) == CursorGuardTests.shown)

        let terminated = await #expect(processExitsWith: .signal(SIGTERM), observing: [\.standardErrorContent]) {
            CursorGuard.arm()
            deliver(SIGTERM)
        }
        #expect(try #require(terminated).standardErrorContent.suffix(6) == CursorGuardTests.shown)
    }

    @Test func afterTheBarsNothingIsWritten() async throws {
        let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardErrorContent]) {
            CursorGuard.arm()
            CursorGuard.disarm()
            exit(0)
        }
        #expect(try #require(result).standardErrorContent.suffix(6) != CursorGuardTests.shown)
    }

    @Test func afterAStopTheBarsAreDrawnBelowWhatTheShellWrote() async {
        await #expect(processExitsWith: .success) {
            let file = ScratchFile()
            let reporter = ProgressReporter(
                terminal: Terminal(
                    descriptor: file.output.descriptor, isInteractive: true, usesColor: false,
                    size: .init(columns: 60, rows: 24)))
            await reporter.update([ProgressBar("send", .running, done: 1, of: 4)])
            deliver(SIGCONT)
            await reporter.update([ProgressBar("send", .succeeded, done: 4, of: 4)])
            await reporter.finish()
            // Up a row, over what the shell has written there.
            precondition(!file.text.contains("\u{1B}[1A"), "drawn over: \(file.text)")
            precondition(file.text.contains("done"))
        }
    }

    @Test func signalsThatTheProgramHandlesAreLeftToIt() async {
        await #expect(processExitsWith: .exitCode(7)) {
            _ = signal(SIGINT) { _ in _exit(7) }
            CursorGuard.arm()
            deliver(SIGINT)
        }
    }
}

/// Raises a signal, also where the process that started this one had blocked it.
private func deliver(_ number: Int32) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
}
