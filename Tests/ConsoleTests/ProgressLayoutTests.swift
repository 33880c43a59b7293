import Testing

@testable import Console

@Suite struct ProgressLayoutTests {
    static let mails = ProgressBar(
        "send-mails", .running, done: 620_000, of: 1_000_000, failed: 12, rate: 4812, timeLeft: .seconds(79))
    static let prepare = ProgressBar("prepare", .succeeded, done: 1, of: 1, elapsed: .milliseconds(2300))
    static let summary = ProgressBar("summary", .waiting, done: 0, of: nil)
    static let bars = [mails, prepare, summary]

    @Test(arguments: [
        (
            40,
            """
            send-mails  62%  1m19s left  failed 12
            prepare    100%  done in 2s
            summary          waiting
            """
        ),
        (
            60,
            """
            send-mails  62% ████████████▍         1m19s left  failed 12
            prepare    100% ████████████████████  done in 2s
            summary                               waiting
            """
        ),
        (
            80,
            """
            send-mails  62% █████▌       620,000/1,000,000   4,812/s  1m19s left  failed 12
            prepare    100% █████████                  1/1            done in 2s
            summary                                                   waiting
            """
        ),
        (
            120,
            """
            send-mails  62% ████████████████████████▊                   620,000/1,000,000   4,812/s  1m19s left  failed 12
            prepare    100% ████████████████████████████████████████                  1/1            done in 2s
            summary                                                                                  waiting
            """
        ),
    ])
    func barsFillTheTerminal(columns: Int, expected: String) {
        #expect(text(ProgressLayoutTests.bars, columns: columns) == expected)
    }

    @Test(arguments: [
        (50, "send-mails  62%  1m19s left  failed 12"), (56, "send-mails  62%  1m19s left  4,000 retrying  failed 12"),
        (100, "send-mails  62% ████████         620,000/1,000,000   4,812/s  1m19s left  4,000 retrying  failed 12"),
    ])
    func whatIsTriedAgainIsShown(columns: Int, expected: String) {
        var bar = ProgressLayoutTests.mails
        bar.retrying = 4_000
        #expect(text([bar], columns: columns) == expected)
    }

    @Test func onlyWhatRunsIsTriedAgain() {
        #expect(ProgressBar("x", .running, done: 1, of: 2, retrying: 1).retryingText == "1 retrying")
        #expect(ProgressBar("x", .cancelled, done: 1, of: 2, retrying: 1).retryingText == "")
    }

