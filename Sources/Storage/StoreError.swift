/// What is wrong with a store, and what to do about it.
package struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: Sendable {
        /// Another process has it.
        case locked
        /// It can't be opened where it is.
        case inaccessible
        /// It is something else.
        case unusable
        /// Written by a version that this one can't read.
        case unreadable
        /// A row's checksum does not fit, or rows are missing or contradict each other.
        case damaged
        /// Nothing was written: the disk, or memory, is full.
        case full
        /// Another writer has taken over.
        case deposed
        /// It failed in a way that leaves open what was written.
        case failed
    }

    package let code: Code
    /// What was wrong, and where.
    package let message: String
    /// What to do next.
    package let advice: String

    package init(_ code: Code, _ message: String, _ advice: String) {
        self.code = code
        self.message = message
        self.advice = advice
    }

    package var description: String { "\(message); \(advice)" }
}
