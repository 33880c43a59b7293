import SchedulerService
import Testing

@testable import Scheduling
@testable import Simulation

/// Each history is whole but for one lie, which one checker alone is there to see.
@Suite struct CheckerTests {
    /// What the checkers are shown, in order.
    enum Step {
        case row([Fact], epoch: UInt32 = 1)
        case seen(Sighting)
        /// A core that knows nothing is looked at.
        case emptyCore
    }

    struct Lie: CustomTestStringConvertible {
        let checker: String
        let steps: [Step]

        var testDescription: String { checker }
    }

    static let job = JobID(partition: 0, counter: 1)
    static let task = TaskID(job: job, ordinal: 0)
    static let second = TaskID(job: job, ordinal: 1)
    static let worker = WorkerID(rawValue: 1)
    static let queue = GateID(isQueue: true, name: NameID(rawValue: 0))
    static let name = BlobHandle(rawValue: 1)

    static func lease(_ counter: UInt64, epoch: UInt32 = 1) -> LeaseID { LeaseID(epoch: epoch, counter: counter) }

    static func grant(_ counter: UInt64, _ range: ItemRange, of task: TaskID = task) -> Fact {
        .leaseGranted(LeaseGranted(lease: lease(counter), task: task, worker: worker, range: range))
    }

    /// A job of a task with ten items, and a worker.
    static func begin(policy: Policy = Policy(maxAttempts: 3), more: [Fact] = []) -> [Step] {
        let facts: [Fact] = [
            .timeAdvanced(Timestamp(milliseconds: 1_000)), .named(.tenant, NameID(rawValue: 0), name),
            .named(.queue, NameID(rawValue: 0), name), .named(.kind, NameID(rawValue: 0), name),
            .policyDefined(PolicyID(rawValue: 0), policy),
            .jobAccepted(
                JobAccepted(
                    job: job, requeuedFrom: .none, retention: 0, tenant: NameID(rawValue: 0), name: name, priority: 5)),
            .taskAdded(
                TaskAdded(
                    job: job, queue: NameID(rawValue: 0), kind: NameID(rawValue: 0), policy: PolicyID(rawValue: 0),
                    name: .none, payload: .none, inputs: .none, items: .counted(10), dependencies: 0)),
            .workerJoined(worker, instance: 7, name: .none),
        ]
        return [
            .seen(.submitSent(name: text)), .seen(.claimed(lease(1), cursor: .max, [])), .row(facts + more),
        ]
    }

    static let text: [UInt8] = [1]

    static func view(_ state: JobState, version: UInt32) -> JobView {
        JobView(
            id: job, name: text, tenant: "", priority: 5, state: state, version: version, submitted: .zero,
            started: .zero, ended: .zero, requeuedFrom: .none, taskCount: 1, isPaused: false, notBefore: .zero,
            deadline: .zero, schedule: [], tick: .zero)
    }

    static func shown(_ state: JobState, version: UInt32, epoch: UInt32 = 1) -> Step {
        .seen(.shown(view(state, version: version), [], reader: 3, epoch: epoch))
    }

    /// One for each overlap policy, of ticks that are a second apart.
    static func spec(_ overlap: Overlap) -> BlobHandle { BlobHandle(rawValue: 10 + UInt32(overlap.rawValue)) }

    private func timetable(_ overlap: Overlap) -> [UInt8] {
        Timetable(period: 1_000, catchUp: .all, overlap: overlap).bytes
    }

    /// Its next tick is that of second 2, which has come.
    static func schedule(_ overlap: Overlap) -> Fact {
        .scheduleSet(
            ScheduleSet(
                id: ScheduleID(rawValue: 1), tenant: NameID(rawValue: 0), name: name, spec: spec(overlap),
                overlap: overlap, next: Timestamp(milliseconds: 2_000)))
    }

    static func accepted(_ counter: UInt64) -> Fact {
        .jobAccepted(
            JobAccepted(
                job: JobID(partition: 0, counter: counter), requeuedFrom: .none, retention: 0,
                tenant: NameID(rawValue: 0), name: name, priority: 5))
    }

