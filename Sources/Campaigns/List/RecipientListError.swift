/// Why a list of recipients cannot be used. `message` says what was found and what to do next.
package struct RecipientListError: Error, Equatable, Sendable, CustomStringConvertible {
    /// As dead letters say it.
    package enum Code: String, CaseIterable, Sendable {
        /// The list breaks the rules; `problems` says where.
        case invalidList = "list-invalid"
        /// The list is not the one that was indexed.
        case listChanged = "list-changed"
        /// The index is not one, is of another version or list, or is damaged: build it again.
        case unusableIndex = "list-index-unusable"
        /// Indexes can't be kept where they should be.
        case unusableFolder = "list-folder-unusable"
        case outOfRange = "list-out-of-range"
        case inputOutput = "list-unreadable"
    }

    package let code: Code
    package let message: String
    /// The first problems found, in the order of the file; only with `invalidList`.
    package let problems: [RecipientListProblem]

    init(_ code: Code, _ message: String, problems: [RecipientListProblem] = []) {
        self.code = code
        self.message = message
        self.problems = problems
    }

    package var description: String { text(upTo: .max) }

    /// The message and as many problems as fit into so many bytes, with the number of the others; one line.
    package func text(upTo limit: Int) -> String {
        var text = message
        for (number, problem) in problems.enumerated() {
            let next = "\(number == 0 ? "" : ";") \(problem)"
            let rest = "; and \(problems.count - number) more"
            let isLast = number == problems.count - 1
            guard text.utf8.count + next.utf8.count + (isLast ? 0 : rest.utf8.count) <= limit else {
                return text + rest
            }
            text += next
        }
        return text
    }
}

/// One thing that is wrong in a list, and what to do about it.
package struct RecipientListProblem: Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package let line: UInt64
    /// Counted in bytes, from 1.
    package let column: UInt64
    package let message: String

    package var description: String {
        "line \(line), column \(column): \(message)"
    }
}
