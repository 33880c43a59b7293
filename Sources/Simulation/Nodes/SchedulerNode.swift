import Contract
import SchedulerService
import Scheduling
import Storage

/// A scheduler's process: the real core and the real commit pipeline, driven as `SchedulerService` drives them, with
/// connections and a disk of the simulated world.
final class SchedulerNode {
    unowned let world: World
    let process: Process
    let codec = Codec()
    var core: Scheduler
    var sessions = Sessions()
    var feed = Feed()
    var contexts = ContextCache()
    private var pipeline: CommitPipeline<() -> Void>
    let store: SimulatedStore
    /// Of this process's appends.
    var payloads: [BatchID: [[UInt8]]] = [:]
    private let start: Timestamp
    let startMoment: Int64
    private var alarm: (deadline: Timestamp, number: Int)?
    private var alarms = 0
    private var isTurnOpen = false
    private var turns = 0
    private var rests = 0
    /// Is killed while the next row is on its way.
    var diesWithNextRow = false
    /// The row on its way, for a crash to decide on.
    private var flight: Flight?

    private final class Flight {
        var isLost = false
    }

    /// Takes the store over, and reads it, at this moment.
    init(_ world: World) {
        self.world = world
        process = world.makeProcess()
        store = world.journal.open()
        var state = State(partition: 0)
        let summary: RecoverySummary
        do {
            summary = try store.recover(into: &state, codec: world.rowCodec)
        } catch {
            preconditionFailure("what was written can be read: \(error)")
        }
        world.note("scheduler of epoch # reads # rows", UInt64(store.epoch), summary.lastSequence)
        world.mark(.recovered)
        Self.compare(state, summary.lastSequence, world)
        startMoment = world.now.wholeMilliseconds
        start = max(state.time, Timestamp(milliseconds: world.wallClock + startMoment))
        var settings = Settings()
        settings.leaseTimeToLive = UInt64(world.options.leaseTimeToLive)
        settings.reconnectGrace = UInt64(world.options.reconnectGrace)
        settings.leaseLength = UInt64(world.options.leaseLength)
        settings.recallTime = UInt64(world.options.recallTime)
        core = Scheduler(recovered: state, epoch: store.epoch, settings: settings, now: start)
        pipeline = CommitPipeline(lastSequence: summary.lastSequence)
        openTurn()
    }

    /// The state that was rebuilt is the one that the last row left.
    private static func compare(_ state: borrowing State, _ sequence: UInt64, _ world: World) {
        if let contradiction = state.checkInvariants() { world.object("invariants", "recovered: \(contradiction)") }
        guard let before = world.fingerprints[sequence], before.epoch == world.journal.rows.last?.epoch,
            before.value != state.fingerprint()
        else { return }
        world.object("recovery-equals-live", "the state after row \(sequence) is not what it was")
    }

    var epoch: UInt32 { store.epoch }
    var now: Timestamp {
        start + UInt64(clamping: world.now.wholeMilliseconds - startMoment - process.suspended)
    }

    // MARK: Turns

    /// The core learns the time, and the turn will be ended; what comes meanwhile is of the same turn.
    func openTurn() {
        guard !isTurnOpen else { return }
        isTurnOpen = true
        core.advance(to: now)
        world.schedule(after: .microseconds(world.chance.pick([0, 50, 50, 300, 2_000])), on: process) { [self] in
            turnEnds()
        }
    }

    private func turnEnds() {
        isTurnOpen = false
        var isTold = false
        while !isTold {
            core.dispatch()
            let output = core.takeOutput()
            isTold = tellWorkers(output)
            tellFollowers(output)
        }
        turns += 1
        if turns % world.options.checks == 0, let contradiction = core.state.checkInvariants() {
            world.object("invariants", contradiction)
        }
        writeJournal()
        setAlarm()
    }

    private func setAlarm() {
        guard let deadline = core.nextDeadline else { return }
        if let alarm, deadline >= alarm.deadline { return }
        alarms += 1
        let number = alarms
        alarm = (deadline, number)
        var wait = Int(deadline.milliseconds(since: now)) * 1_000
        if world.buggify(.alarmLate) { wait += world.chance.below(200_000) }
        if world.buggify(.alarmEarly) { wait /= 2 }
        world.schedule(after: .microseconds(wait), on: process) { [self] in
            guard alarm?.number == number else { return }
            alarm = nil
            openTurn()
            core.tick()
            fireDueTicks()
        }
    }

