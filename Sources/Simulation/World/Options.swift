/// Everything that a run follows from. Equal options give equal runs.
package struct Options: Equatable, Sendable {
    package var seed: UInt64
    package var faults: Set<Fault> = []
    package var workers = 3
    package var clients = 2
    package var jobs = 10
    /// Of one task.
    package var mostItems = 1_000
    /// Milliseconds, as are those below.
    package var leaseTimeToLive = 1_000
    package var reconnectGrace = 300
    package var recallTime = 5_000
    package var leaseLength = 1_500
    package var commit = 5
    package var delay = 1
    package var itemTime = 5
    package var troubled = 20_000
    /// Items that a worker runs ahead.
    package var window = 100
    /// The costly checks are made every so many turns.
    package var checks = 64
    /// The run stops there, without being settled.
    package var events = Int.max
    /// Troubles that don't happen, by number: shrinking leaves out what a violation does not need.
    package var spared: Set<Int> = []

    /// As the seed says.
    package init(seed: UInt64) {
        self.seed = seed
        var chance = Chance(seed: seed ^ 0x6A09_E667_F3BC_C909)
        for fault in Fault.allCases where fault != .schedules && chance.below(2) == 0 { faults.insert(fault) }
        // Drawn apart, so that the seeds of old regressions mean what they did.
        if Chance.fixed(seed, 0x3C6E_F372_FE94_F82B) % 2 == 0 { faults.insert(.schedules) }
        workers = chance.within(1...6)
        clients = chance.within(1...3)
        jobs = chance.within(4...28)
        mostItems = chance.pick([1, 10, 40, 200, 1_000])
        leaseTimeToLive = chance.within(300...3_000)
        reconnectGrace = chance.pick([0, 50, 300, 1_000])
        commit = chance.pick([1, 2, 5, 20, 60, 200, 800, leaseTimeToLive])
        delay = chance.pick([0, 1, 1, 5, 20, 80])
        itemTime = chance.pick([1, 2, 5, 20, 60])
        troubled = chance.within(4_000...24_000)
        window = chance.pick([1, 3, 20, 100, 1_000])
        checks = chance.below(100) == 0 ? 1 : 64
        recallTime = chance.pick([10, 200, 1_000, 5_000])
        leaseLength = chance.pick([20, 100, 500, 1_500])
    }

    /// What may be made smaller, in the order in which it is tried.
    static let sizes: [any WritableKeyPath<Options, Int> & Sendable] = [
        \.jobs, \.workers, \.clients, \.mostItems, \.troubled,
    ]

    private static let numbers: [(name: String, path: any WritableKeyPath<Options, Int> & Sendable)] = [
        ("workers", \.workers), ("clients", \.clients), ("jobs", \.jobs), ("items", \.mostItems),
        ("ttl", \.leaseTimeToLive), ("grace", \.reconnectGrace), ("recall", \.recallTime),
        ("lease-length", \.leaseLength), ("commit", \.commit),
        ("delay", \.delay),
        ("item-time", \.itemTime), ("troubled", \.troubled), ("window", \.window), ("checks", \.checks),
        ("events", \.events),
    ]

    /// As `init(text:)` reads it.
    package var text: String {
        var words = ["seed=\(seed)"]
        for (name, path) in Self.numbers where self[keyPath: path] != Int.max {
            words.append("\(name)=\(self[keyPath: path])")
        }
        if !spared.isEmpty { words.append("spared=" + spared.sorted().map(String.init).joined(separator: ",")) }
        return (words + ["faults=" + faults.sorted().map(\.rawValue).joined(separator: ",")]).joined(separator: " ")
    }

    /// Words like `seed=5 workers=2 faults=crash,liar`; what is not said is as the seed says. nil: a word is unknown.
    package init?(text: String) {
        var words: [(name: Substring, value: Substring)] = []
        for word in text.split(separator: " ") {
            guard let equals = word.firstIndex(of: "=") else { return nil }
            words.append((word[..<equals], word[word.index(after: equals)...]))
        }
        guard let seed = words.first(where: { $0.name == "seed" }).flatMap({ UInt64($0.value) }) else { return nil }
        self.init(seed: seed)
        for (name, value) in words where name != "seed" {
            if name == "faults" {
                let named = value.split(separator: ",").map { Fault(rawValue: String($0)) }
                guard !named.contains(nil) else { return nil }
                faults = Set(named.compactMap { $0 })
            } else if name == "spared" {
                let numbers = value.split(separator: ",").map { Int($0) }
                guard !numbers.contains(nil) else { return nil }
                spared = Set(numbers.compactMap { $0 })
            } else {
                guard let number = Int(value), let path = Self.numbers.first(where: { $0.name == name })?.path else {
                    return nil
                }
                self[keyPath: path] = number
            }
        }
    }
}
