/// Something a command line can give: an `Option`, a `Flag` or a `Positional`. Declared once, as a stored property
/// of a command; read back typed, with `arguments[property]`.
package protocol Parameter<Value>: Sendable {
    associatedtype Value: Sendable

    var specification: ParameterSpecification { get }

    /// The typed value of what was given; of nothing: the default.
    func value(of given: [GivenValue]) throws(UsageProblem) -> Value
}

/// A parameter without its type: what the parser and the help text need.
package struct ParameterSpecification: Sendable {
    enum Form: Sendable {
        case option, flag, positional
    }

    let form: Form
    /// Without dashes.
    let name: String
    let short: Character?
    /// Stands for the value in help texts: "FILE".
    let placeholder: String
    let help: String
    /// As the user would type it.
    let defaultText: String?
    let environment: EnvironmentName?
    let isRequired: Bool
    let isRepeated: Bool

    /// As it is called in messages: "--list", or "JOB".
    var label: String { form == .positional ? placeholder : "--\(name)" }
}

/// The variable that gives an option's value when the command line does not. Options have none unless they name one:
/// a forgotten variable must not widen what a `discard` discards.
package enum EnvironmentName: Sendable {
    /// The program's prefix and the option's name: `--scheduler` of `longhaul` is LONGHAUL_SCHEDULER.
    case derived
    case named(String)

    func resolved(prefix: String, option: String) -> String {
        switch self {
        case .derived: "\(prefix)_\(String(option.map { $0 == "-" ? "_" : $0 }).uppercased())"
        case .named(let name): name
        }
    }
}

/// A value's text, and where it came from: messages name that place.
package struct GivenValue: Sendable, Equatable {
    /// "--list", "LONGHAUL_LIST" or "JOB".
    let source: String
    let text: String
}

/// What is wrong with the words given: one line, without the command's name.
package struct UsageProblem: Error, Equatable {
    let text: String

    static func malformed(_ given: GivenValue, expected: String) -> UsageProblem {
        UsageProblem(text: "\(given.source) \(quoted(given.text)): expected \(expected)")
    }

    static func missing(_ label: String, expected: String) -> UsageProblem {
        UsageProblem(text: "\(label) is missing: expected \(expected)")
    }

    static func givenTwice(_ first: GivenValue, _ second: GivenValue) -> UsageProblem {
        UsageProblem(
            text: "\(second.source) is given twice, \(quoted(first.text)) and \(quoted(second.text)): expected once")
    }
}

/// A wrong command line: one line that names the argument, the value, what was expected, and where help is.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    /// The words that led to the command: "longhaul dead requeue".
    package let invocation: String
    package let problem: UsageProblem

    package var description: String { "\(invocation): \(problem.text); try '\(invocation) --help'" }
}

/// In single quotes, harmless to a terminal, and never longer than a line has room for.
func quoted(_ text: String) -> String {
    "'\(DisplayText.truncated(DisplayText.printable(text), to: 60))'"
}
