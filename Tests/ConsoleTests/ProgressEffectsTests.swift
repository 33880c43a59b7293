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

    @Test func aNoteIsSaidOnce() {
        var plain = PlainProgress()
        #expect(plain.lines(for: [bar(.running, 0, note: "away")], at: .zero).last == "send: away")
        #expect(plain.lines(for: [bar(.running, 0, note: "away")], at: .seconds(1)) == [])
        #expect(plain.lines(for: [bar(.running, 0, note: "away")], at: .seconds(100)).count == 1, "the bar alone")
        let other = [bar(.running, 0, note: "a\nb")]
        #expect(plain.lines(for: other, at: .seconds(101)) == ["send: a\u{FFFD}b"])
    }

    /// A server with a rate asks for pauses all the time.
    @Test func notesThatAlternateAreFewLines() {
        var plain = PlainProgress()
        func lines(_ notes: [String?]) -> Int {
            plain = PlainProgress()
            return (0..<6000).reduce(0) { count, tenth in
                let bars = [bar(.waiting, 0, note: notes[tenth % notes.count])]
                return count + plain.lines(for: bars, at: .milliseconds(100 * tenth)).count { $0.hasPrefix("send: ") }
            }
        }
        #expect(lines(["one", "two"]) <= 60)
        #expect(lines(["one", nil]) <= 10)
        #expect(lines(["one", nil]) > 5)
    }

    @Test func aNoteThatCameTooEarlyIsDueLater() {
        var plain = PlainProgress()
        _ = plain.lines(for: [bar(.waiting, 0, note: "one")], at: .seconds(1))
        let next = [bar(.waiting, 0, note: "two")]
        #expect(plain.lines(for: next, at: .seconds(2)) == [])
        #expect(plain.nextDue(for: next) == .seconds(11))
        #expect(plain.lines(for: next, at: .seconds(11)) == ["send: two"])
        #expect(plain.nextDue(for: next) == nil)
    }

    private func bar(_ state: ProgressBar.State, _ done: UInt64, note: String? = nil) -> ProgressBar {
        ProgressBar("send", state, done: done, of: 1000, rate: 50, timeLeft: .seconds(10), note: note)
    }
}

@Suite struct SteadyNotesTests {
    private func bar(_ note: String?, _ state: ProgressBar.State = .running) -> ProgressBar {
        ProgressBar("send", state, done: 0, of: 9, note: note)
    }

    @Test func aNoteIsThereAtOnceAndStaysAWhile() {
        var notes = SteadyNotes()
        #expect(notes.steady([bar("one")], at: .zero) == [bar("one")])
        #expect(notes.nextDue == nil)
        #expect(notes.steady([bar("two")], at: .milliseconds(400)) == [bar("one")])
        #expect(notes.nextDue == .seconds(1))
        #expect(notes.steady([bar("two")], at: .seconds(1)) == [bar("two")])
        #expect(notes.nextDue == nil)
        #expect(notes.steady([bar(nil)], at: .seconds(5)) == [bar("two")])
        #expect(notes.nextDue == .seconds(7))
        #expect(notes.steady([bar(nil)], at: .seconds(7)) == [bar(nil)])
        #expect(notes.nextDue == nil)
    }

    @Test func oneThatComesBackWasNeverGone() {
        var notes = SteadyNotes()
        for tenth in 0..<100 {
            #expect(notes.steady([bar(tenth % 2 == 0 ? "one" : nil)], at: .milliseconds(100 * tenth))[0].note == "one")
        }
    }

    @Test func whatHasEndedHasNone() {
        var notes = SteadyNotes()
        _ = notes.steady([bar("one")], at: .zero)
        #expect(notes.steady([bar(nil, .succeeded)], at: .zero)[0].note == nil)
        _ = notes.steady([bar("one")], at: .zero)
        _ = notes.steady([], at: .zero)
        #expect(notes.steady([bar(nil)], at: .zero)[0].note == nil)
    }
}
