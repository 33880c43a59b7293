/// One verb of a program, in one file: its parameters as stored properties, its manual, and what it does.
///
///     struct Watch: Command {
///         let name = "watch"
///         let summary = "follow a job until it ends"
///         let job = Positional("job", .text, help: "the job's id, as `submit` printed it")
///         let interval = Option("interval", .duration(), default: .milliseconds(100), help: "time between updates")
///
///         func run(_ arguments: Arguments) async throws -> ExitCode {
///             try await follow(arguments[job], every: arguments[interval])
///         }
///     }
///
/// Each stored property that is a `Parameter`, or a `ParameterGroup` of them, belongs to the command line, in the
/// order of declaration. Nothing else lists them.
package protocol Command: Sendable {
    /// The word that calls it: small letters, digits and hyphens.
    var name: String { get }
    /// A line for the list of commands: starts small, has no full stop.
    var summary: String { get }
    var manual: Manual { get }

    /// Runs with every parameter already checked. What it throws is shown in one line; a `CommandFailure` chooses
    /// the exit code, any other error counts as `ExitCode.failed`.
    func run(_ arguments: Arguments) async throws -> ExitCode
}

extension Command {
    package var manual: Manual { Manual() }

    /// The parameters in the order of declaration, groups flattened.
    var parameters: [any Parameter] { reflectedParameters(of: self) }
}

/// Parameters that several commands share: a struct with the parameters as stored properties.
package protocol ParameterGroup: Sendable {}

/// What `--help` teaches beyond the parameters. Text is wrapped to the terminal; "\n" starts a new paragraph.
package struct Manual: Sendable {
    package struct Example: Sendable {
        package let line: String
        package let explanation: String

        package init(_ line: String, _ explanation: String) {
            self.line = line
            self.explanation = explanation
        }
    }

    package let discussion: String
    package let examples: [Example]
    /// The codes that mean something particular here. `ExitCode.usage` goes without saying.
    package let exitCodes: [ExitCode]

    package init(discussion: String = "", examples: [Example] = [], exitCodes: [ExitCode] = []) {
        self.discussion = discussion
        self.examples = examples
        self.exitCodes = exitCodes
    }
}

/// Ends a command with a message of one line, and the code that says what kind of failure it was.
package struct CommandFailure: Error, CustomStringConvertible {
    package let code: ExitCode
    /// What went wrong, and what to do next.
    package let message: String

    package init(_ code: ExitCode, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

private func reflectedParameters(of container: Any) -> [any Parameter] {
    Mirror(reflecting: container).children.flatMap { child -> [any Parameter] in
        if let parameter = child.value as? any Parameter { return [parameter] }
        if let group = child.value as? any ParameterGroup { return reflectedParameters(of: group) }
        return []
    }
}
