import Console
import Simulation

struct SimulateCommand: Command {
    let name = "run"
    let summary = "run seeds, and report promises that were broken"

    let seeds = Option("seeds", .integer(in: 1...1_000_000_000), default: 1_000, help: "how many seeds")
    let from = Option("from", .integer(in: 0...Int.max / 2), default: 1, help: "the first of them")
    let jobs = Option("jobs", .integer(in: 1...64), default: 2, help: "runs at once")
    let seed = Option("seed", .integer(in: 0...Int.max / 2), help: "only this seed")
    let options = Option("options", .text(), help: "only this run: words as a violation prints them")
    let trace = Flag("trace", help: "print everything that happens; with --seed or --options")
    let shrink = Flag("shrink", default: true, help: "make the first failing run smaller")
    let stop = Flag("stop", help: "stop soon after the first violation")
    let json = Flag("json", help: "print one JSON object")

    let manual = Manual(
        discussion:
            "Each seed draws a system, its troubles and its clients; then the troubles end, and everything that was "
            + "accepted has to end too. A violation is printed with the options that it follows from.",
        examples: [
            Manual.Example("longhaul-simulate --seeds 10000", "Before a merge:"),
            Manual.Example("longhaul-simulate --seed 42 --trace", "To see a run:"),
        ],
        exitCodes: [.failed])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        if let options = try only(arguments) { return try runOne(options, arguments) }
        let clock = ContinuousClock()
        let begin = clock.now
        let progress = arguments[json] ? nil : Progress(arguments.environment)
        let tally = await SeedRange(
            first: UInt64(arguments[from]), count: arguments[seeds], jobs: arguments[jobs],
            stopsEarly: arguments[stop]
        ).run(progress)
        await progress?.finish()
        let elapsed = clock.now - begin
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let report = Report(tally: tally, seconds: seconds)
        let shrunk = arguments[shrink] ? tally.violations.first?.shrunk() : nil
        if arguments[json] {
            try Output.standardOutput.write(report.json(shrunk).text + "\n")
        } else {
            try Output.standardOutput.write(report.text(shrunk))
        }
        return tally.violations.isEmpty ? .done : .failed
    }

    /// nil: it is about many.
    private func only(_ arguments: Arguments) throws -> Options? {
        if let text = arguments[options] {
            guard let options = Options(text: text) else {
                throw CommandFailure(.usage, "--options: expected words like 'seed=5 workers=2 faults=crash,liar'")
            }
            return options
        }
        return arguments[seed].map { Options(seed: UInt64($0)) }
    }

    private func runOne(_ options: Options, _ arguments: Arguments) throws -> ExitCode {
        let result: RunResult
        if arguments[trace] {
            var lines = ""
            result = options.run { line in
                lines += line + "\n"
                // Who looks at it has gone: the run goes on all the same.
                if lines.utf8.count > 65_536 { try? Output.standardOutput.write(lines) }
                if lines.utf8.count > 65_536 { lines = "" }
            }
            try Output.standardOutput.write(lines)
        } else {
            result = options.runTwice()
        }
        let shrunk = arguments[shrink] && result.violation != nil ? result.shrunk() : nil
        var tally = Tally()
        tally.add(result)
        let report = Report(tally: tally, seconds: nil)
        try Output.standardOutput.write(
            arguments[json] ? report.json(shrunk).text + "\n" : report.text(shrunk, withCoverage: false))
        return result.violation == nil ? .done : .failed
    }
}
