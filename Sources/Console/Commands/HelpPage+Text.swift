extension HelpPage {
    /// The page for a terminal of `width` columns; no line is longer, but for examples and words that are.
    package func text(width: Int) -> String {
        // Beyond a hundred columns the eye loses the next line; below forty nothing readable is left.
        let width = min(max(width, 40), 100)
        return blocks.map { text(of: $0, width: width) }.joined(separator: "\n")
    }

    private func text(of block: Block, width: Int) -> String {
        switch block {
        case .usage(let synopsis):
            let lines = DisplayText.wrapped(synopsis, to: width - 7)
            return lines.enumerated().map { ($0 == 0 ? "Usage: " : "       ") + $1 + "\n" }.joined()
        case .text(let text):
            let paragraphs = text.split(separator: "\n").map { DisplayText.wrapped(String($0), to: width) }
            return paragraphs.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
        case .rows(let title, let rows):
            let column = column(of: rows, width: width)
            return "\(title):\n" + rows.map { text(of: $0, column: column, width: width) }.joined()
        case .examples(let examples):
            return "Examples:\n"
                + examples.map { example in
                    let explanation = DisplayText.wrapped(example.explanation, to: width - 4).map { "  # \($0)\n" }
                    return explanation.joined() + "  \(example.line)\n"
                }.joined(separator: "\n")
        }
    }

    /// Where the explanations begin. A few long terms don't push all the others to the right.
    private func column(of rows: [Row], width: Int) -> Int {
        let furthest = min(28, width * 2 / 5)
        return rows.map { DisplayText.width($0.term) + 4 }.filter { $0 <= furthest }.max() ?? furthest
    }

    private func text(of row: Row, column: Int, width: Int) -> String {
        let lines = DisplayText.wrapped(row.explanation, to: width - column)
        let indent = String(repeating: " ", count: column)
        let term = "  \(row.term)"
        let termWidth = DisplayText.width(term)
        if termWidth + 2 > column {
            return term + "\n" + lines.map { indent + $0 + "\n" }.joined()
        }
        let gap = String(repeating: " ", count: column - termWidth)
        return lines.enumerated().map { ($0 == 0 ? term + gap : indent) + $1 + "\n" }.joined()
    }
}