    static func fired(_ second: Int64, as job: UInt64, then next: Int64) -> Fact {
        .tickFired(
            TickFired(
                schedule: ScheduleID(rawValue: 1), tick: Timestamp(milliseconds: second * 1_000),
                job: JobID(partition: 0, counter: job), kind: .onTime, next: Timestamp(milliseconds: next * 1_000)))
    }

    static let end: [Fact] = [.leaseEnded(lease(1), .completed), .taskEnded(task, .succeeded)]

    static let lies: [Lie] = [
        Lie(checker: "submits-not-doubled", steps: Array(begin().dropFirst())),
        Lie(
            checker: "durable-before-visible",
            steps: begin() + [.seen(.granted(lease(9), instance: 7))]),
        Lie(
            checker: "done-stays-done",
            steps: begin() + [
                .row([grant(1, ItemRange(0, 5))]), .seen(.itemsKept(lease(1), task, [2])),
                .row([.leaseEnded(lease(1), .returned)]), .row([grant(2, ItemRange(0, 5))]),
            ]),
        Lie(
            checker: "done-as-said",
            steps: begin() + [.row([grant(2, ItemRange(0, 5)), .cursorMoved(lease(2), 3)])]),
        Lie(
            checker: "one-lease-at-a-time",
            steps: begin() + [.row([grant(1, ItemRange(0, 5)), grant(2, ItemRange(4, 6))])]),
        Lie(
            checker: "tokens-grow",
            steps: begin() + [.row([grant(2, ItemRange(0, 5)), grant(1, ItemRange(5, 6))])]),
        Lie(
            checker: "held-leases-only",
            steps: begin() + [
                .row([grant(1, ItemRange(0, 5)), .leaseEnded(lease(1), .lost)]),
                .seen(.leaseEnded(lease(1), instance: 7)),
            ]),
        Lie(
            checker: "dependencies-first",
            steps: begin(more: [
                .taskAdded(
                    TaskAdded(
                        job: job, queue: NameID(rawValue: 0), kind: NameID(rawValue: 0), policy: PolicyID(rawValue: 0),
                        name: .none, payload: .none, inputs: .none, items: .counted(1), dependencies: 1)),
                .dependencyAdded(second, on: 0),
            ]) + [.row([.taskReady(second)])]),
        Lie(
            checker: "one-ending",
            steps: begin() + [
                .row([grant(1, ItemRange(0, 5)), .itemsSettled(lease(1), ItemRange(2, 3))]),
                .row([.itemsSettled(lease(1), ItemRange(2, 3))]),
            ]),
        Lie(checker: "progress-only", steps: begin() + [shown(.pending, version: 2), shown(.pending, version: 1)]),
        Lie(
            checker: "ends-are-final",
            steps: begin() + [
                .row([grant(1, ItemRange(0, 10))] + end + [.jobEnded(job, .succeeded)]),
                .row([.jobEnded(job, .cancelled)]),
            ]),
        Lie(
            checker: "rate-limits",
            steps: begin(more: [.limitsSet(queue, GateLimits(items: 4, period: 1_000, burst: 4))]) + [
                .row([grant(1, ItemRange(0, 4))]),
                .row([.timeAdvanced(Timestamp(milliseconds: 1_400)), grant(2, ItemRange(4, 6))]),
            ]),
        Lie(
            checker: "concurrency-limits",
            steps: begin(more: [.limitsSet(queue, GateLimits(concurrency: 1))]) + [
                .row([grant(1, ItemRange(0, 4)), grant(2, ItemRange(4, 6))])
            ]),
        Lie(
            checker: "one-writer",
            steps: begin() + [.row([.epochBegan(epoch: 2)], epoch: 2), .row([grant(1, ItemRange(0, 1))])]),
        Lie(
            checker: "cancel-holds",
            steps: begin() + [
                .row([grant(1, ItemRange(0, 4)), .taskEnded(task, .cancelled), .jobEnded(job, .cancelled)]),
                .seen(.cancelled(job)), .row([.leaseExtended(lease(1), ItemRange(5, 6))]),
            ]),
        Lie(
            checker: "pauses-hold",
            steps: begin(more: [.gatePaused(queue, true)]) + [.row([grant(1, ItemRange(0, 4))])]),
        Lie(
            checker: "losses-are-bounded",
            steps: begin()
                + (1...3 as ClosedRange<UInt64>).map {
                    .row([grant($0, ItemRange(0, 1)), .leaseEnded(lease($0), .lost)])
                }),
        Lie(checker: "work-ahead-is-bounded", steps: begin() + [.seen(.unacknowledged(101, window: 100))]),
        Lie(
            checker: "ticks-fire-once",
            steps: begin() + [
                .row([
                    .timeAdvanced(Timestamp(milliseconds: 2_000)), schedule(.allow), accepted(2),
                    fired(2, as: 2, then: 4),
                ])
            ]),
        Lie(
            checker: "overlap-holds",
            steps: begin() + [
                .row([
                    .timeAdvanced(Timestamp(milliseconds: 2_000)), schedule(.skip), accepted(2),
                    fired(2, as: 2, then: 3),
                ]),
                .row([.timeAdvanced(Timestamp(milliseconds: 3_000)), accepted(3), fired(3, as: 3, then: 4)]),
            ]),
        Lie(checker: "reference-model", steps: begin() + [.emptyCore]),
        Lie(
            checker: "submits-stay",
            steps: begin() + [.seen(.submitAccepted(name: text, job)), .emptyCore]),
    ]

