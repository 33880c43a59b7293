/// Why the content of a campaign cannot be sent: found before the first message, so nobody got anything.
package struct CampaignContentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// As dead letters say it.
    package enum Code: String, CaseIterable, Sendable {
        case templateTooLong = "template-too-long"
        case templateNotUTF8 = "template-not-utf-8"
        case emptyTemplate = "template-empty"
        case onlyHeaders = "template-only-headers"
        case malformedTag = "template-malformed-tag"
        case unknownField = "template-unknown-field"
        case unbalancedSection = "template-unbalanced-section"
        case invalidSender = "sender-invalid"
        case invalidSubject = "subject-invalid"
        case invalidCampaignID = "campaign-id-invalid"
        case invalidUnsubscribe = "unsubscribe-invalid"
    }

    package let code: Code
    /// The template or setting, as the user knows it: `subject`, `text`, `from`, a file's name.
    package let part: String
    /// Counted from 1, 0 when the place does not matter.
    package let line: Int
    /// Counted in bytes, from 1.
    package let column: Int
    /// What is wrong and what to do.
    package let message: String

    init(_ code: Code, in part: String, line: Int = 0, column: Int = 0, _ message: String) {
        self.code = code
        self.part = part
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String {
        line == 0 ? "\(part): \(message)" : "\(part), line \(line), column \(column): \(message)"
    }
}
