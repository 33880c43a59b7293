/// Rows in aligned columns, two spaces apart, under a line of headings.
package struct Table: Sendable {
    package struct Column: Sendable {
        package enum Alignment: Sendable {
            case left, right
        }

        let title: String
        let alignment: Alignment
        let shrinks: Bool

        /// A column that `shrinks` is cut off with "…" when the table is too wide for the terminal.
        package init(_ title: String, _ alignment: Alignment = .left, shrinks: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.shrinks = shrinks
        }
    }

    package let columns: [Column]
    private var rows: [[String]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// One cell for each column; anything else traps. What could disturb a terminal is replaced.
    package mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row of \(cells.count) cells in \(columns.count) columns")
        rows.append(cells.map(DisplayText.printable))
    }

    /// The table as text, headings first, each line ended. With a `width` the shrinking columns give way until the
    /// lines fit, if they can; without one (a file, a pipe) nothing is cut off.
    package func text(width: Int? = nil) -> String {
        let lines = [columns.map(\.title)] + rows
        var widths = columns.indices.map { column in
            lines.reduce(0) { max($0, DisplayText.width($1[column])) }
        }
        if let width { shrink(&widths, to: width) }
        return lines.map { line(of: $0, widths: widths) + "\n" }.joined()
    }

    private func line(of cells: [String], widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { line += "  " }
            let cell = DisplayText.truncated(cell, to: widths[index])
            line +=
                columns[index].alignment == .left
                ? DisplayText.padded(cell, to: widths[index]) : DisplayText.rightAligned(cell, to: widths[index])
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// Takes what is too much from the widest shrinking column first, down to 8 columns each.
    private func shrink(_ widths: inout [Int], to width: Int) {
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        while excess > 0 {
            let shrinking = columns.indices.filter { columns[$0].shrinks && widths[$0] > 8 }
            guard let widest = shrinking.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
            excess -= 1
        }
    }
}
