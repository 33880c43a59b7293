import Glibc
import Testing

@testable import Console

@Suite struct ProgressReporterTests {
    let file = ScratchFile()
    let running = ProgressBar("send", .running, done: 1, of: 4)
    let ended = ProgressBar("send", .succeeded, done: 4, of: 4)

    @Test func aFileGetsWholeLines() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: false))
        await reporter.update([running])
        await reporter.print(above: "a note")
        await reporter.update([ended])
        await reporter.finish()
        #expect(file.text == "send  25%  1/4\na note\nsend  100%  4/4  done\n")
    }

    @Test func aFileIsToldWhatIsTriedAgain() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: false))
        await reporter.update([ProgressBar("send", .running, done: 3, of: 4, failed: 1, retrying: 1)])
        await reporter.finish()
        #expect(file.text == "send  75%  3/4  1 retrying  failed 1\n")
    }

    @Test func aTerminalEndsWithTheLastStateAndACursor() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: true))
        await reporter.update([running])
        await reporter.print(above: "a note")
        await reporter.update([ended])
        await reporter.finish()
        let text = file.text
        #expect(text.hasPrefix("\u{1B}[?25l\rsend  25% "))
        #expect(text.contains("\u{1B}[1A\u{1B}[Ja note\nsend "))
        #expect(text.hasSuffix("done\u{1B}[K\n\u{1B}[J\u{1B}[?25h"))
    }

    @Test func updatesInOneMomentAreOneFrame() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: true))
        for done in 0..<10_000 {
            await reporter.update([ProgressBar("send", .running, done: UInt64(done), of: 10_000)])
        }
        await reporter.finish()
        // Only time decides how many frames there are; ten thousand would need a quarter of an hour.
        #expect(file.text.split(separator: "\u{1B}[?25l").count < 1000)
        #expect(file.text.contains("99%"))
    }

    @Test func manyLinesAboveDoNotPileUp() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: true))
        await reporter.update([running])
        for line in 1...250 { await reporter.print(above: "line \(line)") }
        #expect(file.text.contains("line 200\n"))
        await reporter.finish()
        #expect(file.text.contains("line 250\n"))
    }

    @Test func afterTheEndOnlyLinesAreWritten() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: true))
        await reporter.update([ended])
        await reporter.finish()
        let before = file.text
        await reporter.update([running])
        await reporter.finish()
        await reporter.print(above: "last")
        #expect(file.text == before + "last\n")
    }

    @Test func aNoticeStandsInTheBarsPlace() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: true))
        await reporter.hold(saying: "nobody is there; " + String(repeating: "x", count: 60))
        #expect(file.text.hasSuffix("\rnobody is there; " + String(repeating: "x", count: 41) + "…\u{1B}[K\n\u{1B}[J"))
        await reporter.update([running])
        await reporter.finish()
        #expect(file.text.contains("\u{1B}[1Asend  25% "))
    }

    @Test func whereThereAreNoBarsANoticeIsALine() async {
        let reporter = ProgressReporter(terminal: terminal(isInteractive: false))
        await reporter.update([running])
        await reporter.hold(saying: "gone")
        await reporter.resume(saying: "back")
        await reporter.finish()
        #expect(file.text == "send  25%  1/4\ngone\nback\n")
    }

    @Test func aReporterThatIsDroppedShowsTheCursor() async {
        do {
            let reporter = ProgressReporter(terminal: terminal(isInteractive: true))
            await reporter.update([running])
        }
        #expect(file.text.hasSuffix("\u{1B}[?25h"))
    }

    @Test func aReaderThatWentAwayIsIgnored() async throws {
        _ = signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        let reporter = ProgressReporter(
            terminal: Terminal(
                descriptor: ends[1], isInteractive: true, usesColor: false, size: .init(columns: 80, rows: 24)))
        await reporter.update([running])
        await reporter.finish()
        close(ends[1])
    }

    private func terminal(isInteractive: Bool) -> Terminal {
        Terminal(
            descriptor: file.output.descriptor, isInteractive: isInteractive, usesColor: false,
            size: .init(columns: 60, rows: 24))
    }
}

@Suite struct TerminalTests {
    @Test func aPseudoTerminalIsAskedForItsSizeEachTime() throws {
        let pair = try PseudoTerminal()
        pair.resize(columns: 50, rows: 10)
        let terminal = Terminal(descriptor: pair.terminal, environment: Environment(["COLUMNS": "77"]))
        #expect(terminal.isInteractive)
        #expect(terminal.usesColor)
        #expect(terminal.size == Terminal.Size(columns: 50, rows: 10))
        pair.resize(columns: 132, rows: 43)
        #expect(terminal.size == Terminal.Size(columns: 132, rows: 43))
    }

    @Test(arguments: [
        (["NO_COLOR": "1"], ColorChoice.auto, true, false), (["NO_COLOR": ""], .auto, true, true),
        (["NO_COLOR": "1"], .always, true, true), ([:], .never, true, false), (["TERM": "dumb"], .auto, false, false),
        (["TERM": "xterm"], .auto, true, true),
    ])
    func theEnvironmentIsObeyed(
        environment: [String: String], choice: ColorChoice, isInteractive: Bool, usesColor: Bool
    ) throws {
        let pair = try PseudoTerminal()
        let terminal = Terminal(descriptor: pair.terminal, color: choice, environment: Environment(environment))
        #expect(terminal.isInteractive == isInteractive)
        #expect(terminal.usesColor == usesColor)
    }

    @Test(arguments: [
        ([:], 80, 24), (["COLUMNS": "132", "LINES": "50"], 132, 50), (["COLUMNS": "wide"], 80, 24),
        (["COLUMNS": "0"], 1, 24),
    ])
    func withoutATerminalTheEnvironmentNamesTheSize(environment: [String: String], columns: Int, rows: Int) {
        let file = ScratchFile()
        let terminal = Terminal(descriptor: file.output.descriptor, environment: Environment(environment))
        #expect(!terminal.isInteractive)
        #expect(!terminal.usesColor)
        #expect(terminal.size == Terminal.Size(columns: columns, rows: rows))
    }
}

/// A terminal without a screen.
private final class PseudoTerminal {
    private let controller: Int32
    let terminal: Int32

    init() throws {
        controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var locked: Int32 = 0
        var number: Int32 = 0
        // TIOCSPTLCK and TIOCGPTN, which the C library's module leaves out.
        try #require(ioctl(controller, 0x4004_5431, &locked) == 0)
        try #require(ioctl(controller, 0x8004_5430, &number) == 0)
        terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(terminal >= 0)
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    deinit {
        close(terminal)
        close(controller)
    }
}
