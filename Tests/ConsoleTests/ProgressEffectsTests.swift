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
