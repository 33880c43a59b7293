import Testing

@testable import Console

@Suite struct HelpTests {
    @Test func aCommandIsExplained() throws {
        #expect(
            try help("send", "--help", width: 80) == """
                Usage: haul send [options] --list PATH

                Send a list of things.

                Answers at once with the job's id.

                What is sent twice after a crash is bounded.

                Options:
                  -l, --list PATH         the things, a CSV file with a heading (required)
                      --rate N            things a second (environment: SEND_RATE)
                      --timeout DURATION  h (default: 1m30s)
                      --color auto|always|never
                                          when to use colours (default: auto)
                      --[no-]wait         wait until all are sent (default: yes)
                  -n, --[no-]dry-run      only say what would be sent (environment:
                                          HAUL_DRY_RUN)
                      --scheduler HOST:PORT
                                          where a scheduler listens (may be repeated; default:
                                          127.0.0.1:7600; environment: HAUL_SCHEDULER)
                  -h, --help              show this text

                Examples:
                  # Send, and show a bar until the end:
                  haul send --list people.csv

                  # Print the job's id and leave:
                  haul send --list people.csv --no-wait

                Exit codes:
                  0  done; a job that was waited for succeeded
                  1  the job failed or was cancelled, or the command could not do its work
                  2  the command line is wrong; nothing was done
                  5  no service could be reached, or none answered in time; the message says
                     when a job was accepted all the same

                """)
    }

    @Test func theProgramListsItsCommandsInGroups() throws {
        #expect(
            try help("--help", width: 60) == """
                Usage: haul COMMAND [options]

                Moves things.

                Moving:
                  send   send a list of things
                  watch  follow a job

                Dead letters:
                  dead  look after what failed

                'haul COMMAND --help' explains a command; 'haul --version'
                names the version.

                """)
    }

    @Test func aGroupListsItsCommands() throws {
        #expect(
            try help("dead", "--help", width: 60) == """
                Usage: haul dead COMMAND [options]

                Look after what failed.

                Commands:
                  list     list what failed
                  requeue  put failed things back to work

                'haul dead COMMAND --help' explains a command.

                """)
    }

    @Test func positionalsStandInTheSynopsis() throws {
        let text = try help("watch", "--help", width: 80)
        #expect(text.hasPrefix("Usage: haul watch [options] JOB DEPTH [MORE...]\n"))
        #expect(text.contains("Arguments:\n  JOB    the job's id\n  DEPTH  levels to show\n"))
    }

    @Test(arguments: [
        ["send", "-h"], ["help", "send"], ["send", "--list", "x", "--help"], ["send", "--nonsense", "-h"],
    ])
    func everyWayOfAskingGivesTheSame(words: [String]) throws {
        #expect(try help(words, width: 80) == help("send", "--help", width: 80))
    }

    @Test func helpBehindTheEndOfFlagsIsAValue() throws {
        let arguments = try Sample.arguments("watch", "--", "--help", "1")
        #expect(arguments[Sample.Watch().job] == "--help")
    }

    @Test(arguments: [40, 60, 80, 100])
    func noLineIsWiderThanTheTerminal(width: Int) throws {
        let lines = try help("send", "--help", width: width).split(separator: "\n")
        #expect(lines.filter { DisplayText.width(String($0)) > width && !$0.contains("haul send --list") } == [])
    }

    @Test func aVeryNarrowOrWideTerminalIsHeldToWhatReadsWell() throws {
        #expect(try help("send", "--help", width: 3) == help("send", "--help", width: 40))
        #expect(try help("send", "--help", width: 900) == help("send", "--help", width: 100))
    }

    private func help(_ words: String..., width: Int) throws -> String { try help(words, width: width) }

    private func help(_ words: [String], width: Int) throws -> String {
        guard case .help(let page) = try Sample.program.request(of: words, environment: Environment([:])) else {
            throw CommandFailure(.failed, "not a call for help")
        }
        return page.text(width: width)
    }
}
