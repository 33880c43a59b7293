/// Lines at the bottom of a terminal that are drawn over again in place. Gives the bytes to write; writes nothing.
///
/// The cursor rests at the start of the row below the block. Each frame hides it anew: a program that was stopped has
/// shown it.
struct LiveBlock {
    static let showCursor = "\u{1B}[?25h"
    private static let hideCursor = "\u{1B}[?25l"
    private static let eraseLineEnd = "\u{1B}[K"
    private static let eraseBelow = "\u{1B}[J"

    /// The display widths of the lines on the screen.
    private var drawn: [Int] = []

    /// Replaces the block by `lines`, and leaves the lines of `above` in the scrolled part for good. No line of the block is
    /// wider than the terminal; those of `above` may be.
    mutating func frame(_ lines: [DrawnLine], above: [String] = [], terminalWidth: Int) -> String {
        var frame = LiveBlock.hideCursor + "\r"
        let rows = rowsOnScreen(terminalWidth: terminalWidth)
        if rows > 0 { frame += "\u{1B}[\(rows)A" }
        if !above.isEmpty {
            frame += LiveBlock.eraseBelow
            for line in above { frame += line + "\n" }
        }
        for line in lines { frame += line.text + LiveBlock.eraseLineEnd + "\n" }
        frame += LiveBlock.eraseBelow
        drawn = lines.map(\.width)
        return frame
    }

    /// Leaves the lines as they are, for good, and shows the cursor.
    mutating func end() -> String {
        leave()
        return LiveBlock.showCursor
    }

    /// Leaves the lines where they are; the next frame is drawn below what else the terminal shows by then.
    mutating func leave() {
        drawn = []
    }

    /// A terminal that became narrower has broken the lines it showed.
    private func rowsOnScreen(terminalWidth: Int) -> Int {
        drawn.reduce(0) { $0 + max(1, ($1 + terminalWidth - 1) / max(terminalWidth, 1)) }
    }
}
