import Console
import Platform
import Scheduling

/// The core alone, in memory: no codec, no socket, no journal. Tasks of one item, each a job of its own.
struct CoreBench: Command {
    let name = "core"
    let summary = "enqueue, lease and complete in the core alone, with ever more tasks pending"
    let cycles = Option("cycles", .integer(in: 1_000...100_000_000), default: 1_000_000, help: "of each measurement")
    let tenants = Option("tenants", .integer(in: 1...1_000_000), default: 1, help: "whose jobs they are, in turns")

    let limits = Flag("limits", help: "with a rate and a concurrency that hold nobody up, of the queue and of ten keys")

    func run(_ arguments: Arguments) async throws -> ExitCode {
        for pending in [10_000, 100_000, 1_000_000] {
            var bench = CoreRun(tenants: arguments[tenants], isLimited: arguments[limits])
            let empty = BenchProcess.ownResidentBytes
            bench.fill(pending)
            let full = BenchProcess.ownResidentBytes
            bench.cycle(arguments[cycles] / 10)
            let begin = MonotonicTime.now
            bench.cycle(arguments[cycles])
            let nanoseconds = Double((.now - begin).wholeNanoseconds) / Double(arguments[cycles])
            let figures = Figures(
                bench: "core",
                conditions: [
                    .init("pending", JSON(pending)), .init("tenants", JSON(arguments[tenants])),
                    .init("cycles", JSON(arguments[cycles])), .init("limits", .bool(arguments[limits])),
                ])
            figures.print("enqueue, lease, complete", nanoseconds, unit: "ns")
            figures.print("memory", Double(full - empty) / Double(pending), unit: "bytes/task")
        }
        return .done
    }
}

/// A core with one worker that completes at once what it is given.
private struct CoreRun: ~Copyable {
    /// Of one turn of the shell.
    private static let turn = 100

    private var core: Scheduler
    private let tenants: [String]
    private let keys: [String]
    private let session = SessionID(rawValue: 1)
    private var submitted = 0
    private var credit: UInt64 = 0
    private var now = Timestamp(milliseconds: 1_700_000_000_000)

    init(tenants: Int, isLimited: Bool) {
        self.tenants = (0..<tenants).map { "tenant-\($0)" }
        keys = isLimited ? (0..<10).map { "key-\($0)" } : [""]
        core = Scheduler(
            recovered: State(partition: 0), epoch: 1, settings: Settings(), now: Timestamp(milliseconds: 0))
        core.advance(to: now)
        _ = core.join(JoinRequest(session: session, name: [], instance: 1, kinds: ["bench"]))
        if !isLimited { return }
        let wide = GateLimits(concurrency: 1_000_000, items: 1_000_000_000, period: 1_000, burst: 1_000_000_000)
        core.setLimits(wide, of: "default", isQueue: true)
        for key in keys { core.setLimits(wide, of: key, isQueue: false) }
    }

    mutating func fill(_ count: Int) {
        for _ in 0..<count / Self.turn {
            submitTurn()
            endTurn()
        }
    }

    mutating func cycle(_ count: Int) {
        for _ in 0..<count / Self.turn {
            submitTurn()
            credit += UInt64(Self.turn)
            core.credit(session, leases: credit, items: credit)
            core.dispatch()
            let output = core.takeOutput()
            precondition(output.grants.count == Self.turn, "there is work for all the credit")
            endTurn()
            for grant in output.grants {
                precondition(core.complete(grant.lease, from: session) == .ended, "a lease that is held is completed")
            }
            endTurn()
        }
    }

    private mutating func submitTurn() {
        core.heard(from: session)
        for _ in 0..<Self.turn {
            let job = core.submit(JobSubmission(tenant: tenants[submitted % tenants.count], retention: 0))
            core.addTask(to: job, TaskSubmission(kind: "bench", key: keys[submitted % keys.count]))
            submitted += 1
        }
    }

    /// A millisecond passes, and the batch is taken by a journal that keeps nothing.
    private mutating func endTurn() {
        core.writeBatch { _, _ in }
        core.batchTaken()
        now = now + 1
        core.advance(to: now)
    }
}
