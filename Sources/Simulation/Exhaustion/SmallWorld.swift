import Contract
import LonghaulWorker
import Scheduling
import Storage

/// The smallest world in which leases can go wrong: one job of a few tasks, two workers, connections that may be cut, a
/// journal whose answers take their time, and a scheduler that may crash. Nothing happens by chance: whoever looks at it
/// chooses what comes next.
///
/// The core, the commit pipeline and the workers' ledgers are those that ship.
final class SmallWorld {
    let scenario: Scenario
    private(set) var oracle = Oracle()
    private let journal = SimulatedJournal()
    private let codec = Codec(keeping: 1 << 16)
    private var store: SimulatedStore
    private var core: Scheduler
    private var pipeline = CommitPipeline<() -> Void>(lastSequence: 0)
    private var workers: [SmallWorker] = []
    private var links: [SessionID: Int] = [:]
    private var sessionsMade: UInt64 = 0
    /// On the disk, and nobody told the scheduler yet.
    private var isWritten = false
    private var fingerprintWritten: UInt64 = 0
    private var (crashes, cuts, waits) = (0, 0, 0)
    private var isCancelAsked = false
    private var now: Int64 = 1_000

    init(_ scenario: Scenario) {
        self.scenario = scenario
        store = journal.open()
        core = Scheduler(
            recovered: State(partition: 0), epoch: store.epoch, settings: Self.settings,
            now: Timestamp(milliseconds: 1_000))
        for instance in 1...scenario.workers { workers.append(SmallWorker(instance: UInt64(instance))) }
        let job = core.submit(JobSubmission(name: [1]))
        for dependencies in scenario.dependencies {
            core.addTask(
                to: job,
                TaskSubmission(
                    kind: "a", items: .counted(scenario.items), dependencies: dependencies,
                    policy: Policy(itemsPerLease: scenario.items)))
        }
        oracle.saw(.submitSent(name: [1]), at: moment)
        whenDurable { world in world.oracle.saw(.submitAccepted(name: [1], job), at: world.moment) }
        endTurn()
        write()
        answer()
    }

    private static var settings: Settings {
        var settings = Settings()
        settings.leaseTimeToLive = 1_000
        settings.reconnectGrace = 100
        settings.recallTime = 300
        settings.retention = 1_000_000
        return settings
    }

    var violation: Violation? { oracle.violation }

    var isDone: Bool {
        core.facts.isEmpty && pipeline.isIdle
            && core.jobs(before: nil, limit: 9, probes: 9) { !$0.state.hasEnded }.jobs.isEmpty
    }

    private var moment: Moment { Moment(microseconds: now * 1_000) }
    private var jobID: JobID { JobID(partition: 0, counter: 1) }

    // MARK: Choices

    /// What can come next, in an order that leads to the end when the first is always taken.
    var choices: [Choice] {
        var choices: [Choice] = []
        for place in workers.indices {
            if !workers[place].toScheduler.isEmpty { choices.append(.deliver(place)) }
            if !workers[place].toWorker.isEmpty { choices.append(.hear(place)) }
            if workers[place].inHand != nil { choices.append(.work(place)) }
            if workers[place].session == nil { choices.append(.connect(place)) }
        }
        if isWritten { choices.append(.answer) } else if pipeline.isIdle, !core.facts.isEmpty { choices.append(.write) }
        if core.nextDeadline != nil, waits < scenario.waits || isHealing { choices.append(.wait) }
        if isHealing { return choices }
        if scenario.cancels, !isCancelAsked { choices.append(.cancel) }
        if cuts < scenario.cuts { choices += workers.indices.filter { workers[$0].session != nil }.map { .cut($0) } }
        if crashes < scenario.crashes { choices.append(.crash) }
        return choices
    }

    private var isHealing = false

    /// Nothing goes wrong any more: everything has to end.
    func settle() {
        isHealing = true
        for _ in 0..<400 where violation == nil && !isDone {
            guard let next = choices.first else { break }
            take(next)
        }
        if !isDone { oracle.object("everything-ends", "the job has not ended", at: moment) }
    }

    func take(_ choice: Choice) {
        now += 1
        core.advance(to: Timestamp(milliseconds: now))
        switch choice {
        case .connect(let place): connect(place)
        case .deliver(let place): deliver(workers[place].toScheduler.removeFirst(), place)
        case .hear(let place): hear(workers[place].toWorker.removeFirst(), place)
        case .work(let place): workers[place].work()
        case .write: write()
        case .answer: answer()
        case .wait: wait()
        case .cancel: cancel()
        case .cut(let place):
            cuts += 1
            cut(place)
        case .crash: crash()
        }
        endTurn()
        if let contradiction = core.state.checkInvariants() { oracle.object("invariants", contradiction, at: moment) }
    }

    private func endTurn() {
        core.dispatch()
        tell(core.takeOutput())
    }

    // MARK: Workers

    private func connect(_ place: Int) {
        sessionsMade += 1
        let session = SessionID(rawValue: sessionsMade)
        links[session] = place
        workers[place].connect(session)
    }

    private func cut(_ place: Int) {
        guard let session = workers[place].session else { return }
        links[session] = nil
        workers[place].disconnect()
        core.closed(session)
    }

