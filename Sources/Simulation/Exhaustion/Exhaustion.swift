/// What is in a small world, and how often it may go wrong.
package struct Scenario: Sendable {
    package let name: String
    var workers = 2
    /// Of each task.
    var dependencies: [[UInt32]]
    var items: UInt32 = 1
    var crashes = 1
    var cuts = 0
    /// Deadlines that come before everything else.
    var waits = 1
    var cancels = false
    /// What has happened before: from there on every order is looked at.
    var prelude: [Choice] = []

    package static let all = [
        Scenario(name: "two tasks, a crash", dependencies: [[], []]),
        Scenario(name: "two tasks under lease, a crash", dependencies: [[], []], prelude: atWork),
        Scenario(name: "one behind the other, a crash", dependencies: [[], [0]], prelude: atWork),
        Scenario(
            name: "two tasks under lease, a cut connection", dependencies: [[], []], crashes: 0, cuts: 1,
            prelude: atWork),
        Scenario(name: "a cancel and a crash", dependencies: [[], []], items: 2, cancels: true, prelude: atWork),
    ]

    /// Both workers have joined, and have what there is.
    private static let atWork: [Choice] = [
        .connect(0), .connect(1), .deliver(0), .deliver(1), .write, .answer, .hear(0), .hear(1),
    ]
}

/// What can come next in a small world. `deliver` is to the scheduler, `hear` is the worker's.
package enum Choice: Hashable, Sendable {
    case connect(Int)
    case deliver(Int)
    case hear(Int)
    case work(Int)
    /// A row is on the disk; the scheduler hears of it with `answer`.
    case write
    case answer
    /// Until the next deadline.
    case wait
    case cancel
    case cut(Int)
    case crash
}

/// Looks at every order in which things can happen in a small world, up to a depth: no chance, and no hole.
///
/// Worlds can't be copied, so each is made again from its choices. Those that look like one that was seen before go on
/// like it, and are not looked at again. From each of the last ones on everything must end.
package struct Exhaustion: Sendable {
    package struct Finding: Sendable {
        package let choices: [Choice]
        package let violation: Violation
    }

    package let scenario: Scenario
    /// Choices that were looked at to their end, whatever they were.
    package private(set) var depth = 0
    /// Worlds that differ.
    package private(set) var states = 1
    /// Choices that were taken.
    package private(set) var steps = 0
    package private(set) var finding: Finding?
    private var frontier: [[Choice]] = [[]]
    private var seen: Set<Int> = []

    package init(_ scenario: Scenario) { self.scenario = scenario }

    /// All ways that are one choice longer. False: there are none, or one of them breaks a promise.
    package mutating func deepen() -> Bool {
        var next: [[Choice]] = []
        for path in frontier {
            for choice in world(after: path).choices {
                let longer = path + [choice]
                let world = world(after: longer)
                steps += 1
                if let violation = world.violation {
                    finding = Finding(choices: longer, violation: violation)
                    return false
                }
                if seen.insert(world.likeness).inserted { next.append(longer) }
            }
        }
        depth += 1
        states += next.count
        frontier = next
        return !next.isEmpty
    }

    /// From each of the last worlds on, nothing goes wrong any more. False: one does not come to its end.
    package mutating func settleAll() -> Bool {
        for path in frontier {
            let world = world(after: path)
            world.settle()
            if let violation = world.violation {
                finding = Finding(choices: path, violation: violation)
                return false
            }
        }
        return true
    }

    private func world(after path: [Choice]) -> SmallWorld {
        let world = SmallWorld(scenario)
        for choice in scenario.prelude + path { world.take(choice) }
        return world
    }
}