    @Test func coloursSurroundWhatIsVisible() {
        #expect(
            text([ProgressLayoutTests.mails], columns: 60, color: true)
                == "send-mails  \u{1B}[1m62%\u{1B}[0m \u{1B}[36m████████████▍\u{1B}[0m         1m19s left  "
                + "\u{1B}[31mfailed 12\u{1B}[0m")
    }

    @Test(arguments: 1...130)
    func noLineReachesTheLastColumn(columns: Int) {
        var long = ProgressLayoutTests.mails
        long.name = "日本語のキャンペーン with a name that is far too long for anything"
        long.note = "日本語: a note that is too long, and has a \u{1B}[31mcolour\nand a second line of its own, 日本語日本語"
        for bars in [ProgressLayoutTests.bars, [long] + ProgressLayoutTests.bars] {
            for line in layout(columns: columns).lines(for: bars) {
                #expect(line.width == DisplayText.width(line.text))
                #expect(line.width < columns || columns == 1)
            }
        }
    }

    @Test(arguments: [
        (0.0, "    "), (0.03, "    "), (0.04, "▏   "), (0.25, "█   "), (0.5, "██  "), (0.54, "██▏ "), (0.999, "███▉"),
        (1.0, "████"), (7, "████"), (-1, "    "),
    ])
    func barsAreExactToAnEighth(fraction: Double, expected: String) {
        #expect(ProgressLayout.blocks(fraction, width: 4) == expected)
    }

    @Test func aHundredPercentMeansAll() {
        #expect(ProgressBar("x", .running, done: 999_999, of: 1_000_000).percent == 99)
        #expect(ProgressBar("x", .running, done: UInt64.max - 1, of: .max).percent == 99)
        #expect(ProgressBar("x", .running, done: 5, of: 4).percent == 100)
        #expect(ProgressBar("x", .running, done: 0, of: 0).percent == 0)
        #expect(ProgressBar("x", .succeeded, done: 0, of: 0).percent == 100)
        #expect(ProgressBar("x", .running, done: 3, of: nil).percent == nil)
    }

    @Test func everyStateSaysWhatBecameOfIt() {
        let states: [ProgressBar.State] = [.waiting, .running, .stalled, .succeeded, .failed, .cancelled]
        let texts = states.map { ProgressBar("x", $0, done: 0, of: 1, rate: 1, elapsed: .seconds(61)).statusText }
        #expect(texts == ["waiting", "", "stalled", "done in 1m01s", "failed after 1m01s", "cancelled after 1m01s"])
        #expect(ProgressBar("x", .succeeded, done: 1, of: 1).statusText == "done")
    }

    @Test func aLowTerminalShowsWhatRuns() {
        let ended = (1...5).map { ProgressBar("ended \($0)", .succeeded, done: 1, of: 1) }
        let running = ProgressBar("running", .running, done: 1, of: 2)
        let waiting = ProgressBar("waiting", .waiting, done: 0, of: 2)
        let layout = ProgressLayout(size: .init(columns: 60, rows: 4), color: false)
        let lines = layout.lines(for: ended + [waiting, running]).map(\.text)
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("waiting"))
        #expect(lines[1].hasPrefix("running"))
        #expect(lines[2] == "… and 5 more: 5 done")
        #expect(layout.lines(for: Array(ended.prefix(3))).count == 3)
        #expect(layout.lines(for: Array(ended.prefix(4))).count == 3)
    }

    @Test func aNoteStandsBelowItsBar() {
        var bars = ProgressLayoutTests.bars
        bars[0].note = "smtp-unreachable: mail.example:25 cannot be reached (no route to host)"
        #expect(
            text(bars, columns: 40) == """
                send-mails  62%  1m19s left  failed 12
                  smtp-unreachable: mail.example:25 ca…
                prepare    100%  done in 2s
                summary          waiting
                """)
        #expect(text(bars, columns: 80, color: true).contains("\n  \u{1B}[33msmtp-unreachable: mail"))
    }

    @Test func barsComeBeforeNotes() {
        let bars = (1...3).map { ProgressBar("bar \($0)", .running, done: 0, of: 1, note: "note \($0)") }
        func texts(rows: Int) -> [String] {
            let lines = ProgressLayout(size: .init(columns: 60, rows: rows), color: false).lines(for: bars)
            return lines.map { String($0.text.prefix(6)) }
        }
        #expect(texts(rows: 7) == ["bar 1 ", "  note", "bar 2 ", "  note", "bar 3 ", "  note"])
        #expect(texts(rows: 6) == ["bar 1 ", "  note", "bar 2 ", "  note", "bar 3 "])
        #expect(texts(rows: 4) == ["bar 1 ", "bar 2 ", "bar 3 "])
        #expect(texts(rows: 3) == ["bar 1 ", "… and "])
    }

    @Test func whatIsToComeHasARowBeforeWhatHasEnded() {
        let states: [ProgressBar.State] = [
            .failed, .succeeded, .failed, .running, .waiting, .running, .stalled, .waiting,
        ]
        let bars = states.enumerated().map { ProgressBar("\($0.offset)", $0.element, done: 0, of: 2) }
        let layout = ProgressLayout(size: .init(columns: 80, rows: 6), color: false)
        let lines = layout.lines(for: bars).map(\.text)
        #expect(lines.dropLast().map { $0.prefix(1) } == ["3", "4", "5", "6"])
        #expect(lines.last == "… and 4 more: 1 waiting, 2 failed, 1 done")
    }

    @Test func namesCannotDisturbTheTerminal() {
        let bar = ProgressBar("a\u{1B}[2J\nb", .waiting, done: 0, of: nil)
        #expect(text([bar], columns: 60) == "a\u{FFFD}[2J\u{FFFD}b                 waiting")
    }

    private func layout(columns: Int, color: Bool = false) -> ProgressLayout {
        ProgressLayout(size: .init(columns: columns, rows: 24), color: color)
    }

    private func text(_ bars: [ProgressBar], columns: Int, color: Bool = false) -> String {
        layout(columns: columns, color: color).lines(for: bars).map(\.text).joined(separator: "\n")
    }
}
