import Glibc

/// What stands behind a stream: a terminal that can redraw, or a file, a pipe, a log.
package struct Terminal: Sendable {
    package struct Size: Equatable, Sendable {
        package let columns: Int
        package let rows: Int

        package init(columns: Int, rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }

    package let output: Output
    /// Whether lines can be redrawn in place: a terminal, and not a dumb one.
    package let isInteractive: Bool
    package let usesColor: Bool
    private let fallback: Size
    private let fixed: Size?

    /// `color` wins over NO_COLOR, which wins over what the terminal could do.
    package init(descriptor: Int32, color: ColorChoice = .auto, environment: Environment) {
        output = Output(descriptor: descriptor)
        isInteractive = isatty(descriptor) == 1 && environment["TERM"] != "dumb"
        usesColor =
            switch color {
            case .always: true
            case .never: false
            case .auto: isInteractive && environment["NO_COLOR"] == nil
            }
        fallback = Size(
            columns: environment["COLUMNS"].flatMap { Int($0) }.map { min(max($0, 1), 10_000) } ?? 80,
            rows: environment["LINES"].flatMap { Int($0) }.map { min(max($0, 1), 10_000) } ?? 24)
        fixed = nil
    }

    /// A terminal as described, whatever the descriptor is.
    package init(descriptor: Int32, isInteractive: Bool, usesColor: Bool, size: Size) {
        output = Output(descriptor: descriptor)
        self.isInteractive = isInteractive
        self.usesColor = usesColor
        fallback = size
        fixed = size
    }

    /// Asked anew each time, so that a resized window needs no signal; where there is none to ask, COLUMNS and LINES,
    /// else 80 × 24.
    package var size: Size {
        if let fixed { return fixed }
        var window = winsize()
        guard ioctl(output.descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return fallback }
        let rows = window.ws_row > 0 ? Int(window.ws_row) : fallback.rows
        return Size(columns: Int(window.ws_col), rows: rows)
    }
}

/// The values of `--color`.
package enum ColorChoice: String, CaseIterable, Sendable {
    case auto, always, never
}

/// The parameters of every command that prints: `let output = OutputParameters()`.
package struct OutputParameters: ParameterGroup {
    package let color = Option("color", .choice, default: ColorChoice.auto, help: "when to use colours")
    package let json = Flag("json", help: "print JSON, one value a line, for programs")
    package let quiet = Flag("quiet", short: "q", help: "show no progress")

    package init() {}
}
