/// Why an expression or a time zone can't be used: for those who wrote it.
package struct CalendarError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, where, and what is expected.
    package let description: String

    init(_ description: String) { self.description = description }
}
