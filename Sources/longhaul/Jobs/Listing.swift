import Console
import Glibc
import Platform

/// How a command prints rows: a table for people, a line of JSON each for programs.
struct Listing: ParameterGroup {
    let json = Flag("json", help: "print JSON, one value a line, for programs")

    /// `nothing` is said, on standard error, in the place of an empty table.
    func print<Row>(
        _ rows: [Row], _ columns: [Table.Column], nothing: String, _ arguments: Arguments, json: (Row) -> JSON,
        cells: (Row) -> [String]
    ) throws {
        if arguments[self.json] {
            return try Output.standardOutput.write(rows.map { json($0).text + "\n" }.joined())
        }
        guard !rows.isEmpty else { return try Output.standardError.write(nothing + "\n") }
        var table = Table(columns)
        for row in rows { table.append(cells(row)) }
        let terminal = Terminal(descriptor: 1, environment: arguments.environment)
        try Output.standardOutput.write(table.text(width: terminal.isInteractive ? terminal.size.columns : nil))
    }

    /// One value: as a line of JSON, or in words.
    func print(_ arguments: Arguments, json: JSON, words: String) throws {
        try Output.standardOutput.write((arguments[self.json] ? json.text : words) + "\n")
    }
}

extension Format {
    /// How long ago a moment of the wall clock was.
    static func age(since unixMilliseconds: Int64) -> String {
        age(.milliseconds(WallClock.unixMilliseconds() - unixMilliseconds))
    }
}
