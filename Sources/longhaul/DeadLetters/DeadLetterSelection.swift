import Console
import LonghaulClient

/// Which dead letters a command is about: those that match all that is given.
struct DeadLetterSelection: ParameterGroup {
    let job = Option("job", .job, help: "only those of this job")
    let queue = Option("queue", .text(upTo: 64), help: "only those of this queue")
    let code = Option("code", .text(upTo: 64), help: "only those with this failure code, such as '550 5.1.1'")
    let kind = Option("kind", .text(upTo: 64), help: "only those of tasks of this kind")
    let group = Option("group", .group, help: "only those of this group, as 'longhaul dead groups' printed it")
    let ids = Positional(rest: "ids", .letter, help: "only these; at most 1,000")

    func filter(_ arguments: Arguments) throws(CommandFailure) -> DeadLetterFilter {
        var filter = DeadLetterFilter()
        filter.ids = arguments[ids]
        filter.job = arguments[job]
        filter.queue = arguments[queue]
        filter.code = arguments[code]
        filter.kind = arguments[kind]
        filter.group = arguments[group]
        guard filter.ids.count <= 1000 else {
            throw CommandFailure(.usage, "\(filter.ids.count) ids: at most 1,000 at once")
        }
        return filter
    }
}

/// Letters that were named one by one must all be in a list. No letter of a job, of a queue or of a code is an answer, not
/// a mistake. `isWhole`: the list was not cut off.
func requireNamed(by filter: DeadLetterFilter, in letters: [DeadLetter], isWhole: Bool) throws(CommandFailure) {
    let found = Set(letters.map(\.id))
    let missing = filter.ids.filter { !found.contains($0) }
    guard isWhole, !missing.isEmpty else { return }
    if found.isEmpty { throw CommandFailure.noMatch }
    let names = missing.prefix(10).map(\.description).joined(separator: ", ") + (missing.count > 10 ? ", …" : "")
    throw CommandFailure(.notFound, "no dead letter that matches has the \(missing.count == 1 ? "id" : "ids") \(names)")
}

/// Where a command that changes letters changed none: whatever was named must match one, so that a mistyped code is
/// noticed. All of none there are is an answer.
func requireMatch(of filter: DeadLetterFilter, _ client: Client) async throws {
    if filter.everything { return }
    if let job = filter.job { _ = try await client.job(job) }
    throw CommandFailure.noMatch
}

extension CommandFailure {
    fileprivate static var noMatch: CommandFailure {
        CommandFailure(.notFound, "no dead letter matches; 'longhaul dead list' shows those there are")
    }
}

/// The same for commands that change things: "all there are" has to be said.
struct DeadLetterChoice: ParameterGroup {
    let selection = DeadLetterSelection()
    let all = Flag("all", help: "all there are")

    func filter(_ arguments: Arguments) throws(CommandFailure) -> DeadLetterFilter {
        var filter = try selection.filter(arguments)
        let isEmpty = filter == DeadLetterFilter()
        guard isEmpty == arguments[all] else {
            throw CommandFailure(
                .usage,
                isEmpty
                    ? "which dead letters? Name ids, --job, --queue, --kind, --code or --group, or say --all"
                    : "--all stands alone: leave it out to have only those that match the rest")
        }
        filter.everything = arguments[all]
        return filter
    }
}
