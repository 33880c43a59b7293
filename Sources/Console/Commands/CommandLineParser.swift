/// Turns the words behind a command's name into typed values.
///
/// - `--name value`, `--name=value`, `-n value`; flags also as `--no-name`.
/// - `--` ends the flags: what follows is positional, whatever it looks like. So is a lone `-`.
/// - A word that starts with a hyphen is no value unless it is a number; `--name=-x` says so.
struct CommandLineParser {
    let parameters: [any Parameter]
    let environmentPrefix: String

    /// The values by the parameters' labels, one for each parameter.
    func parse(_ words: ArraySlice<String>, environment: Environment) throws(UsageProblem) -> [String: any Sendable] {
        var given = try sort(words)
        for specification in parameters.map(\.specification) where given[specification.label] == nil {
            given[specification.label] = values(from: environment, for: specification)
        }
        var values: [String: any Sendable] = [:]
        for parameter in parameters {
            values[parameter.specification.label] = try erasedValue(of: parameter, given: given)
        }
        return values
    }

    private func erasedValue(
        of parameter: some Parameter, given: [String: [GivenValue]]
    ) throws(UsageProblem) -> any Sendable {
        try parameter.value(of: given[parameter.specification.label] ?? [])
    }

    /// Gives each word to the parameter it belongs to.
    private func sort(_ words: ArraySlice<String>) throws(UsageProblem) -> [String: [GivenValue]] {
        var words = words
        var given: [String: [GivenValue]] = [:]
        var positionals = parameters.map(\.specification).filter { $0.form == .positional }[...]
        var flagsHaveEnded = false

        while let word = words.popFirst() {
            if !flagsHaveEnded, word == "--" {
                flagsHaveEnded = true
            } else if !flagsHaveEnded, looksLikeFlag(word) {
                let (label, value) = try named(word, rest: &words)
                given[label, default: []].append(value)
            } else {
                guard let next = positionals.first else { throw unexpected(word) }
                given[next.label, default: []].append(GivenValue(source: next.label, text: word))
                if !next.isRepeated { positionals.removeFirst() }
            }
        }
        return given
    }

    /// Reads one `--name`, with its value from the same word or from the next one.
    private func named(
        _ word: String, rest: inout ArraySlice<String>
    ) throws(UsageProblem) -> (label: String, value: GivenValue) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let spelling = String(parts[0])
        let attached = parts.count > 1 ? String(parts[1]) : nil
        guard let (specification, isNegated) = find(spelling) else { throw unknown(spelling) }
        let label = specification.label

        if specification.form == .flag {
            if let attached {
                let name = specification.name
                throw UsageProblem(
                    text: "\(spelling) \(quoted(attached)): expected no value, only --\(name) or --no-\(name)")
            }
            return (label, GivenValue(source: spelling, text: isNegated ? "no" : "yes"))
        }
        if let attached { return (label, GivenValue(source: spelling, text: attached)) }
        guard let next = rest.first, !looksLikeFlag(next), next != "--" else {
            throw UsageProblem(text: "\(spelling) has no value: expected \(spelling) \(specification.placeholder)")
        }
        rest.removeFirst()
        return (label, GivenValue(source: spelling, text: next))
    }

    private func find(_ spelling: String) -> (specification: ParameterSpecification, isNegated: Bool)? {
        for specification in parameters.map(\.specification) where specification.form != .positional {
            if spelling == "--\(specification.name)" { return (specification, false) }
            if let short = specification.short, spelling == "-\(short)" { return (specification, false) }
            if specification.form == .flag, spelling == "--no-\(specification.name)" { return (specification, true) }
        }
        return nil
    }

    private func values(from environment: Environment, for specification: ParameterSpecification) -> [GivenValue]? {
        guard let name = specification.environment else { return nil }
        let variable = name.resolved(prefix: environmentPrefix, option: specification.name)
        guard let text = environment[variable] else { return nil }
        let texts = specification.isRepeated ? text.split(separator: ",").map(String.init) : [text]
        return texts.map { GivenValue(source: variable, text: $0) }
    }

    private func looksLikeFlag(_ word: String) -> Bool {
        guard word.first == "-", let second = word.dropFirst().first else { return false }
        return !second.isASCIIDigit
    }

    private func unknown(_ spelling: String) -> UsageProblem {
        let names = parameters.map(\.specification).filter { $0.form != .positional }.map { "--\($0.name)" }
        let suggestion = nearestName(to: spelling, among: names + ["--help"]).map { " (did you mean '\($0)'?)" }
        return UsageProblem(
            text: "unknown flag \(quoted(spelling))\(suggestion ?? ""): expected one of this command's flags")
    }

    private func unexpected(_ word: String) -> UsageProblem {
        let labels = parameters.map(\.specification).filter { $0.form == .positional }.map(\.label)
        let expected = labels.isEmpty ? "flags only" : "\(labels.joined(separator: " ")) and no more"
        return UsageProblem(text: "unexpected argument \(quoted(word)): expected \(expected)")
    }
}
