extension Program {
    /// Traps on declarations that no command line could satisfy, or that would hide one another.
    func checkDeclarations() {
        requireUnique(entries.map(\.name), of: name)
        for entry in entries {
            switch entry {
            case .command(let command):
                checkParameters(of: command)
            case .group(let group, _, let commands):
                requireUnique(commands.map(\.name), of: "\(name) \(group)")
                commands.forEach(checkParameters)
            }
        }
    }

    private func checkParameters(of command: any Command) {
        let specifications = command.parameters.map(\.specification)
        let named = specifications.filter { $0.form != .positional }
        let spellings = named.flatMap { ["--\($0.name)"] + ($0.form == .flag ? ["--no-\($0.name)"] : []) }
        requireUnique(spellings + ["--help"], of: command.name)
        requireUnique(named.compactMap { $0.short.map(String.init) } + ["h"], of: command.name)

        let positionals = specifications.filter { $0.form == .positional }
        requireUnique(positionals.map(\.name), of: command.name)
        precondition(
            positionals.dropLast().allSatisfy { !$0.isRepeated },
            "\(command.name): only the last positional may take the rest")
    }

    private func requireUnique(_ names: [String], of owner: String) {
        var seen: Set<String> = []
        for name in names {
            precondition(seen.insert(name).inserted, "\(owner) declares '\(name)' twice")
        }
    }
}
