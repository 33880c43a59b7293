@testable import Console

/// A small program with one parameter of each kind, which the tests of parsing and help share.
enum Sample {
    static let program = Program(
        "haul", "moves things", version: "1.2.3", environmentPrefix: "HAUL",
        sections: [
            Program.Section("Moving", [.command(Send()), .command(Watch())]),
            Program.Section(
                "Dead letters", [.group("dead", "look after what failed", [ListDead(), RequeueDead()])]),
        ])

    struct Connection: ParameterGroup {
        let scheduler = Option(
            repeated: "scheduler", .address(defaultPort: 7600), default: [HostAndPort(host: "127.0.0.1", port: 7600)],
            environment: .derived, help: "where a scheduler listens")
    }

    struct Send: Command {
        let name = "send"
        let summary = "send a list of things"
        let list = Option(required: "list", .path, short: "l", help: "the things, a CSV file with a heading")
        let rate = Option("rate", .integer(in: 1...100_000), environment: .named("SEND_RATE"), help: "things a second")
        let timeout = Option("timeout", .duration(in: .seconds(1) ... .seconds(3600)), default: .seconds(90), help: "h")
        let color = Option("color", .choice, default: ColorChoice.auto, help: "when to use colours")
        let wait = Flag("wait", default: true, help: "wait until all are sent")
        let dryRun = Flag("dry-run", short: "n", environment: .derived, help: "only say what would be sent")
        let connection = Connection()

        let manual = Manual(
            discussion: "Answers at once with the job's id.\nWhat is sent twice after a crash is bounded.",
            examples: [
                Manual.Example("haul send --list people.csv", "Send, and show a bar until the end:"),
                Manual.Example("haul send --list people.csv --no-wait", "Print the job's id and leave:"),
            ],
            exitCodes: [.failed, .unavailable])

        func run(_ arguments: Arguments) async throws -> ExitCode { .done }
    }

    struct Watch: Command {
        let name = "watch"
        let summary = "follow a job"
        let job = Positional("job", .text(upTo: 16), help: "the job's id")
        let depth = Positional("depth", .integer(in: 0...9), help: "levels to show")
        let rest = Positional(rest: "more", .text(), help: "what else there is")
        let failure: CommandFailure?

        init(failure: CommandFailure? = nil) {
            self.failure = failure
        }

        func run(_ arguments: Arguments) async throws -> ExitCode {
            if let failure { throw failure }
            return .done
        }
    }

    struct ListDead: Command {
        let name = "list"
        let summary = "list what failed"
        func run(_ arguments: Arguments) async throws -> ExitCode { .notFound }
    }

    struct RequeueDead: Command {
        let name = "requeue"
        let summary = "put failed things back to work"
        let job = Option("job", .text(), help: "only those of one job")
        func run(_ arguments: Arguments) async throws -> ExitCode { throw OutputError.closed }
    }

    /// The arguments of a command line that is right, and the command they are for.
    static func arguments(_ words: String..., environment: [String: String] = [:]) throws -> Arguments {
        guard case .run(_, let arguments) = try program.request(of: words, environment: Environment(environment)) else {
            throw CommandFailure(.failed, "not a command to run")
        }
        return arguments
    }
}
