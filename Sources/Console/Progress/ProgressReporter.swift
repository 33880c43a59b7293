/// Shows progress on standard error: bars redrawn in place on a terminal, whole lines elsewhere.
///
/// Draws at most ten times a second, always the newest state, and nothing while nothing changes. Failures to write
/// are ignored: the work does not depend on being watched. While bars are live, nothing else may write to the same
/// terminal: hand it to `print(above:)`, or `finish` first. The cursor is shown again by `finish`, when the reporter
/// is released, and when the process ends, by exit or by signal.
package actor ProgressReporter {
    private enum Mode {
        case live(LiveBlock)
        case plain(PlainProgress)
    }

    private static let frameTime = Duration.milliseconds(100)

    private let terminal: Terminal
    private let started = ContinuousClock.now
    private var mode: Mode
    private var bars: [ProgressBar] = []
    /// What stands in the bars' place.
    private var notice: String?
    private var notes = SteadyNotes()
    private var above: [String] = []
    private var lastDrawn: Duration?
    /// The drawing that is to come, when it came too early or may be due without a change.
    private var pending: (at: Duration, timer: Task<Void, Never>)?
    private var isFinished = false

    package init(terminal: Terminal) {
        self.terminal = terminal
        mode = terminal.isInteractive ? .live(LiveBlock()) : .plain(PlainProgress())
    }

    deinit {
        pending?.timer.cancel()
        if !isFinished, terminal.isInteractive { CursorGuard.show(on: terminal.output) }
    }

    /// Takes the place of all bars shown before. Their number and names may change.
    package func update(_ bars: [ProgressBar]) {
        guard !isFinished else { return }
        self.bars = bars
        notice = nil
        drawWhenAllowed()
    }

    /// Says in the bars' place why they would stand still, until they are updated or `resume` is called; elsewhere than on a
    /// terminal in a line.
    package func hold(saying line: String) {
        guard !isFinished, terminal.isInteractive else { return write(line + "\n") }
        notice = line
        drawWhenAllowed()
    }

    /// The bars are back; elsewhere than on a terminal a line says so.
    package func resume(saying line: String) {
        guard !isFinished, terminal.isInteractive else { return write(line + "\n") }
        notice = nil
        drawWhenAllowed()
    }

    /// A line for good, above the bars. Kept until the next frame, at most a tenth of a second.
    package func print(above line: String) {
        guard !isFinished, terminal.isInteractive else { return write(line + "\n") }
        above.append(line)
        // Whoever prints faster than frames are drawn gets a frame: nothing piles up.
        if above.count >= 100 { draw(at: now) } else { drawWhenAllowed() }
    }

    /// Draws the last state, which stays on the screen, and gives the terminal back. Later calls only print.
    package func finish() {
        guard !isFinished else { return }
        notice = nil
        draw(at: now)
        isFinished = true
        pending?.timer.cancel()
        pending = nil
        if case .live(var block) = mode {
            write(block.end())
            CursorGuard.disarm()
        }
    }

    private var now: Duration { ContinuousClock.now - started }

    private func drawWhenAllowed() {
        let now = now
        if case .live = mode, let lastDrawn, now < lastDrawn + ProgressReporter.frameTime {
            draw(later: lastDrawn + ProgressReporter.frameTime)
        } else {
            draw(at: now)
        }
    }

    private func draw(later time: Duration) {
        if let pending, pending.at <= time { return }
        pending?.timer.cancel()
        let instant = started + time
        let timer = Task { [weak self] in
            guard (try? await ContinuousClock().sleep(until: instant)) != nil else { return }
            await self?.drawPending()
        }
        pending = (time, timer)
    }

    private func drawPending() {
        guard !isFinished else { return }
        pending = nil
        draw(at: now)
    }

    private func draw(at now: Duration) {
        lastDrawn = now
        switch mode {
        case .live(var block):
            let size = terminal.size
            CursorGuard.arm()
            if CursorGuard.takeContinuation() { block.leave() }
            let layout = ProgressLayout(size: size, color: terminal.usesColor)
            let steady = notes.steady(bars, at: now)
            let lines = notice.map { [layout.line(saying: $0)] } ?? layout.lines(for: steady)
            let frame = block.frame(lines, above: above, terminalWidth: size.columns)
            above = []
            mode = .live(block)
            write(frame)
            if let due = notes.nextDue { draw(later: due) }
        case .plain(var plain):
            let lines = plain.lines(for: bars, at: now)
            mode = .plain(plain)
            if !lines.isEmpty { write(lines.map { $0 + "\n" }.joined()) }
            if let due = plain.nextDue(for: bars) { draw(later: due) }
        }
    }

    private func write(_ text: String) {
        try? terminal.output.write(text)
    }
}
