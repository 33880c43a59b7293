import Testing

@testable import Console

@Suite struct CommandLineTests {
    let send = Sample.Send()
    let watch = Sample.Watch()

    @Test func defaultsStandInForWhatIsNotGiven() throws {
        let arguments = try Sample.arguments("send", "--list", "a.csv")
        #expect(arguments[send.list] == "a.csv")
        #expect(arguments[send.rate] == nil)
        #expect(arguments[send.timeout] == .seconds(90))
        #expect(arguments[send.color] == .auto)
        #expect(arguments[send.wait])
        #expect(!arguments[send.dryRun])
        #expect(arguments[send.connection.scheduler] == [HostAndPort(host: "127.0.0.1", port: 7600)])
        #expect(arguments.invocation == "haul send")
    }

    @Test func everySpellingIsRead() throws {
        let arguments = try Sample.arguments(
            "send", "-l", "a.csv", "--rate=12", "--timeout", "1m30s", "--color", "never", "--no-wait",
            "-n", "--scheduler", "a:1", "--scheduler=[::1]:2")
        #expect(arguments[send.list] == "a.csv")
        #expect(arguments[send.rate] == 12)
        #expect(arguments[send.timeout] == .seconds(90))
        #expect(arguments[send.color] == .never)
        #expect(!arguments[send.wait])
        #expect(arguments[send.dryRun])
        #expect(
            arguments[send.connection.scheduler] == [
                HostAndPort(host: "a", port: 1), HostAndPort(host: "::1", port: 2),
            ])
    }

    @Test func theCommandLineComesBeforeTheEnvironment() throws {
        let environment = ["SEND_RATE": "7", "HAUL_DRY_RUN": "yes", "HAUL_SCHEDULER": "b,c:3", "HAUL_LIST": "no.csv"]
        let fromBoth = try Sample.arguments("send", "--list", "a", "--rate", "8", environment: environment)
        #expect(fromBoth[send.rate] == 8)
        #expect(fromBoth[send.dryRun])
        #expect(
            fromBoth[send.connection.scheduler] == [
                HostAndPort(host: "b", port: 7600), HostAndPort(host: "c", port: 3),
            ])

        let emptied = try Sample.arguments("send", "--list", "a", environment: ["SEND_RATE": ""])
        #expect(emptied[send.rate] == nil)
    }

    @Test func aFlagGivenTwiceCountsAsItWasLast() throws {
        #expect(try !Sample.arguments("send", "-l", "a", "--wait", "--no-wait")[send.wait])
        #expect(try Sample.arguments("send", "-l", "a", "--no-wait", "--wait")[send.wait])
    }

    @Test func positionalsTakeTheirPlaces() throws {
        let one = try Sample.arguments("watch", "j1", "1")
        #expect(one[watch.job] == "j1")
        #expect(one[watch.depth] == 1)
        #expect(one[watch.rest] == [])

        let many = try Sample.arguments("watch", "j1", "3", "--", "--x", "--", "-")
        #expect(many[watch.depth] == 3)
        #expect(many[watch.rest] == ["--x", "--", "-"])
    }

    @Test func aNumberBelowZeroIsNoFlag() {
        #expect(problem("watch", "j", "-3") == "haul watch: DEPTH '-3': expected an integer from 0 to 9")
    }

    @Test(arguments: [
        (["send"], "haul send: --list is missing: expected a path"),
        (["send", "--list"], "haul send: --list has no value: expected --list PATH"),
        (["send", "--list", "--wait"], "haul send: --list has no value: expected --list PATH"),
        (["send", "--list="], "haul send: --list '': expected a path"),
        (
            ["send", "--lst", "a"],
            "haul send: unknown flag '--lst' (did you mean '--list'?): expected one of this command's flags"
        ),
        (["send", "--zebra"], "haul send: unknown flag '--zebra': expected one of this command's flags"),
        (["send", "-x"], "haul send: unknown flag '-x': expected one of this command's flags"),
        (["send", "-l", "a", "--rate", "0"], "haul send: --rate '0': expected an integer from 1 to 100000"),
        (["send", "-l", "a", "--rate", "1x"], "haul send: --rate '1x': expected an integer from 1 to 100000"),
        (["send", "-l", "a", "-l", "b"], "haul send: -l is given twice, 'a' and 'b': expected once"),
        (
            ["send", "-l", "a", "--wait=maybe"],
            "haul send: --wait 'maybe': expected no value, only --wait or --no-wait"
        ),
        (
            ["send", "-l", "a", "--timeout", "90"],
            "haul send: --timeout '90': expected a duration such as 250ms, 2s, 5m, 1h or 7d, from 1s to 1h"
        ),
        (["send", "-l", "a", "--color", "red"], "haul send: --color 'red': expected auto, always or never"),
        (
            ["send", "-l", "a", "--scheduler", "a:b"],
            "haul send: --scheduler 'a:b': expected an address such as 127.0.0.1:7600 or [::1]:7600; "
                + "the port may be left out: 7600"
        ),
        (["send", "-l", "a", "b"], "haul send: unexpected argument 'b': expected flags only"),
        (["watch"], "haul watch: JOB is missing: expected 1 to 16 bytes of text"),
        (["watch", "12345678901234567"], "haul watch: JOB '12345678901234567': expected 1 to 16 bytes of text"),
        (
            ["dead", "list", "\u{1B}[2J\n"],
            "haul dead list: unexpected argument '\u{FFFD}[2J\u{FFFD}': expected flags only"
        ),
    ])
    func aMistakeIsOneLine(words: [String], expected: String) {
        let command = expected.prefix { $0 != ":" }
        #expect(problem(words) == expected)
        #expect(mistake(words)?.description == "\(expected); try '\(command) --help'")
    }

    @Test(arguments: [
        (["wach"], "haul: unknown command 'wach' (did you mean 'watch'?): expected send, watch or dead"),
        (["--quiet"], "haul: unknown flag '--quiet': expected send, watch or dead"),
        (
            ["dead", "reqeue"],
            "haul dead: unknown command 'reqeue' (did you mean 'requeue'?): expected list or requeue"
        ),
    ])
    func anUnknownCommandNamesTheOthers(words: [String], expected: String) {
        #expect(problem(words) == expected)
    }

    @Test func aMistakeInTheEnvironmentNamesTheVariable() {
        let environment = Environment(["SEND_RATE": "fast", "HAUL_DRY_RUN": "perhaps"])
        #expect(
            mistake(["send", "-l", "a"], environment)?.problem.text
                == "SEND_RATE 'fast': expected an integer from 1 to 100000")
        #expect(
            mistake(["send", "-l", "a", "--rate", "1"], environment)?.problem.text
                == "HAUL_DRY_RUN 'perhaps': expected yes or no")
    }

    @Test func aLongValueIsCutInTheMessage() throws {
        let error = try #require(mistake(["send", "-l", "a", "--color", String(repeating: "x", count: 500)]))
        #expect(error.description.utf8.count < 200)
    }

    @Test func theLimitOfTextIsExact() throws {
        #expect(throws: Never.self) { try Sample.arguments("watch", String(repeating: "x", count: 15), "1") }
        #expect(throws: Never.self) { try Sample.arguments("watch", String(repeating: "x", count: 16), "1") }
        #expect(throws: UsageError.self) { try Sample.arguments("watch", String(repeating: "x", count: 17), "1") }
    }

    private func problem(_ words: String...) -> String? { problem(words) }

    private func problem(_ words: [String]) -> String? {
        mistake(words).map { "\($0.invocation): \($0.problem.text)" }
    }

    private func mistake(_ words: [String], _ environment: Environment = Environment([:])) -> UsageError? {
        do {
            _ = try Sample.program.request(of: words, environment: environment)
            return nil
        } catch {
            return error
        }
    }
}

