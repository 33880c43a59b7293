import Contract
import Testing

@testable import StatusService

@Suite struct PaceTests {
    @Test func aSteadyPaceIsMeasuredAndTellsTheTimeLeft() {
        var pace = Pace()
        for second in 0...5 as ClosedRange<UInt64> { pace.note(settled: second * 40, at: second * 1_000) }
        let rate = pace.rate(left: 400)
        #expect(abs(rate.itemsPerSecond - 40) < 0.001)
        #expect(rate.secondsLeft.map { abs($0 - 10) < 0.001 } == true)
        #expect(pace.rate(left: nil).secondsLeft == nil)
    }

    @Test func theTimeLeftIsNotToldBeforeThePaceIsKnown() {
        var pace = Pace()
        for (settled, time) in [(0, 0), (10, 1_000), (20, 2_000)] as [(UInt64, UInt64)] {
            pace.note(settled: settled, at: time)
        }
        #expect(pace.rate(left: 100).secondsLeft == nil)
        pace.note(settled: 30, at: 3_000)
        #expect(pace.rate(left: 100).secondsLeft != nil)
    }

    @Test func aPaceThatChangesIsFollowedWithinSeconds() {
        var pace = Pace()
        for second in 0...10 as ClosedRange<UInt64> { pace.note(settled: second * 100, at: second * 1_000) }
        for second in 11...20 as ClosedRange<UInt64> {
            pace.note(settled: 1_000 + (second - 10) * 10, at: second * 1_000)
        }
        let rate = pace.rate(left: nil).itemsPerSecond
        #expect(rate > 10 && rate < 25)
    }

    @Test func aRequeueBeginsAnew() {
        var pace = Pace()
        pace.note(settled: 0, at: 0)
        pace.note(settled: 100, at: 1_000)
        pace.note(settled: 50, at: 2_000)
        pace.note(settled: 150, at: 3_000)
        #expect(abs(pace.rate(left: nil).itemsPerSecond - 100) < 0.001)
    }
}
