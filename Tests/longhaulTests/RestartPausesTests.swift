import Testing

@testable import longhaul

@Suite struct RestartPausesTests {
    @Test func `pauses grow to their limit while starts fail, however long that takes`() {
        var pauses = RestartPauses()
        #expect(pauses.next(afterRunning: .seconds(60)) == .milliseconds(100))
        let failed = (0..<10).map { _ in pauses.nextAfterFailedStart() }
        #expect(failed.prefix(3) == [.milliseconds(200), .milliseconds(400), .milliseconds(800)])
        #expect(failed.suffix(3) == [.seconds(10), .seconds(10), .seconds(10)])
    }

    @Test func `only a process that ran steadily makes the next pause short again`() {
        var pauses = RestartPauses()
        #expect(pauses.next(afterRunning: .seconds(1)) == .milliseconds(100))
        #expect(pauses.next(afterRunning: .seconds(29)) == .milliseconds(200))
        #expect(pauses.next(afterRunning: .seconds(30)) == .milliseconds(100))
    }
}
