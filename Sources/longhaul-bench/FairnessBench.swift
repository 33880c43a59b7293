import Console
import Scheduling

/// A tenant with a million items waiting, and one that comes with a thousand: how long its items wait, against how long
/// they would with its share of the workers to itself. The core that ships, in virtual time.
struct FairnessBench: Command {
    let name = "fairness"
    let summary = "what a small tenant waits beside one with a million items"
    let workers = Option(
        "workers", .integer(in: 2...1_000), default: 8, help: "workers of one lease at a time; an even number")
    let itemTime = Option("item-time", .integer(in: 1...10_000), default: 10, help: "milliseconds that an item takes")

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let workers = arguments[workers]
        var isFair = true
        for arrival in Arrival.allCases {
            func wait(_ workers: Int, beside rival: Bool) -> Int64 {
                var run = FairnessRun(workers: workers, itemTime: Int64(arguments[itemTime]))
                if rival { run.submitRival() }
                return run.percentile99(arrival)
            }
            let (alone, beside) = (wait(workers / 2, beside: false), wait(workers, beside: true))
            let length = Int64(Settings().leaseLength)
            let figures = Figures(
                bench: "fairness",
                conditions: [
                    .init("arrival", .string(arrival.rawValue)), .init("workers", JSON(workers)),
                    .init("item_ms", JSON(arguments[itemTime])),
                ])
            figures.print("99th percentile wait, alone with half of the workers", Double(alone), unit: "ms")
            figures.print("99th percentile wait beside 1,000,000 items", Double(beside), unit: "ms")
            figures.print(
                "of that alone, a lease's length put aside", Double(max(beside - length, 0)) / Double(max(alone, 1)),
                unit: "ratio")
            isFair = isFair && Double(beside) <= 1.5 * Double(alone) + Double(length)
        }
        return isFair ? .done : .failed
    }
}

/// How the small tenant's 1,000 items come.
enum Arrival: String, CaseIterable {
    case oneJob = "one job of 1,000 items"
    case jobsAtOnce = "1,000 jobs of one item, at once"
    case jobsOverTime = "1,000 jobs of one item, one after the other at half of the share's speed"
}

/// A core, and workers that take exactly as long for an item as is said.
private struct FairnessRun: ~Copyable {
    private struct Work {
        let lease: LeaseID
        let session: SessionID
        let isSmall: Bool
        /// When its items begin, and how many they are.
        let begin: Int64
        let items: Int64
    }

    private static let items = 1_000

    private var core: Scheduler
    private let itemTime: Int64
    private let workers: Int
    private var now: Int64 = 1_700_000_000_000
    /// By worker.
    private var work: [Work?]
    private var credit: [UInt64]
    private var submitted: [JobID: Int64] = [:]
    private var waits: [Int64] = []

    init(workers: Int, itemTime: Int64) {
        self.workers = workers
        self.itemTime = itemTime
        core = Scheduler(
            recovered: State(partition: 0), epoch: 1, settings: Settings(), now: Timestamp(milliseconds: 0))
        work = Array(repeating: nil, count: workers)
        credit = Array(repeating: 1, count: workers)
        core.advance(to: Timestamp(milliseconds: now))
        for worker in 1...workers {
            let session = SessionID(rawValue: UInt64(worker))
            _ = core.join(JoinRequest(session: session, name: [], instance: UInt64(worker), kinds: ["work"]))
            core.credit(session, leases: 1, items: .max)
        }
    }

    /// Its job is under way for a while when the small tenant comes.
    mutating func submitRival() {
        submit("rival", items: 1_000_000)
        run(until: now + 20_000)
    }

    mutating func percentile99(_ arrival: Arrival) -> Int64 {
        switch arrival {
        case .oneJob: submit("small", items: UInt32(Self.items))
        case .jobsAtOnce: for _ in 0..<Self.items { submit("small", items: 1) }
        case .jobsOverTime:
            // Beside a rival there are twice as many workers, of which half are the small tenant's share.
            let share = Int64(submitted.isEmpty ? workers : workers / 2)
            for _ in 0..<Self.items {
                submit("small", items: 1)
                run(until: now + max(2 * itemTime / share, 1))
            }
        }
        while waits.count < Self.items { run(until: now + 1_000) }
        return waits.sorted()[Self.items * 99 / 100]
    }

    private mutating func submit(_ tenant: String, items: UInt32) {
        let job = core.submit(JobSubmission(tenant: tenant))
        core.addTask(to: job, TaskSubmission(kind: "work", items: .counted(items)))
        submitted[job] = tenant == "small" ? now : -1
    }

    private mutating func run(until end: Int64) {
        while true {
            turn()
            let ends = work.compactMap { $0.map { $0.begin + $0.items * itemTime } }
            let next = min(ends.min() ?? end, core.nextDeadline?.milliseconds ?? end, end)
            now = max(next, now)
            core.advance(to: Timestamp(milliseconds: now))
            if now >= end { break }
        }
        turn()
    }

    /// What has been done is said, and what there is is given out.
    private mutating func turn() {
        core.tick()
        for worker in 0..<workers {
            core.heard(from: SessionID(rawValue: UInt64(worker + 1)))
            guard let done = work[worker], done.begin + done.items * itemTime <= now else { continue }
            precondition(core.complete(done.lease, from: done.session) == .ended, "a lease that is held is completed")
            work[worker] = nil
            credit[worker] += 1
            core.credit(done.session, leases: credit[worker], items: .max)
        }
        core.dispatch()
        for grant in core.takeOutput().grants { begin(grant) }
        core.writeBatch { _, _ in }
        core.batchTaken()
    }

    private mutating func begin(_ grant: GrantedLease) {
        guard let lease = core.lease(grant.lease), let time = submitted[lease.task.job] else { return }
        let items = lease.ranges.reduce(0) { $0 + Int64($1.count) }
        work[Int(grant.session.rawValue) - 1] = Work(
            lease: grant.lease, session: grant.session, isSmall: time >= 0, begin: now, items: items)
        if time >= 0 { for item in 0..<items { waits.append(now + item * itemTime - time) } }
    }
}
