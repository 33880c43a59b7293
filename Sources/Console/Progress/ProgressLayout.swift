/// Draws bars as lines of a terminal. Pure: the same bars and size give the same lines.
///
/// All bars share their columns. When the terminal is narrow, whole columns go, the least telling first; when it is
/// low, the bars that are not running go, and a line counts them.
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
        var lines = shown.map { line(for: $0, columns) }
        if hidden > 0 {
            var line = LineBuilder(color: color, room: size.columns - 1)
            line.append("… and \(Format.count(hidden)) more", .dim)
            lines.append(line.drawn)
        }
        return lines
    }

    /// As many bars as there is room for, running ones before others, in their own order.
    private func choose(from bars: [ProgressBar]) -> (shown: [ProgressBar], hidden: Int) {
        let room = max(size.rows - 1, 1)
        guard bars.count > room else { return (bars, 0) }
        let ranked = bars.indices.sorted { (rank(bars[$0]), $0) < (rank(bars[$1]), $1) }
        let chosen = ranked.prefix(room - 1).sorted()
        return (chosen.map { bars[$0] }, bars.count - chosen.count)
    }

    private func rank(_ bar: ProgressBar) -> Int {
        switch bar.state {
        case .running: 0
        case .stalled, .failed: 1
        case .waiting: 2
        case .succeeded, .cancelled: 3
        }
    }

    private func line(for bar: ProgressBar, _ columns: Columns) -> DrawnLine {
        var line = LineBuilder(color: color, room: size.columns - 1)
        let name = DisplayText.truncated(DisplayText.printable(bar.name), to: columns.name)
        line.append(DisplayText.padded(name, to: columns.name), .plain)
        line.append(DisplayText.rightAligned(bar.percent.map { " \($0)%" } ?? "", to: 5), .bold)
        if let width = columns.bar {
            line.append(" ", .plain)
            line.append(ProgressLayout.blocks(bar.fraction ?? 0, width: width), bar.style)
        }
        if let width = columns.counts {
            line.append("  " + DisplayText.rightAligned(bar.countsText, to: width), .plain)
        }
        if let width = columns.rate {
            line.append("  " + DisplayText.rightAligned(bar.rateText, to: width), .plain)
        }
        if let width = columns.status {
            line.append("  ", .plain)
            line.append(DisplayText.padded(bar.statusText, to: width), bar.state == .running ? .plain : bar.style)
        }
        if columns.failed != nil {
            line.append("  ", .plain)
            line.append(bar.failedText, .red)
        }
        return line.drawn
    }

    /// A bar of `width` columns, exact to an eighth of a column.
    static func blocks(_ fraction: Double, width: Int) -> String {
        let eighths = Int(min(max(fraction, 0), 1) * Double(width * 8))
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return DisplayText.padded(String(repeating: "█", count: eighths / 8) + partial, to: width)
    }
}

/// The widths of the columns that fit; nil: left out.
private struct Columns {
    enum Kind {
        case bar, counts, rate, status, failed
    }

    private(set) var name: Int
    private(set) var bar: Int?
    private(set) var counts: Int?
    private(set) var rate: Int?
    private(set) var status: Int?
    private(set) var failed: Int?

    /// From the fullest to the barest: what goes first tells least.
    private static let choices: [[Kind]] = [
        [.bar, .counts, .rate, .status, .failed],
        [.bar, .counts, .status, .failed],
        [.bar, .status, .failed],
        [.status, .failed],
        [.failed],
    ]
    private static let leastBar = 8
    private static let mostBar = 40

    init(for bars: [ProgressBar], width: Int) {
        func widest(_ text: (ProgressBar) -> String) -> Int {
            bars.reduce(0) { max($0, DisplayText.width(text($1))) }
        }
        let longestName = widest { DisplayText.printable($0.name) }
        name = min(longestName, max(width / 3, 8))
        // Figures that change keep their room, so that the columns behind them don't jump.
        let widths: [Kind: Int] = [
            .bar: Columns.leastBar - 1, .counts: widest(\.countsText), .rate: max(8, widest(\.rateText)),
            .status: max(10, widest(\.statusText)), .failed: widest(\.failedText),
        ]
        let first = name + 5
        let needs: ([Kind]) -> Int = { kinds in
            kinds.reduce(first) { sum, kind in widths[kind].map { $0 == 0 ? sum : sum + $0 + 2 } ?? sum }
        }
        guard let kinds = Columns.choices.first(where: { needs($0) <= width }) else { return }

        func shown(_ kind: Kind) -> Int? {
            guard kinds.contains(kind), let width = widths[kind], width > 0 else { return nil }
            return width
        }
        counts = shown(.counts)
        rate = shown(.rate)
        status = shown(.status)
        failed = shown(.failed)
        if kinds.contains(.bar) { bar = min(Columns.leastBar + width - needs(kinds), Columns.mostBar) }
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
