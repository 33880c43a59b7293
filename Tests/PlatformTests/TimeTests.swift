import Glibc
import Testing

@testable import Platform

@Suite struct TimeTests {
    @Test func `adding stops at the ends of the scale`() {
        let moment = MonotonicTime(nanoseconds: 10)
        #expect((moment + .nanoseconds(5)).nanoseconds == 15)
        #expect((moment + .nanoseconds(-5)).nanoseconds == 5)
        #expect((moment + .nanoseconds(-11)).nanoseconds == 0)
        #expect(moment + .seconds(Int64.max) == MonotonicTime(nanoseconds: 10 + UInt64(Int64.max)))
        #expect(MonotonicTime.distantFuture + .seconds(1) == .distantFuture)
    }

    @Test func `a difference has a sign`() {
        let early = MonotonicTime(nanoseconds: 10)
        let late = MonotonicTime(nanoseconds: 25)
        #expect(late - early == .nanoseconds(15))
        #expect(early - late == .nanoseconds(-15))
    }

    @Test func `durations round towards zero and hold at the ends`() {
        #expect(Duration.microseconds(1_999).wholeMilliseconds == 1)
        #expect(Duration.microseconds(-1_999).wholeMilliseconds == -1)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (1_936_080_181_250, "2031-05-09T08:03:01.250Z"),
    ]) func `wall time is shown as RFC 3339`(milliseconds: Int64, text: String) {
        #expect(WallClock.text(unixMilliseconds: milliseconds) == text)
    }

    @Test func `a system error says which call, and the system's words`() {
        let error = SystemError("connect", code: ECONNREFUSED)
        #expect(error.reason == "connection refused")
        #expect("\(error)" == "connect: connection refused (errno 111)")
    }

    @Test func `a descriptor tells the end from nothing yet`() throws {
        let pipe = try Pipe()
        var byte: UInt8 = 0
        #expect(try withUnsafeMutableBytes(of: &byte) { try pipe.reading.read(into: $0) } == .wouldBlock)
        let reader = pipe.takeReading()
        // The child of another test may hold the other end until it runs its program.
        var entry = pollfd(fd: reader.rawValue, events: Int16(POLLIN), revents: 0)
        #expect(poll(&entry, 1, 60_000) == 1)
        #expect(try withUnsafeMutableBytes(of: &byte) { try reader.read(into: $0) } == .end)
    }
}
