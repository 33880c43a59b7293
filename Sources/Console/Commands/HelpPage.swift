/// A help text before it meets a width: headed blocks of paragraphs and of two-column rows.
package struct HelpPage: Sendable {
    enum Block: Sendable {
        case usage(String)
        case text(String)
        case rows(title: String, rows: [Row])
        /// Lines to copy, each under what it does; never wrapped.
        case examples([Manual.Example])
    }

    struct Row: Sendable {
        let term: String
        let explanation: String
    }

    let blocks: [Block]

    static func program(name: String, summary: String, sections: [Program.Section]) -> HelpPage {
        let commands = sections.map { section in
            Block.rows(
                title: section.title, rows: section.entries.map { Row(term: $0.name, explanation: $0.summary) })
        }
        return HelpPage(
            blocks: [.usage("\(name) COMMAND [options]"), .text(sentence(summary))] + commands + [
                .text("'\(name) COMMAND --help' explains a command; '\(name) --version' names the version.")
            ])
    }

    static func group(program: String, name: String, summary: String, commands: [any Command]) -> HelpPage {
        HelpPage(blocks: [
            .usage("\(program) \(name) COMMAND [options]"),
            .text(sentence(summary)),
            .rows(title: "Commands", rows: commands.map { Row(term: $0.name, explanation: $0.summary) }),
            .text("'\(program) \(name) COMMAND --help' explains a command."),
        ])
    }

    static func command(_ command: any Command, invocation: String, prefix: String) -> HelpPage {
        let specifications = command.parameters.map(\.specification)
        let positionals = specifications.filter { $0.form == .positional }
        let options = specifications.filter { $0.form != .positional }
        let manual = command.manual

        var blocks: [Block] = [
            .usage(synopsis(invocation, options: options, positionals: positionals)), .text(sentence(command.summary)),
        ]
        if !manual.discussion.isEmpty { blocks.append(.text(manual.discussion)) }
        if !positionals.isEmpty {
            blocks.append(.rows(title: "Arguments", rows: positionals.map { row($0, prefix: prefix) }))
        }
        let help = Row(term: "-h, --help", explanation: "show this text")
        blocks.append(.rows(title: "Options", rows: options.map { row($0, prefix: prefix) } + [help]))
        if !manual.examples.isEmpty { blocks.append(.examples(manual.examples)) }
        let codes = Set(manual.exitCodes + [.done, .usage])
        let codeRows = ExitCode.all.filter { codes.contains($0.code) }
            .map { Row(term: String($0.code.rawValue), explanation: $0.meaning) }
        blocks.append(.rows(title: "Exit codes", rows: codeRows))
        return HelpPage(blocks: blocks)
    }

    private static func synopsis(
        _ invocation: String, options: [ParameterSpecification], positionals: [ParameterSpecification]
    ) -> String {
        let required = options.filter(\.isRequired).map { "--\($0.name) \($0.placeholder)" }
        let places = positionals.map { positional in
            let repeated = positional.isRepeated ? "..." : ""
            return positional.isRequired
                ? "\(positional.placeholder)\(repeated)" : "[\(positional.placeholder)\(repeated)]"
        }
        return ([invocation, "[options]"] + required + places).joined(separator: " ")
    }

    private static func row(_ parameter: ParameterSpecification, prefix: String) -> Row {
        var remarks: [String] = []
        if parameter.form == .option, parameter.isRequired { remarks.append("required") }
        if parameter.form == .option, parameter.isRepeated { remarks.append("may be repeated") }
        if let text = parameter.defaultText { remarks.append("default: \(text)") }
        if let environment = parameter.environment {
            remarks.append("environment: \(environment.resolved(prefix: prefix, option: parameter.name))")
        }
        let explanation = remarks.isEmpty ? parameter.help : "\(parameter.help) (\(remarks.joined(separator: "; ")))"
        return Row(term: term(parameter), explanation: explanation)
    }

    private static func term(_ parameter: ParameterSpecification) -> String {
        let short = parameter.short.map { "-\($0), " } ?? "    "
        switch parameter.form {
        case .positional: return parameter.placeholder
        case .flag: return "\(short)--[no-]\(parameter.name)"
        case .option: return "\(short)--\(parameter.name) \(parameter.placeholder)"
        }
    }

    private static func sentence(_ summary: String) -> String {
        "\(summary.prefix(1).uppercased())\(summary.dropFirst())."
    }
}