    private func objections(to lie: Lie, without checker: String? = nil) -> Violation? {
        var oracle = Oracle(Oracle.makeCheckers().filter { $0.name != checker })
        var sequence: UInt64 = 0
        for step in lie.steps {
            switch step {
            case .row(let facts, let epoch):
                sequence += 1
                oracle.durable(
                    DurableRow(
                        sequence: sequence, epoch: epoch, facts: facts,
                        texts: [
                            Self.name: Self.text, Self.spec(.allow): timetable(.allow),
                            Self.spec(.skip): timetable(.skip),
                        ]), at: .zero
                )
            case .seen(let sighting): oracle.saw(sighting, at: .zero)
            case .emptyCore:
                let core = Scheduler(
                    recovered: State(partition: 0), epoch: 1, settings: Settings(), now: Timestamp(milliseconds: 0))
                oracle.look(at: core, .recovered, at: .zero)
            }
        }
        return oracle.violation
    }

    @Test(arguments: lies)
    func `a lie is seen by its checker`(lie: Lie) { #expect(objections(to: lie)?.checker == lie.checker) }

    @Test(arguments: lies.filter { !sharedLies.contains($0.checker) })
    func `a lie is seen by no other checker`(lie: Lie) {
        let others = objections(to: lie, without: lie.checker)
        #expect(others == nil)
    }

    /// A job that is gone is seen by the model too; the model comes behind.
    static let sharedLies: Set<String> = ["submits-stay"]

    @Test func `every checker has its lie`() {
        #expect(Set(Self.lies.map(\.checker)) == Set(Oracle.makeCheckers().map(\.name)))
    }

    @Test func `nobody objects to the truth`() {
        let truth = Lie(
            checker: "",
            steps: Self.begin() + [
                .seen(.submitAccepted(name: Self.text, Self.job)), Self.shown(.pending, version: 2),
                .row([Self.grant(1, ItemRange(0, 10))]), .seen(.granted(Self.lease(1), instance: 7)),
                .row(Self.end + [.jobEnded(Self.job, .succeeded)]), .seen(.leaseEnded(Self.lease(1), instance: 7)),
                Self.shown(.succeeded, version: 5),
            ])
        #expect(objections(to: truth) == nil)
    }
}
