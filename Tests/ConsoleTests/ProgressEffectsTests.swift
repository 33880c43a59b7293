import Testing

@testable import Console

@Suite struct LiveBlockTests {
    private let first = DrawnLine(text: "one", width: 3)
    private let second = DrawnLine(text: "two two", width: 7)

    @Test func framesReplaceOneAnother() {
        var block = LiveBlock()
        #expect(
            block.frame([first, second], terminalWidth: 80)
                == "\u{1B}[?25l\rone\u{1B}[K\ntwo two\u{1B}[K\n\u{1B}[J")
        #expect(block.frame([first], terminalWidth: 80) == "\u{1B}[?25l\r\u{1B}[2Aone\u{1B}[K\n\u{1B}[J")
        #expect(block.end() == "\u{1B}[?25h")
        #expect(block.frame([first], terminalWidth: 80) == "\u{1B}[?25l\rone\u{1B}[K\n\u{1B}[J")
    }

    @Test func linesAboveStayWhereTheyAre() {
        var block = LiveBlock()
        _ = block.frame([first], terminalWidth: 80)
        #expect(
            block.frame([first], above: ["note"], terminalWidth: 80)
                == "\u{1B}[?25l\r\u{1B}[1A\u{1B}[Jnote\none\u{1B}[K\n\u{1B}[J")
        #expect(block.frame([], terminalWidth: 80) == "\u{1B}[?25l\r\u{1B}[1A\u{1B}[J")
        #expect(block.frame([], terminalWidth: 80) == "\u{1B}[?25l\r\u{1B}[J")
    }

    @Test(arguments: [(7, 2), (6, 3), (3, 4), (2, 6), (1, 10)])
    func aTerminalThatBecameNarrowerHasMoreRows(columns: Int, rows: Int) {
        var block = LiveBlock()
        _ = block.frame([first, second], terminalWidth: 80)
        #expect(block.frame([], terminalWidth: columns).hasPrefix("\u{1B}[?25l\r\u{1B}[\(rows)A"))
    }
}

@Suite struct PlainProgressTests {
    @Test func aLineForEachChangeOfState() {
        var plain = PlainProgress()
        #expect(plain.lines(for: [bar(.waiting, 0)], at: .zero) == ["send  0%  0/1,000  waiting"])
        #expect(plain.lines(for: [bar(.waiting, 0)], at: .seconds(100)) == [])
        #expect(plain.lines(for: [bar(.running, 0)], at: .seconds(100)) == ["send  0%  0/1,000  50/s  10s left"])
        #expect(plain.lines(for: [bar(.failed, 0)], at: .seconds(100)) == ["send  0%  0/1,000  failed"])
    }

    @Test func aLineForEachFivePercent() {
        var plain = PlainProgress()
        _ = plain.lines(for: [bar(.running, 0)], at: .zero)
        let due = (1...200).filter { !plain.lines(for: [bar(.running, $0)], at: .zero).isEmpty }
        #expect(due == [50, 100, 150, 200])
    }

    @Test func aLineEveryTenSecondsWhateverMoves() {
        var plain = PlainProgress()
        let bars = [bar(.running, 10)]
        #expect(plain.nextDue(for: bars) == nil)
        #expect(plain.lines(for: bars, at: .seconds(1)).count == 1)
        #expect(plain.nextDue(for: bars) == .seconds(11))
        #expect(plain.lines(for: bars, at: .milliseconds(10_999)) == [])
        #expect(plain.lines(for: bars, at: .seconds(11)).count == 1)
        #expect(plain.nextDue(for: [bar(.succeeded, 10)]) == nil)
    }

    @Test func eachBarHasItsOwnPace() {
        var plain = PlainProgress()
        let one = ProgressBar("one", .running, done: 0, of: nil)
        var two = ProgressBar("two", .running, done: 7, of: nil)
        #expect(plain.lines(for: [one, two], at: .zero) == ["one", "two  7"])
        two.state = .succeeded
        #expect(plain.lines(for: [one, two], at: .zero) == ["two  7  done"])
        // A bar that left and came back is new.
        #expect(plain.lines(for: [two], at: .zero) == [])
        #expect(plain.lines(for: [one, two], at: .zero) == ["one"])
    }

