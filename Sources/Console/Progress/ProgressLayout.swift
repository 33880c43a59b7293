/// Draws bars as lines of a terminal. Pure: the same bars and size give the same lines.
///
/// All bars share their columns. When the terminal is narrow, whole columns go, the least telling first; when it is
/// low, the bars that are not running go, and a line counts them. A bar's note stands below it, cut to the width, as long
/// as there is room beside all bars.
package struct ProgressLayout: Sendable {
    package let size: Terminal.Size
    package let color: Bool

    package init(size: Terminal.Size, color: Bool) {
        self.size = size
        self.color = color
    }

    /// No line is wider than the terminal less one column (terminals differ in what a character in the last one does),
    /// and there are fewer lines than the terminal has rows.
    package func lines(for bars: [ProgressBar]) -> [DrawnLine] {
        let (shown, hidden) = choose(from: bars)
        let columns = Columns(for: shown, width: size.columns - 1)
        var noteRoom = max(size.rows - 1, 1) - shown.count - (hidden.isEmpty ? 0 : 1)
        var lines: [DrawnLine] = []
        for bar in shown {
            lines.append(line(for: bar, columns))
            guard let note = bar.note, noteRoom > 0 else { continue }
            noteRoom -= 1
            lines.append(line(for: note))
        }
        if !hidden.isEmpty {
            var line = LineBuilder(color: color, room: size.columns - 1)
            line.append("… and \(Format.count(hidden.count)) more: \(words(counting: hidden))", .dim)
            lines.append(line.drawn)
        }
        return lines
    }

    /// A line of words, cut off where the terminal ends.
    func line(saying text: String) -> DrawnLine {
        var line = LineBuilder(color: color, room: size.columns - 1)
        line.append(DisplayText.printable(text), .yellow)
        return line.drawn
    }

    /// "3 running, 12 waiting, 4 done".
    private func words(counting bars: [ProgressBar]) -> String {
        let words: [(ProgressBar.State, String)] = [
            (.running, "running"), (.stalled, "stalled"), (.waiting, "waiting"), (.failed, "failed"),
            (.cancelled, "cancelled"), (.succeeded, "done"),
        ]
        return words.compactMap { state, word in
            let count = bars.count { $0.state == state }
            return count == 0 ? nil : "\(Format.count(count)) \(word)"
        }.joined(separator: ", ")
    }

    /// As many bars as there is room for, in their own order: running ones before those that are to come, ended ones last.
    /// The choice depends on their states alone, so that no row moves while none changes.
    private func choose(from bars: [ProgressBar]) -> (shown: [ProgressBar], hidden: [ProgressBar]) {
        let room = max(size.rows - 1, 1)
        guard bars.count > room else { return (bars, []) }
        let ranked = bars.indices.sorted { (rank(bars[$0]), $0) < (rank(bars[$1]), $1) }
        let chosen = ranked.prefix(room - 1).sorted()
        return (chosen.map { bars[$0] }, ranked.dropFirst(room - 1).map { bars[$0] })
    }

    private func rank(_ bar: ProgressBar) -> Int {
        switch bar.state {
        case .running: 0
        case .stalled, .waiting: 1
        case .failed: 2
        case .succeeded, .cancelled: 3
        }
    }

    private func line(for bar: ProgressBar, _ columns: Columns) -> DrawnLine {
        var line = LineBuilder(color: color, room: size.columns - 1)
        let name = DisplayText.truncated(DisplayText.printable(bar.name), to: columns.name)
        line.append(DisplayText.padded(name, to: columns.name), .plain)
        let percent = bar.percent.map { "\($0)%" } ?? ""
        line.append(DisplayText.rightAligned(percent, to: Columns.percent), .bold)
        if let width = columns.widths[.bar] {
            line.append(" ", .plain)
            line.append(ProgressLayout.blocks(bar.fraction ?? 0, width: width), bar.style)
        }
        if let width = columns.widths[.counts] {
            line.append("  " + DisplayText.rightAligned(bar.countsText, to: width), .plain)
        }
        if let width = columns.widths[.rate] {
            line.append("  " + DisplayText.rightAligned(bar.rateText, to: width), .plain)
        }
        if let width = columns.widths[.status] {
            let status = DisplayText.padded(bar.statusText, to: width)
            line.append("  " + status, bar.state == .running ? .plain : bar.style)
        }
        if let width = columns.widths[.retrying] {
            line.append("  " + DisplayText.rightAligned(bar.retryingText, to: width), .yellow)
        }
        if columns.widths[.failed] != nil {
            line.append("  " + bar.failedText, .red)
        }
        return line.drawn
    }

    private func line(for note: String) -> DrawnLine {
        var line = LineBuilder(color: color, room: size.columns - 1)
        line.append("  " + DisplayText.printable(note), .yellow)
        return line.drawn
    }

    /// A bar of `width` columns, exact to an eighth of a column.
    static func blocks(_ fraction: Double, width: Int) -> String {
        let eighths = Int(min(max(fraction, 0), 1) * Double(width * 8))
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return DisplayText.padded(String(repeating: "█", count: eighths / 8) + partial, to: width)
    }
}

