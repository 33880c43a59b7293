import Glibc

/// A program with commands, or groups of commands: parses its command line, runs what was asked for, and says in one
/// line what went wrong.
///
/// A mistake in the declarations (two options of one name, a positional behind one that takes the rest) traps at
/// the start, with the reason.
package struct Program: Sendable {
    /// A heading in the list of commands.
    package struct Section: Sendable {
        let title: String
        let entries: [Entry]

        package init(_ title: String, _ entries: [Entry]) {
            self.title = title
            self.entries = entries
        }
    }

    package enum Entry: Sendable {
        case command(any Command)
        /// Commands under one word: `longhaul dead list`, `longhaul dead requeue`.
        case group(_ name: String, _ summary: String, _ commands: [any Command])

        var name: String {
            switch self {
            case .command(let command): command.name
            case .group(let name, _, _): name
            }
        }

        var summary: String {
            switch self {
            case .command(let command): command.summary
            case .group(_, let summary, _): summary
            }
        }
    }

    /// What the words of a command line ask for.
    package enum Request: Sendable {
        case run(any Command, Arguments)
        case help(HelpPage)
        case version
        /// The words end before they name a command: its help is shown, as a mistake.
        case incomplete(HelpPage)
    }

    package let name: String
    package let summary: String
    package let version: String
    /// Comes before an option's name in its derived environment variable: "LONGHAUL".
    package let environmentPrefix: String
    let sections: [Section]

    package init(
        _ name: String, _ summary: String, version: String, environmentPrefix: String, sections: [Section]
    ) {
        self.name = name
        self.summary = summary
        self.version = version
        self.environmentPrefix = environmentPrefix
        self.sections = sections
        checkDeclarations()
    }

    var entries: [Entry] { sections.flatMap(\.entries) }

    /// Runs the process's own command line and ends the process. Ignores SIGPIPE from here on (a reader that went
    /// away is an `OutputError`); programs started later inherit that.
    package func main() async -> Never {
        _ = signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        let code = await run(words, environment: .process, output: .standardOutput, errors: .standardError)
        exit(code.rawValue)
    }

    /// Runs the words behind the program's name. Help goes to `output`, mistakes go to `errors`.
    package func run(_ words: [String], environment: Environment, output: Output, errors: Output) async -> ExitCode {
        var invocation = name
        do {
            switch try request(of: words, environment: environment) {
            case .run(let command, let arguments):
                invocation = arguments.invocation
                return try await command.run(arguments)
            case .help(let page):
                try output.write(page.text(width: output.textWidth(environment)))
                return .done
            case .version:
                try output.write("\(name) \(version)\n")
                return .done
            case .incomplete(let page):
                try errors.write(page.text(width: errors.textWidth(environment)))
                return .usage
            }
        } catch let error as UsageError {
            return report("\(error)", as: .usage, to: errors)
        } catch OutputError.closed {
            return .outputClosed
        } catch let failure as CommandFailure {
            return report("\(invocation): \(failure.message)", as: failure.code, to: errors)
        } catch {
            return report("\(invocation): \(error)", as: .failed, to: errors)
        }
    }

    /// What the words behind the program's name ask for, with every parameter checked. Runs nothing.
    package func request(of words: [String], environment: Environment) throws(UsageError) -> Request {
        var words = words[...]
        var asksForHelp = words.first == "help"
        if asksForHelp { words = words.dropFirst() }
        guard let first = words.popFirst() else { return asksForHelp ? .help(overview) : .incomplete(overview) }
        if isHelpFlag(first) { return .help(overview) }
        if first == "--version" { return .version }

        let entry = try lookUp(first, in: entries, name: \.name, within: name)
        let command: any Command
        var invocation = "\(name) \(first)"
        switch entry {
        case .command(let only):
            command = only
        case .group(let group, let summary, let commands):
            let page = HelpPage.group(program: name, name: group, summary: summary, commands: commands)
            guard let second = words.popFirst() else { return asksForHelp ? .help(page) : .incomplete(page) }
            if isHelpFlag(second) { return .help(page) }
            command = try lookUp(second, in: commands, name: \.name, within: invocation)
            invocation += " \(second)"
        }

        asksForHelp = asksForHelp || words.prefix { $0 != "--" }.contains(where: isHelpFlag)
        if asksForHelp { return .help(.command(command, invocation: invocation, prefix: environmentPrefix)) }
        do {
            let parser = CommandLineParser(parameters: command.parameters, environmentPrefix: environmentPrefix)
            let values = try parser.parse(words, environment: environment)
            return .run(command, Arguments(invocation: invocation, environment: environment, values: values))
        } catch {
            throw UsageError(invocation: invocation, problem: error)
        }
    }

    private var overview: HelpPage {
        .program(name: name, summary: summary, sections: sections)
    }

    private func isHelpFlag(_ word: String) -> Bool { word == "--help" || word == "-h" }

    private func lookUp<Named>(
        _ word: String, in candidates: [Named], name: (Named) -> String, within invocation: String
    ) throws(UsageError) -> Named {
        if let found = candidates.first(where: { name($0) == word }) { return found }
        let kind = word.hasPrefix("-") ? "flag" : "command"
        let names = candidates.map(name)
        let suggestion = nearestName(to: word, among: names).map { " (did you mean '\($0)'?)" }
        let problem = "unknown \(kind) \(quoted(word))\(suggestion ?? ""): expected \(listed(names))"
        throw UsageError(invocation: invocation, problem: UsageProblem(text: problem))
    }

    private func report(_ message: String, as code: ExitCode, to errors: Output) -> ExitCode {
        let line = DisplayText.printable(message.split(whereSeparator: \.isNewline).joined(separator: " "))
        // Where standard error is closed there is nobody left to tell.
        try? errors.write(line + "\n")
        return code
    }
}