    private func bar(_ state: ProgressBar.State, _ done: UInt64) -> ProgressBar {
        ProgressBar("send", state, done: done, of: 1000, rate: 50, timeLeft: .seconds(10))
    }
}

@Suite struct RateEstimatorTests {
    @Test func aSteadyRateIsMeasuredExactly() throws {
        var estimator = RateEstimator()
        #expect(estimator.itemsPerSecond == nil)
        for second in 0...20 { estimator.add(done: UInt64(second * 500), at: .seconds(second)) }
        #expect(abs(try #require(estimator.itemsPerSecond) - 500) < 1e-6)
        let left = try #require(estimator.timeLeft(until: 20_000))
        #expect(Format.duration(left + .milliseconds(1)) == "20s")
    }

    @Test func howOftenItIsAskedChangesNothing() throws {
        var often = RateEstimator()
        var seldom = RateEstimator()
        for tenth in 0...200 { often.add(done: UInt64(tenth * 7), at: .milliseconds(tenth * 100)) }
        for second in 0...20 { seldom.add(done: UInt64(second * 70), at: .seconds(second)) }
        #expect(abs(try #require(often.itemsPerSecond) - #require(seldom.itemsPerSecond)) < 1e-6)
    }

    @Test func theTimeLeftIsHiddenUntilItIsStable() {
        var estimator = RateEstimator()
        var shownAt: [Int] = []
        for second in 0...6 {
            estimator.add(done: UInt64(second * 10), at: .seconds(second))
            if estimator.timeLeft(until: 1000) != nil { shownAt.append(second) }
        }
        #expect(shownAt == [4, 5, 6])

        var quick = RateEstimator()
        for hundredth in 0...290 { quick.add(done: UInt64(hundredth), at: .milliseconds(hundredth * 10)) }
        #expect(quick.timeLeft(until: 1000) == nil)
        for hundredth in 291...300 { quick.add(done: UInt64(hundredth), at: .milliseconds(hundredth * 10)) }
        #expect(quick.timeLeft(until: 1000) != nil)
    }

    @Test func anOldPaceFades() throws {
        var estimator = RateEstimator(timeConstant: .seconds(2))
        for second in 0...20 { estimator.add(done: UInt64(second * 1000), at: .seconds(second)) }
        for second in 21...40 { estimator.add(done: UInt64(20_000 + (second - 20) * 10), at: .seconds(second)) }
        #expect(abs(try #require(estimator.itemsPerSecond) - 10) < 0.1)
    }

    @Test func whatStandsStillHasNoTimeLeft() {
        var estimator = RateEstimator(timeConstant: .seconds(1))
        for second in 0...100 { estimator.add(done: 5, at: .seconds(second)) }
        #expect(estimator.itemsPerSecond == 0)
        #expect(estimator.timeLeft(until: 10) == nil)
        #expect(estimator.timeLeft(until: 5) == .zero)
    }

    @Test func fewerItemsThanBeforeStartAnew() {
        var estimator = RateEstimator()
        for second in 0...10 { estimator.add(done: UInt64(second * 100), at: .seconds(second)) }
        estimator.add(done: 10, at: .seconds(11))
        #expect(estimator.itemsPerSecond == nil)
        #expect(estimator.timeLeft(until: 100) == nil)
    }

    @Test func timeThatDoesNotMoveIsIgnored() {
        var estimator = RateEstimator()
        estimator.add(done: 0, at: .seconds(5))
        estimator.add(done: 100, at: .seconds(5))
        estimator.add(done: 100, at: .seconds(4))
        #expect(estimator.itemsPerSecond == nil)
        estimator.add(done: 100, at: .seconds(6))
        #expect(abs((estimator.itemsPerSecond ?? 0) - 100) < 1e-6)
    }
}
