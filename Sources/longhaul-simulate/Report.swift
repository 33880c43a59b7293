import Console
import Simulation

/// What is printed in the end.
struct Report {
    private static let shownViolations = 5

    let tally: Tally
    /// Of real time; nil: nobody asked.
    let seconds: Double?

    func text(_ shrunk: RunResult?, withCoverage: Bool = true) -> String {
        var lines: [String] = []
        for result in tally.violations.prefix(Self.shownViolations) { lines += self.lines(about: result) }
        if tally.violations.count > Self.shownViolations {
            let seeds = tally.violations.map { String($0.options.seed) }.joined(separator: ", ")
            lines += ["All failing seeds: \(seeds)", ""]
        }
        if let shrunk, let violation = shrunk.violation {
            lines += ["The smallest failing run that was found, \(shrunk.events) events: \(violation.text)"]
            lines += shrunk.troubles.map { "    \($0.time)  \($0.name)" }
            lines += ["  longhaul-simulate --options '\(shrunk.options.text)' --trace", "  \(shrunk.testLine)", ""]
        }
        if withCoverage { lines += coverageLines() }
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(about result: RunResult) -> [String] {
        guard let violation = result.violation else { return [] }
        return [
            "Violation of \(violation.checker) at \(violation.time) s: \(violation.text)", "  \(result.options.text)",
        ]
            + result.lastEvents.map { "    " + $0 }
            + ["  longhaul-simulate --seed \(result.options.seed) --trace", ""]
    }

    private func coverageLines() -> [String] {
        let marks = Mark.allCases.map { ($0.rawValue, tally.coverage.marks[$0, default: 0]) }
        let sites = Site.allCases.map { ("buggify: \($0.rawValue)", tally.coverage.sites[$0, default: 0]) }
        return (marks + sites).map { name, count in
            let padding = String(repeating: " ", count: max(1, 42 - name.count))
            return "  \(name)\(padding)\(Format.count(UInt64(count)))\(count == 0 ? "  never" : "")"
        } + [""]
    }

    private var summary: String {
        var text = "\(tally.seeds) seeds, \(tally.events) events, \(Int(tally.seconds)) virtual seconds"
        if let seconds {
            text += ", \(Int(Double(tally.seeds) / seconds)) seeds/s"
            text += ", \(Int(tally.seconds / seconds)) virtual seconds a second"
        }
        return text + ", hash \(String(tally.hash, radix: 16)), \(tally.violations.count) violations"
    }

    func json(_ shrunk: RunResult?) -> JSON {
        var members: [JSON.Member] = [
            .init("seeds", JSON(tally.seeds)), .init("events", JSON(tally.events)),
            .init("virtual_seconds", .number(tally.seconds)), .init("hash", .id(tally.hash)),
            .init("violations", .array(tally.violations.map { json(of: $0) })),
            .init(
                "coverage",
                .object(Mark.allCases.map { .init($0.rawValue, JSON(tally.coverage.marks[$0, default: 0])) })),
            .init(
                "buggify",
                .object(Site.allCases.map { .init($0.rawValue, JSON(tally.coverage.sites[$0, default: 0])) })),
        ]
        if let seconds {
            members.append(.init("seeds_per_second", .number(Double(tally.seeds) / seconds)))
            members.append(.init("virtual_seconds_per_second", .number(tally.seconds / seconds)))
        }
        if let shrunk { members.append(.init("smallest", json(of: shrunk))) }
        return .object(members)
    }

    private func json(of result: RunResult) -> JSON {
        [
            "seed": .id(result.options.seed), "options": .string(result.options.text),
            "checker": .string(result.violation?.checker ?? ""), "text": .string(result.violation?.text ?? ""),
            "virtual_time": .string("\(result.time)"), "events": JSON(result.events),
            "last_events": .array(result.lastEvents.map { .string($0) }),
            "troubles": .array(result.troubles.map { .string("\($0.time) \($0.name)") }),
        ]
    }
}