/// The columns that fit.
private struct Columns {
    enum Kind {
        case bar, counts, rate, status, retrying, failed

        /// Spaces before it.
        var gap: Int { self == .bar ? 1 : 2 }
    }

    let name: Int
    /// By kind; what is not here is not shown.
    let widths: [Kind: Int]

    static let percent = 5
    private static let leastBar = 8
    private static let mostBar = 40

    /// From the fullest to the barest: what goes first tells least.
    private static let choices: [Set<Kind>] = [
        [.bar, .counts, .rate, .status, .retrying, .failed],
        [.bar, .counts, .status, .retrying, .failed],
        [.bar, .status, .retrying, .failed],
        [.status, .retrying, .failed],
        [.status, .failed],
        [.failed],
    ]

    init(for bars: [ProgressBar], width: Int) {
        func widest(_ text: (ProgressBar) -> String) -> Int {
            bars.reduce(0) { max($0, DisplayText.width(text($1))) }
        }
        let name = min(widest { DisplayText.printable($0.name) }, max(width / 3, 8))
        // Figures that change keep their room, so that the columns behind them don't jump.
        let wanted: [Kind: Int] = [
            .bar: bars.contains { $0.fraction != nil } ? Columns.leastBar : 0, .counts: widest(\.countsText),
            .rate: max(8, widest(\.rateText)), .status: max(10, widest(\.statusText)),
            .retrying: widest(\.retryingText), .failed: widest(\.failedText),
        ].filter { $0.value > 0 }
        func needed(_ kinds: Set<Kind>) -> Int {
            wanted.reduce(name + Columns.percent) { sum, column in
                kinds.contains(column.key) ? sum + column.key.gap + column.value : sum
            }
        }

        let kinds = Columns.choices.first { needed($0) <= width } ?? []
        var shown = wanted.filter { kinds.contains($0.key) }
        if let least = shown[.bar] { shown[.bar] = min(least + width - needed(kinds), Columns.mostBar) }
        self.name = name
        widths = shown
    }
}

/// A line as it goes to the terminal.
package struct DrawnLine: Equatable, Sendable {
    /// With escape sequences, without spaces or a line break at its end.
    package let text: String
    /// In columns.
    package let width: Int
}

/// A line of styled pieces, cut off where its room ends: escape sequences take none.
private struct LineBuilder {
    private let color: Bool
    private let room: Int
    private var text = ""
    private var width = 0
    /// Spaces that are written only when something follows them.
    private var gap = 0

    init(color: Bool, room: Int) {
        self.color = color
        self.room = room
    }

    mutating func append(_ piece: String, _ style: Style) {
        let fitting = DisplayText.truncated(piece, to: max(room - width - gap, 0))
        let leading = fitting.prefix { $0 == " " }.count
        let trailing = fitting.reversed().prefix { $0 == " " }.count
        if leading == fitting.count {
            gap += fitting.count
            return
        }
        let visible = String(fitting.dropFirst(leading).dropLast(trailing))
        text += String(repeating: " ", count: gap + leading) + style.applied(to: visible, color: color)
        width += gap + leading + DisplayText.width(visible)
        gap = trailing
    }

    var drawn: DrawnLine { DrawnLine(text: text, width: width) }
}
