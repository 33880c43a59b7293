import Console
import Simulation

/// Many seeds, some at once.
struct SeedRange: Sendable {
    private static let chunk: UInt64 = 20

    let first: UInt64
    let count: Int
    let jobs: Int
    let stopsEarly: Bool

    func run(_ progress: Progress?) async -> Tally {
        let end = first + UInt64(count)
        return await withTaskGroup(of: Tally.self) { group in
            var total = Tally()
            var next = first
            func addChunk() {
                guard next < end, !(stopsEarly && !total.violations.isEmpty) else { return }
                let seeds = next..<min(next + Self.chunk, end)
                next = seeds.upperBound
                group.addTask {
                    var tally = Tally()
                    for seed in seeds { tally.run(seed) }
                    return tally
                }
            }
            for _ in 0..<jobs { addChunk() }
            while let tally = await group.next() {
                total.add(tally)
                await progress?.show(total, of: count)
                addChunk()
            }
            return total
        }
    }
}

/// A bar on a terminal, lines elsewhere.
struct Progress: Sendable {
    private let reporter: ProgressReporter
    private let begin = ContinuousClock.now

    init(_ environment: Environment) {
        reporter = ProgressReporter(terminal: Terminal(descriptor: 2, environment: environment))
    }

    func show(_ tally: Tally, of count: Int) async {
        let elapsed = ContinuousClock.now - begin
        let seconds = max(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18, 1e-3)
        let rate = Double(tally.seeds) / seconds
        let isDone = tally.seeds == count
        let bar = ProgressBar(
            "seeds", isDone ? (tally.violations.isEmpty ? .succeeded : .failed) : .running, done: UInt64(tally.seeds),
            of: UInt64(count), failed: UInt64(tally.violations.count), rate: rate,
            timeLeft: .seconds(Double(count - tally.seeds) / max(rate, 1e-6)), elapsed: elapsed)
        await reporter.update([bar])
    }

    func finish() async { await reporter.finish() }
}
