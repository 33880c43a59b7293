/// Why a list of recipients cannot be used. `message` says what was found and what to do next.
package struct RecipientListError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The list breaks the rules; `problems` says where.
        case invalidList
        /// The list is not the one that was indexed.
        case listChanged
        /// The index is not one, is of another version, or is damaged: build it again.
        case unusableIndex
        case outOfRange
        case inputOutput
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

    package var description: String {
        ([message] + problems.map { "  \($0)" }).joined(separator: "\n")
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