    private func deliver(_ update: V1.WorkerUpdate, _ place: Int) {
        guard let session = workers[place].session else { return }
        var answers = V1.SchedulerUpdate()
        if let join = update.join {
            let kept = core.join(
                JoinRequest(
                    session: session, name: [], instance: join.instance, kinds: ["a"],
                    held: join.held.map { LeaseID(rawValue: $0.lease) }))
            answers.joined = V1.Joined(unacknowledgedItems: 100, kept: kept.map(\.rawValue))
        }
        core.heard(from: session)
        core.credit(session, leases: update.leaseCredit, items: update.itemCredit)
        for lease in update.completed {
            oracle.saw(.claimed(LeaseID(rawValue: lease), cursor: .max, []), at: moment)
            let isEnd = core.complete(LeaseID(rawValue: lease), from: session) == .ended
            if isEnd { answers.ended.append(lease) } else { answers.revoked.append(lease) }
        }
        for report in update.reports {
            var read = LeaseReport(lease: LeaseID(rawValue: report.lease), cursor: UInt32(report.cursor))
            if report.ending == .returned { read.ending = .returned }
            oracle.saw(.claimed(read.lease, cursor: read.cursor, []), at: moment)
            switch core.report(read, from: session) {
            case .accepted(let cursor):
                answers.acknowledged.append(V1.Acknowledgement(lease: report.lease, cursor: UInt64(cursor)))
            case .ended: answers.ended.append(report.lease)
            case .notHeld: answers.revoked.append(report.lease)
            case .invalid(let why): oracle.object("reports", why, at: moment)
            }
        }
        send(answers, to: session)
    }

    private func tell(_ output: Output) {
        for (session, _) in output.deadSessions {
            guard let place = links.removeValue(forKey: session) else { continue }
            whenDurable { world in
                if world.workers[place].session == session { world.workers[place].disconnect() }
            }
        }
        var updates: [SessionID: V1.SchedulerUpdate] = [:]
        for revocation in output.revocations {
            updates[revocation.session, default: V1.SchedulerUpdate()].revoked.append(revocation.lease.rawValue)
        }
        for recall in output.recalls {
            updates[recall.session, default: V1.SchedulerUpdate()].recalled.append(recall.lease.rawValue)
        }
        for grant in output.grants {
            guard let lease = core.lease(grant.lease) else { continue }
            let message = V1.Grant(
                lease: grant.lease.rawValue, job: lease.task.job.rawValue, task: lease.task.ordinal,
                ranges: lease.ranges.flatMap { [UInt64($0.begin), UInt64($0.end)] })
            updates[grant.session, default: V1.SchedulerUpdate()].grants.append(message)
        }
        for (session, update) in updates.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { send(update, to: session) }
    }

    private func send(_ update: V1.SchedulerUpdate, to session: SessionID) {
        if update == V1.SchedulerUpdate() { return }
        whenDurable { world in
            guard let place = world.links[session] else { return }
            for grant in update.grants {
                world.oracle.saw(
                    .granted(LeaseID(rawValue: grant.lease), instance: world.workers[place].instance), at: world.moment)
            }
            for lease in update.ended {
                world.oracle.saw(
                    .leaseEnded(LeaseID(rawValue: lease), instance: world.workers[place].instance), at: world.moment)
            }
            world.workers[place].toWorker.append(update)
        }
    }

    private func hear(_ update: V1.SchedulerUpdate, _ place: Int) {
        for (lease, task, items) in workers[place].hear(update) {
            oracle.saw(.itemsKept(lease, task, items), at: moment)
        }
    }

    // MARK: The scheduler

    private func cancel() {
        isCancelAsked = true
        guard core.cancel(jobID) else { return }
        whenDurable { world in world.oracle.saw(.cancelled(world.jobID), at: world.moment) }
    }

    private func whenDurable(_ send: @escaping (SmallWorld) -> Void) {
        let held: () -> Void = { [unowned self] in send(self) }
        if pipeline.hold(held, hasFacts: !core.facts.isEmpty) { held() }
    }

    private func write() {
        let fingerprint = core.state.fingerprint()
        guard let row = pipeline.takeRow(from: &core, codec: codec) else { return }
        precondition(store.append(row) == .durable, "the only scheduler may write")
        fingerprintWritten = fingerprint
        isWritten = true
        oracle.durable(DurableRow(row, codec: codec), at: moment)
    }

    private func answer() {
        isWritten = false
        guard case .released(let sends) = pipeline.answered(.durable) else { return }
        for send in sends { send() }
    }

    private func wait() {
        waits += 1
        guard let deadline = core.nextDeadline else { return }
        now = max(now, deadline.milliseconds)
        core.advance(to: Timestamp(milliseconds: now))
        core.tick()
    }

    private func crash() {
        crashes += 1
        for place in workers.indices { workers[place].disconnect() }
        (links, isWritten) = ([:], false)
        store = journal.open()
        var state = State(partition: 0)
        do {
            let summary = try store.recover(into: &state, codec: codec)
            pipeline = CommitPipeline(lastSequence: summary.lastSequence)
        } catch {
            preconditionFailure("what was written can be read: \(error)")
        }
        if state.fingerprint() != fingerprintWritten {
            oracle.object("recovery-equals-live", "the state is not what it was", at: moment)
        }
        core = Scheduler(
            recovered: state, epoch: store.epoch, settings: Self.settings, now: Timestamp(milliseconds: now))
        oracle.look(at: core, .recovered, at: moment)
    }

    // MARK: Likeness

    /// Equal for worlds that go on alike, as far as can be seen.
    var likeness: Int {
        var hasher = Hasher()
        hasher.combine(core.state.fingerprint())
        hasher.combine(core.facts.count)
        hasher.combine(core.nextDeadline.map { $0.milliseconds - now })
        hasher.combine(pipeline.durable)
        hasher.combine([crashes, cuts, waits, isCancelAsked ? 1 : 0, isWritten ? 1 : 0])
        for worker in core.workers() { hasher.combine(worker.isConnected) }
        for worker in workers { worker.hash(into: &hasher) }
        return hasher.finalize()
    }
}