@Suite struct DeclarationTests {
    struct TwoOfAName: Command {
        let name = "twice"
        let summary = "declares an option twice"
        let one = Option("x", .text(), help: "")
        let two = Flag("x", help: "")
        func run(_ arguments: Arguments) async throws -> ExitCode { .done }
    }

    struct RestFirst: Command {
        let name = "order"
        let summary = "has a positional behind one that takes the rest"
        let one = Positional(rest: "one", .text(), help: "")
        let two = Positional("two", .text(), help: "")
        func run(_ arguments: Arguments) async throws -> ExitCode { .done }
    }

    @Test func twoOptionsOfOneNameTrap() async {
        await #expect(processExitsWith: .failure) { _ = program(of: TwoOfAName()) }
    }

    @Test func aPositionalBehindTheRestTraps() async {
        await #expect(processExitsWith: .failure) { _ = program(of: RestFirst()) }
    }

    @Test func aParameterOfAnotherCommandTraps() async {
        await #expect(processExitsWith: .failure) {
            let arguments = try Sample.arguments("dead", "list")
            _ = arguments[Sample.Watch().job]
        }
    }
}

private func program(of command: any Command) -> Program {
    Program("p", "is wrong", version: "0", environmentPrefix: "P", sections: [.init("All", [.command(command)])])
}
