import Console
import LonghaulClient

struct DeadGroupsCommand: Command {
    let name = "groups"
    let summary = "list what dead letters have in common, the largest groups first"

    let queue = Option("queue", .text(upTo: 64), help: "only those of this queue")
    let limit = Option("limit", .integer(in: 1...1_000), default: 100, help: "at most so many")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            A group has the letters of one queue with one cause and code whose texts differ in numbers, addresses, \
            quoted parts and ids only. Its id goes with --group of 'longhaul dead list', 'requeue' and 'discard'.
            """,
        examples: [
            Manual.Example("longhaul dead groups", "What goes wrong, and how often:"),
            Manual.Example("longhaul dead requeue --group 3xk9q2 --rate 20/s", "Once it is mended:"),
        ],
        exitCodes: [.unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let (groups, total) = try await Client.using(scheduler: scheduler, arguments) {
            try await $0.deadLetterGroups(queue: arguments[queue], limit: arguments[limit])
        }
        let columns: [Table.Column] = [
            Table.Column("GROUP"), Table.Column("LETTERS", .right), Table.Column("QUEUE", shrinks: true),
            Table.Column("CAUSE"), Table.Column("CODE", shrinks: true), Table.Column("FIRST", .right),
            Table.Column("LAST", .right), Table.Column("SAMPLE"), Table.Column("TEXT", shrinks: true),
        ]
        try listing.print(groups, columns, nothing: "no dead letters", arguments, json: { JSON($0) }) { group in
            [
                "\(group.id)", Format.count(group.letters), group.queue, group.cause.rawValue,
                group.sample.code.isEmpty ? "-" : group.sample.code, Format.age(since: group.first),
                Format.age(since: group.last), "\(group.sample.id)", DisplayText.firstLine(group.sample.reason),
            ]
        }
        if total > UInt64(groups.count), !arguments[listing.json] {
            try Output.standardError.write(
                "\(Format.count(total - UInt64(groups.count))) smaller groups are not shown\n")
        }
        return .done
    }
}

extension JSON {
    fileprivate init(_ group: DeadLetterGroup) {
        self = [
            "group": .string("\(group.id)"), "letters": JSON(group.letters), "queue": .string(group.queue),
            "cause": .string(group.cause.rawValue), "code": .string(group.sample.code),
            "first": JSON(time: group.first), "last": JSON(time: group.last), "sample": JSON(group.sample),
        ]
    }
}
