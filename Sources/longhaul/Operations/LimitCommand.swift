import Console
import LonghaulClient

struct LimitCommand: Command {
    let name = "limit"
    let summary = "say how much of a queue or a limit key may go on at once, and how fast"

    let what = Positional("what", .oneOf(["queue", "key"]), help: "'queue', or 'key' for a limit key of tasks")
    let subject = Positional("name", .text(upTo: 64), help: "its name")
    let leases = Option("leases", .integer(in: 1...1_000_000), help: "leases at once; else no limit")
    let rate = Option("rate", .itemRate, help: "items in a stretch of time, over all workers; else no limit")
    let burst = Option(
        "burst", .integer(in: 1...1_000_000_000), help: "items at once after a rest; else what 100 ms of the rate bring"
    )
    let depth = Option(
        "depth", .integer(in: 1...1_000_000_000),
        help: "tasks of a queue that may be there and not have ended; else any")
    let listing = Listing()
    let scheduler = SchedulerParameter()

    let manual = Manual(
        discussion: """
            Sets all limits of the queue or the key: those that are not named are lifted. They hold for what waits \
            already, over all workers, and also after a restart; what is handed out goes on. In no stretch of time are \
            more items handed out than its share of the rate and a burst. Past the depth submits are refused with \
            a hint when to try again, and nothing that was accepted suffers. 'longhaul queues' and 'longhaul keys' show \
            what is set.
            """,
        examples: [
            Manual.Example("longhaul limit key smtp.example.org --rate 20/s --leases 10", "What a provider allows:"),
            Manual.Example(
                "longhaul limit queue reports.long --leases 4 --depth 1000", "A queue that may not fill up:"),
            Manual.Example("longhaul limit queue reports.long", "No limits any more:"),
        ],
        exitCodes: [.refused, .unavailable])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let name = arguments[subject]
        let isQueue = arguments[what] == "queue"
        if !isQueue, arguments[depth] != nil {
            throw CommandFailure(.usage, "--depth is for queues: tasks wait there, not at keys")
        }
        var limits = WorkLimits(leases: arguments[leases], rate: arguments[rate], depth: arguments[depth])
        if let burst = arguments[burst] {
            guard limits.rate != nil else { throw CommandFailure(.usage, "--burst goes with --rate") }
            limits.rate?.burst = burst
        }
        try await Client.using(scheduler: scheduler, arguments) {
            try await $0.setLimits(limits, of: isQueue ? .queue(name) : .key(name))
        }
        let words = "\(arguments[what]) \(name): \(limits.words)"
        try listing.print(
            arguments, json: ["what": .string(arguments[what]), "name": .string(name), "limits": JSON(limits)],
            words: words)
        return .done
    }
}

extension WorkLimits {
    /// For people: "at most 4 leases, 20 items/s".
    var words: String {
        var parts: [String] = []
        if let leases { parts.append("at most \(Format.count(leases)) \(leases == 1 ? "lease" : "leases")") }
        if let rate { parts.append("\(ValueFormat.itemRate.text(of: rate)), \(burstWords(rate))") }
        if let depth { parts.append("at most \(Format.count(depth)) tasks") }
        return parts.isEmpty ? "no limits" : parts.joined(separator: ", ")
    }

    private func burstWords(_ rate: Rate) -> String {
        rate.burst.map { "\(Format.count($0)) at once" } ?? "100 ms of it at once"
    }
}

extension JSON {
    init(_ limits: WorkLimits) {
        self = [
            "leases": limits.leases.map { JSON($0) } ?? .null, "depth": limits.depth.map { JSON($0) } ?? .null,
            "rate": limits.rate.map { rate in
                [
                    "items": JSON(rate.items), "period": .string(Format.duration(rate.period)),
                    "burst": rate.burst.map { JSON($0) } ?? .null,
                ]
            } ?? .null,
        ]
    }
}

extension ValueFormat where Value == WorkLimits.Rate {
    /// "20/s", "100/m", "5000/h", "30/10s".
    static var itemRate: Self {
        ValueFormat(
            placeholder: "N/TIME", expectation: "items in a stretch of time, such as 20/s, 100/m or 30/10s",
            parse: { text in
                let parts = text.split(separator: "/", omittingEmptySubsequences: false)
                guard parts.count == 2,
                    let items = ValueFormat<Int>.integer(in: 1...1_000_000_000).parse(String(parts[0]))
                else { return nil }
                let time = parts[1].first?.isNumber == true ? String(parts[1]) : "1" + parts[1]
                let periods = ValueFormat<Duration>.duration(in: .milliseconds(1) ... .seconds(86_400))
                return periods.parse(time).map { WorkLimits.Rate(items: items, per: $0) }
            },
            text: { rate in
                let period = Format.duration(rate.period)
                return "\(Format.count(rate.items)) items/\(period == "1.0s" || period == "1s" ? "s" : period)"
            })
    }
}
