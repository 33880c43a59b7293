/// Collects lines of Swift, indented by nesting.
struct SourceWriter {
    private(set) var text = ""
    private var depth = 0

    /// The widest line that `swift format` accepts.
    private static let width = 120

    mutating func line(_ line: String = "") {
        if !line.isEmpty { text += String(repeating: " ", count: depth * 4) + line }
        text += "\n"
    }

    /// An empty line, but for the first thing in a block.
    mutating func separate() {
        if !text.hasSuffix("{\n") { line() }
    }

    mutating func block<Failure: Error>(
        _ head: String, closing: String = "}", _ body: (inout SourceWriter) throws(Failure) -> Void
    ) throws(Failure) {
        line(head + " {")
        depth += 1
        try body(&self)
        depth -= 1
        line(closing)
    }

    /// A comment of a .proto file as a doc comment; nothing for none.
    mutating func documentation(_ comment: String) {
        comments(comment, mark: "///")
    }

    mutating func comments(_ comment: String, mark: String) {
        let room = Self.width - depth * 4 - mark.count - 1
        for paragraph in comment.split(separator: "\n", omittingEmptySubsequences: true) {
            for wrapped in Self.wrap(paragraph.trimmed, to: room) { line("\(mark) \(wrapped)") }
        }
    }

    private static func wrap(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            if !current.isEmpty && current.count + 1 + word.count > width {
                lines.append(current)
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        if !current.isEmpty { lines.append(current) }
        return lines
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let start = drop { $0 == " " }
        return String(start[..<(start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex)])
    }
}