    // MARK: The release point

    /// `send` runs when every fact emitted so far is durable.
    func whenDurable(_ send: @escaping () -> Void) {
        if pipeline.hold(send, hasFacts: !core.facts.isEmpty) { send() }
    }

    /// Is written with the facts emitted so far.
    func attach(_ attachment: Attachment) { pipeline.attach(attachment) }

    /// Nothing new is accepted then.
    var isRefused: Bool { pipeline.refusal != nil }

    private func writeJournal() {
        guard let row = pipeline.takeRow(from: &core, codec: world.rowCodec) else { return }
        // Costly, so only of some rows: of all behind which the scheduler dies at once.
        if diesWithNextRow || world.options.checks == 1 {
            world.fingerprints[row.sequence] = (row.epoch, core.state.fingerprint())
        }
        if world.buggify(.crashBeforeAppend) { return world.crash(self) }
        if world.buggify(.takeoverWhileWriting) { world.startScheduler(after: .milliseconds(1)) }
        offer(row)
        if diesWithNextRow { world.crash(self) }
    }

    private func offer(_ row: JournalRow) {
        let flight = Flight()
        self.flight = flight
        let latency = world.commitLatency()
        let written = Int(latency.microseconds) * world.chance.within(1...10) / 10
        var rest = Int(latency.microseconds) - written
        if world.buggify(.answerLongAfterCommit) { rest += world.options.leaseTimeToLive * 1_000 }
        world.schedule(after: .microseconds(written), on: nil) { [self] in
            if flight.isLost { return }
            let outcome = outcome(of: row)
            world.schedule(after: .microseconds(rest), on: process) { [self] in
                self.flight = nil
                answered(outcome)
            }
        }
    }

    /// What happens on the disk.
    private func outcome(of row: JournalRow) -> AppendOutcome {
        if world.isDiskFull, process.isAlive {
            world.mark(.rowRefused)
            return .refused(StoreError(.full, "no room", "make some"))
        }
        let isUnknown = world.has(.unknownOutcome) && world.chance.below(60) == 0
        if isUnknown, world.chance.below(2) == 0 {
            world.mark(.rowUnknownLost)
            return .unknown(StoreError(.failed, "it failed", "read it again"))
        }
        let outcome = store.append(row)
        guard outcome == .durable else {
            world.note("row # of epoch # is fenced off", row.sequence, UInt64(row.epoch))
            world.mark(.rowFenced)
            return outcome
        }
        world.written(row)
        if !process.isAlive { world.mark(.rowKeptInCrash) }
        if isUnknown {
            world.mark(.rowUnknownWritten)
            return .unknown(StoreError(.failed, "it failed", "read it again"))
        }
        world.mark(.rowDurable)
        return .durable
    }

    private func answered(_ outcome: AppendOutcome) {
        switch pipeline.answered(outcome) {
        case .released(let sends):
            if core.facts.isEmpty, !isTurnOpen, world.journal.epoch == epoch {
                rests += 1
                if rests % world.options.checks == 0 { world.look(at: core, .atRest) }
            }
            if world.buggify(.crashBetweenCommitAndReplies) { return world.crash(self) }
            for send in sends { send() }
            openTurn()
        case .refused:
            world.note("row # is refused", pipeline.durable + 1)
            world.schedule(after: .milliseconds(250), on: process) { [self] in
                if let row = pipeline.offeredRow { offer(row) }
            }
        case .fatal:
            world.note("scheduler of epoch # can't know what is durable, and ends", UInt64(epoch))
            world.crash(self)
        }
    }

    /// The process is killed. The row on its way is lost, or the disk has it all the same.
    func die() {
        process.die()
        if let flight, world.chance.below(2) == 0 {
            flight.isLost = true
            world.mark(.rowLostInCrash)
        }
        // Nothing of it is asked any more, and what waits in it holds it.
        sessions = Sessions()
        feed = Feed()
        pipeline = CommitPipeline(lastSequence: 0)
    }

    /// Whether everything that was accepted has ended, and is durable.
    var isDone: Bool {
        core.facts.isEmpty && pipeline.isIdle
            && core.jobs(before: nil, limit: .max, probes: .max) { !$0.state.hasEnded }.jobs.isEmpty
    }

    func lookAtRecovered() { world.look(at: core, .recovered) }
}
