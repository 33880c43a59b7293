import Contract
package import Platform
package import RPC
import Scheduling
package import Storage

/// The only place where core, store and network meet. Lives on its loop's thread.
///
/// A turn of the loop: requests are read and become commands of the core; at the turn's end work is handed out, and
/// when the journal is free, all facts so far go to it as one row. What any of them may say to the outside waits in
/// the release queue until that row is durable: persist, then reply, then notify.
package final class SchedulerService: TurnEndHandler {
    let loop: EventLoop
    let server: Server
    let logger: Logger
    let options: SchedulerOptions
    /// For messages on the wire, and what the core keeps encoded.
    let codec = Codec()
    var core: Scheduler
    var sessions = WorkerSessions()
    var feed = Feed()

    private var commit: GroupCommit
    private var release: ReleaseQueue<(Position) -> Void>
    private let journal: JournalWriter
    private let journalCodec = Codec(keeping: SchedulerOptions.largestRow)
    private var encoder = FactEncoder()
    private var refusedRow: JournalRow?
    private var writtenRow: JournalRow?
    private let clock: CoreClock
    private var alarm: (timer: TimerID, deadline: Timestamp)?
    private var isTurnOpen = false
    private var isPaused = false
    /// Bytes of payloads and the like that came since the last row.
    private var bytesSinceRow = 0
    private var onFatal: (StoreError) -> Void
    private var onStopped: (() -> Void)?

    /// Takes over a store, and blocks until its journal is read: make it before the loop has anything else to do.
    /// Serves nothing before `listen`. `onFatal` is called when it is not known any more what is durable: the process
    /// must end then, and saying anything is forbidden.
    package init(
        loop: EventLoop, store: sending any Store, options: SchedulerOptions, logger: Logger,
        onFatal: @escaping (StoreError) -> Void
    ) throws(StoreError) {
        self.loop = loop
        self.logger = logger
        self.options = options
        self.onFatal = onFatal
        let begin = MonotonicTime.now
        var state = State(partition: 0)
        let summary = try store.recover(into: &state, codec: Codec(keeping: SchedulerOptions.largestRow))
        logger.info(
            "Recovered",
            [
                "rows": summary.lastSequence, "facts": summary.facts, "bytes": summary.bytes, "epoch": store.epoch,
                "milliseconds": (MonotonicTime.now - begin).wholeMilliseconds,
            ])
        clock = CoreClock(notBefore: state.time)
        core = Scheduler(recovered: state, epoch: store.epoch, settings: options.core, now: clock.now(loop.now))
        commit = GroupCommit(lastSequence: summary.lastSequence)
        release = ReleaseQueue(durable: summary.lastSequence)
        server = Server(loop: loop, agent: "longhaul scheduler", logger: logger)
        let outcomes = OutcomeRelay()
        journal = JournalWriter(store: store, loop: loop) { outcome in outcomes.target?.value.journalAnswered(outcome) }
        outcomes.target = LoopBound(Weak(self), loop)
        registerMethods()
        openTurn()
    }

    /// Returns the port, which the system has chosen when it was 0.
    package func listen(_ endpoint: Endpoint) throws(SystemError) -> UInt16 {
        try server.listen(endpoint)
    }

    /// Takes no more calls, writes what is waiting, and stops the journal's thread; then `completion`.
    package func stop(within limit: Duration, _ completion: @escaping () -> Void) {
        sessions.endAll(Status(.unavailable, "the scheduler is shutting down"))
        feed.endAll(Status(.unavailable, "the scheduler is shutting down"))
        server.drain(within: limit) { [self] in
            onStopped = completion
            openTurn()
        }
    }

    // MARK: Turns

    /// Every command goes through here first: the core learns the time, and the turn will be ended.
    func openTurn() {
        guard !isTurnOpen else { return }
        isTurnOpen = true
        core.advance(to: clock.now(loop.now))
        loop.atEndOfTurn(.commit, self)
    }

    package func turnEnds() {
        isTurnOpen = false
        core.dispatch()
        let output = core.takeOutput()
        tellWorkers(output)
        tellFollowers(output)
        writeJournal()
        setAlarm()
        if let onStopped, commit.isIdle, core.facts.isEmpty {
            self.onStopped = nil
            journal.stop()
            onStopped()
        }
    }

    /// The core's next deadline, on the loop. Timers run after the turn's input was read.
    private func setAlarm() {
        guard let deadline = core.nextDeadline else { return }
        if let alarm {
            guard deadline < alarm.deadline else { return }
            loop.cancel(alarm.timer)
        }
        let timer = loop.schedule(at: clock.moment(of: deadline)) { [unowned self] in
            alarm = nil
            openTurn()
            core.tick()
        }
        alarm = (timer, deadline)
    }

    // MARK: The release point

    /// `send` runs when every fact emitted so far is durable. Nothing else in this service sends anything that the
    /// state had a part in.
    func whenDurable(_ send: @escaping (Position) -> Void) {
        let batch = commit.dependency(hasFacts: !core.facts.isEmpty)
        if release.hold(send, until: batch) { send(position) }
    }

    private var position: Position { Position(epoch: core.state.epoch, sequence: release.durable) }

    private func writeJournal() {
        guard !core.facts.isEmpty, let sequence = commit.begin() else {
            if core.facts.count >= SchedulerOptions.mostFactsWaiting
                || bytesSinceRow >= SchedulerOptions.mostBytesWaiting
            {
                pause()
            }
            return
        }
        core.writeBatch { encoder.encode($0, blobs: $1) }
        core.batchTaken()
        bytesSinceRow = 0
        do throws(CodecError) {
            let row = JournalRow(
                sequence: sequence, epoch: core.state.epoch, batch: try encoder.takeBatch(codec: journalCodec))
            writtenRow = row
            journal.write(row)
        } catch {
            preconditionFailure("a batch within the limits can be encoded: \(error)")
        }
    }

    func journalAnswered(_ outcome: AppendOutcome) {
        switch outcome {
        case .durable:
            if refusedRow != nil { logger.info("The journal takes rows again") }
            refusedRow = nil
            writtenRow = nil
            let position = Position(epoch: core.state.epoch, sequence: commit.durable())
            for send in release.committed(position.sequence) { send(position) }
            resume()
            openTurn()
        case .refused(let error):
            if refusedRow == nil {
                logger.error("The journal refuses rows; submits are refused until it takes them", ["error": error])
            }
            commit.refused()
            refusedRow = writtenRow
            loop.schedule(after: SchedulerOptions.retryRefusedRow) { [unowned self] in
                if let refusedRow { journal.write(refusedRow) }
            }
        case .unknown(let error):
            onFatal(error)
        }
    }

    // MARK: Back pressure

    func received(bytes: Int) { bytesSinceRow += bytes }

    /// Whether something new may be accepted.
    var isAccepting: Bool { commit.isAccepting }

    private func pause() {
        guard !isPaused else { return }
        isPaused = true
        server.pauseReading()
    }

    private func resume() {
        guard isPaused else { return }
        isPaused = false
        server.resumeReading()
    }
}

/// The journal's thread can be told where its outcomes go only after the service is there.
private final class OutcomeRelay: @unchecked Sendable {
    /// Set once, before the first row is written.
    var target: LoopBound<Weak>?
}

struct Weak {
    weak var service: SchedulerService?

    init(_ service: SchedulerService) { self.service = service }

    func journalAnswered(_ outcome: AppendOutcome) { service?.journalAnswered(outcome) }
}
