import Scheduling

/// What became of one run.
package struct RunResult: Sendable {
    package let options: Options
    package let violation: Violation?
    /// Equal for equal runs.
    package let hash: UInt64
    package let events: Int
    /// When it ended.
    package let time: Moment
    package let coverage: Coverage
    /// What happened last, in words; only of a run with a violation.
    package let lastEvents: [String]
    /// What went wrong, in its order.
    package let troubles: [Trouble]
}

/// Something that went wrong in a run.
package struct Trouble: Equatable, Sendable {
    /// Of all that was to go wrong.
    package let number: Int
    package let time: Moment
    /// Of the fault or the site.
    package let name: String
}

extension Options {
    /// How long everything may take to end once the troubles are over.
    private static let patience = Delay.milliseconds(240_000)
    private static let shownEvents = 60

    /// Runs the world: troubles first, then none until everything that was accepted has ended. Stops at the first
    /// violation. `print` sees each line of the trace.
    package func run(print: ((String) -> Void)? = nil) -> RunResult {
        let world = World(self, print: print)
        defer { world.dissolve() }
        world.begin()
        let end = Moment.milliseconds(troubled)
        while world.oracle.violation == nil, world.now < end, world.eventsDone < events, world.step() {}
        if world.oracle.violation == nil, world.eventsDone < events { settle(world) }
        let violation = world.oracle.violation
        return RunResult(
            options: self, violation: violation, hash: world.trace.hash, events: world.eventsDone, time: world.now,
            coverage: world.coverage, lastEvents: violation == nil ? [] : world.trace.last(Self.shownEvents),
            troubles: world.troubles)
    }

    private func settle(_ world: World) {
        world.heal()
        let end = world.now + Self.patience
        var steps = 0
        while world.oracle.violation == nil, world.eventsDone < events, world.step() {
            steps += 1
            if steps % 64 == 0, world.isDone { break }
            if world.now > end {
                world.object("everything-ends", world.unfinished)
                break
            }
        }
        if let node = world.schedulers.last, world.isDone { world.look(at: node.core, .recovered) }
    }
}

extension World {
    fileprivate var unfinished: String {
        guard let node = schedulers.last else { return "no scheduler is there" }
        let open = node.core.jobs(before: nil, limit: .max, probes: .max) { !$0.state.hasEnded }.jobs.map(\.id.rawValue)
        if let first = open.first {
            let tasks = node.core.tasks(of: JobID(rawValue: first)).map { task in
                "\(task.id.ordinal) \(task.state): \(task.done) of \(task.total) done, \(task.leased) leased, "
                    + "\(task.retrying) retrying, \(task.leases) leases"
            }
            let held = node.core.workers().map { "\($0.instance) has \($0.leases)\($0.isConnected ? "" : ", away")" }
            return "jobs \(open) have not ended; \(first) has tasks \(tasks), workers \(held)"
        }
        let untold = followers.flatMap { $0.unended.map(\.rawValue) }
        return untold.isEmpty ? "a client has no answer" : "followers were not told that jobs \(untold) have ended"
    }
}
