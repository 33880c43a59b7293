import Contract
import Testing

@testable import StatusService

@Suite struct PaceTests {
    @Test func aSteadyPaceIsMeasuredAndTellsTheTimeLeft() {
        var pace = Pace()
        for second in 0...5 as ClosedRange<UInt64> {
            pace.note(settled: second * 40, at: second * 1_000, isAtWork: true)
        }
        let rate = pace.rate(left: 400)
        #expect(abs(rate.itemsPerSecond - 40) < 0.001)
        #expect(rate.secondsLeft.map { abs($0 - 10) < 0.001 } == true)
        #expect(pace.rate(left: nil).secondsLeft == nil)
    }

    @Test func theTimeLeftIsNotToldBeforeThePaceIsKnown() {
        var pace = Pace()
        for (settled, time) in [(0, 0), (10, 1_000), (20, 2_000)] as [(UInt64, UInt64)] {
            pace.note(settled: settled, at: time, isAtWork: true)
        }
        #expect(pace.rate(left: 100).secondsLeft == nil)
        pace.note(settled: 30, at: 3_000, isAtWork: true)
        #expect(pace.rate(left: 100).secondsLeft != nil)
    }

    @Test func aPaceThatChangesIsFollowedWithinSeconds() {
        var pace = Pace()
        for second in 0...10 as ClosedRange<UInt64> {
            pace.note(settled: second * 100, at: second * 1_000, isAtWork: true)
        }
        for second in 11...20 as ClosedRange<UInt64> {
            pace.note(settled: 1_000 + (second - 10) * 10, at: second * 1_000, isAtWork: true)
        }
        let rate = pace.rate(left: nil).itemsPerSecond
        #expect(rate > 10 && rate < 25)
    }

    @Test func aRequeueBeginsAnew() {
        var pace = Pace()
        pace.note(settled: 0, at: 0, isAtWork: true)
        pace.note(settled: 100, at: 1_000, isAtWork: true)
        pace.note(settled: 50, at: 2_000, isAtWork: true)
        pace.note(settled: 150, at: 3_000, isAtWork: true)
        #expect(abs(pace.rate(left: nil).itemsPerSecond - 100) < 0.001)
    }

    /// Two seconds of work at 10 items a second, then a minute in which there is none.
    @Test func aPauseIsNoPace() {
        var pace = Pace()
        for round in 0..<4 as Range<UInt64> {
            let start = round * 62_000
            for step in 0...8 as ClosedRange<UInt64> {
                pace.note(settled: round * 20 + step * 20 / 8, at: start + step * 250, isAtWork: step < 8)
            }
        }
        let rate = pace.rate(left: 30)
        #expect(abs(rate.itemsPerSecond - 10) < 2)
        #expect(rate.secondsLeft.map { abs($0 - 3) < 1 } == true)
    }

    @Test func shortStretchesOfWorkAddUp() {
        var pace = Pace()
        for round in 0..<20 as Range<UInt64> {
            pace.note(settled: round, at: round * 10_000, isAtWork: true)
            pace.note(settled: round + 1, at: round * 10_000 + 100, isAtWork: false)
        }
        #expect(abs(pace.rate(left: nil).itemsPerSecond - 10) < 0.001)
    }
}
