/// Progress for files and logs: whole lines, one for each change of state, else one for each 5 % or 10 seconds,
/// whichever is first; and one for each change of a note. Pure; gives the lines, writes nothing.
struct PlainProgress {
    static let stepPercent = 5
    static let interval = Duration.seconds(10)
    /// Notes of a bar that change more often are left out, and one that comes and goes is said again after so long.
    static let sameNoteInterval = Duration.seconds(60)

    private struct Printed {
        var state: ProgressBar.State
        var step: Int?
        var done: UInt64
        var at: Duration
    }

    private struct PrintedNote {
        var note: String
        var at: Duration
        /// It was gone meanwhile.
        var isOver = false
    }

    private var printed: [String: Printed] = [:]
    private var printedNotes: [String: PrintedNote] = [:]

    /// The lines that are due at `now`, a time since any fixed moment. Bars are told apart by their names.
    mutating func lines(for bars: [ProgressBar], at now: Duration) -> [String] {
        // A bar that is gone is forgotten, so that the table stays as small as the job.
        let names = Set(bars.map(\.name))
        printed = printed.filter { names.contains($0.key) }
        printedNotes = printedNotes.filter { names.contains($0.key) }
        return bars.flatMap { bar in
            var lines: [String] = []
            if isDue(bar, at: now) {
                printed[bar.name] = Printed(state: bar.state, step: step(of: bar), done: bar.done, at: now)
                lines.append(line(for: bar))
            }
            if bar.note == nil { printedNotes[bar.name]?.isOver = true }
            if let note = bar.note, let due = due(note, of: bar), due <= now {
                printedNotes[bar.name] = PrintedNote(note: note, at: now)
                lines.append(DisplayText.printable("\(bar.name): \(note)"))
            }
            return lines
        }
    }

    /// When a line may be due without any change: a bar that runs says so, and a note may be one that came too early.
    func nextDue(for bars: [ProgressBar]) -> Duration? {
        let running = bars.filter { $0.state == .running }.compactMap { printed[$0.name]?.at }.map {
            $0 + PlainProgress.interval
        }
        let notes = bars.compactMap { bar in bar.note.flatMap { due($0, of: bar) } }
        return (running + notes).min()
    }

    /// nil: the note is said.
    private func due(_ note: String, of bar: ProgressBar) -> Duration? {
        guard let last = printedNotes[bar.name] else { return .zero }
        if last.note != note { return last.at + PlainProgress.interval }
        return last.isOver ? last.at + PlainProgress.sameNoteInterval : nil
    }

    private func isDue(_ bar: ProgressBar, at now: Duration) -> Bool {
        guard let last = printed[bar.name], last.state == bar.state else { return true }
        return bar.state == .running
            && (now - last.at >= PlainProgress.interval || (step(of: bar) ?? 0) > (last.step ?? 0))
    }

    private func step(of bar: ProgressBar) -> Int? {
        bar.percent.map { $0 / PlainProgress.stepPercent }
    }

    private func line(for bar: ProgressBar) -> String {
        let counts = String(bar.countsText.drop { $0 == " " })
        let parts = [
            DisplayText.printable(bar.name), bar.percent.map { "\($0)%" } ?? "", counts, bar.rateText, bar.statusText,
            bar.retryingText, bar.failedText,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
