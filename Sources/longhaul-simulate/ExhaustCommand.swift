import Console
import Simulation

struct ExhaustCommand: Command {
    let name = "exhaust"
    let summary = "look at every order of events in small worlds, as deep as there is time for"

    let seconds = Option("seconds", .integer(in: 1...86_400), default: 60, help: "about how long to look")
    let json = Flag("json", help: "print a JSON object for each world")

    let manual = Manual(
        discussion:
            "Two workers, two tasks, and one thing that goes wrong: a crash, a cut connection, a cancel. Every order in "
            + "which messages arrive, rows are written and answered, and work is done is gone through, one more event "
            + "at a time; from each world that is reached last everything has to end.",
        examples: [Manual.Example("longhaul-simulate exhaust --seconds 600", "Deeper than usual:")],
        exitCodes: [.failed])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let share = Duration.seconds(arguments[seconds]) / Scenario.all.count
        var isSound = true
        for scenario in Scenario.all {
            let exhaustion = search(scenario, for: share)
            isSound = isSound && exhaustion.finding == nil
            try Output.standardOutput.write(
                (arguments[json] ? exhaustion.json.text : exhaustion.text) + "\n")
        }
        return isSound ? .done : .failed
    }

    /// Ends before a level that would take too long, by how the last ones grew; a part of the time is for the settling.
    private func search(_ scenario: Scenario, for share: Duration) -> Exhaustion {
        let clock = ContinuousClock()
        let begin = clock.now
        var exhaustion = Exhaustion(scenario)
        var last = Duration.zero
        while true {
            let levelBegin = clock.now
            guard exhaustion.deepen() else { break }
            let level = clock.now - levelBegin
            let growth = last > .milliseconds(1) ? level / last : 4
            last = level
            if clock.now - begin + level * growth * 1.3 > share { break }
        }
        if exhaustion.finding == nil { _ = exhaustion.settleAll() }
        return exhaustion
    }
}

extension Exhaustion {
    fileprivate var text: String {
        let found = finding.map { "\n  violation of \($0.violation.checker): \($0.violation.text)\n  \($0.choices)" }
        return "\(scenario.name): all orders of \(depth) events, \(Format.count(UInt64(states))) worlds that differ, "
            + "\(Format.count(UInt64(steps))) steps, \(finding == nil ? "no" : "1") violation" + (found ?? "")
    }

    fileprivate var json: JSON {
        [
            "scenario": .string(scenario.name), "depth": JSON(depth), "states": JSON(states), "steps": JSON(steps),
            "checker": .string(finding?.violation.checker ?? ""), "text": .string(finding?.violation.text ?? ""),
            "choices": .array((finding?.choices ?? []).map { .string("\($0)") }),
        ]
    }
}
