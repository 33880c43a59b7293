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
    var contexts = ContextCache()
    var notes = Notes()
    var timeZones = TimeZones()
    var payloadCache = PayloadCache()
    /// Grants that wait for payloads to be read; none: they are read ahead.
    var pendingGrants: [BatchID: [PendingGrant]] = [:]

    private var pipeline: CommitPipeline<HeldReply>
    private let journal: JournalWriter
    let journalCodec = Codec(keeping: SchedulerOptions.largestRow)
    private let clock: CoreClock
    private var alarm: (timer: TimerID, deadline: Timestamp)?
    private var isTurnOpen = false
    /// Requests wait with those who sent them.
    private(set) var isPaused = false
    /// When the pause began that lasts.
    private var pausedAt = Timestamp.zero
    private var isStopping = false
    let onFatal: (StoreError) -> Void
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
        pipeline = CommitPipeline(lastSequence: summary.lastSequence)
        server = Server(loop: loop, agent: "longhaul scheduler", logger: logger)
        let outcomes = OutcomeRelay()
        journal = JournalWriter(
            store: store, loop: loop,
            onRead: { id, bytes in outcomes.target?.value.service?.attachmentRead(id, bytes) },
            completion: { outcome in outcomes.target?.value.journalAnswered(outcome) })
        outcomes.target = LoopBound(Weak(self), loop)
        registerMethods()
        openTurn()
    }

    /// Returns the port, which the system has chosen when it was 0.
    package func listen(_ endpoint: Endpoint) throws(SystemError) -> UInt16 {
        try server.listen(endpoint)
    }

    /// The same on a socket that was bound before the store was opened.
    package func listen(on socket: consuming BoundSocket) throws(SystemError) {
        try server.listen(on: socket)
    }

    /// Hands out no more work, takes no more calls, writes what is waiting, and closes the store; then `completion`. What
    /// the journal has not taken within `limit` is given up: nobody was told of it.
    package func stop(within limit: Duration, _ completion: @escaping () -> Void) {
        isStopping = true
        let deadline = MonotonicTime.now + limit
        sessions.endAll(Status(.unavailable, "the scheduler is shutting down"))
        feed.endAll(Status(.unavailable, "the scheduler is shutting down"))
        server.drain(within: limit) { [self] in
            onStopped = completion
            loop.schedule(at: deadline) { [weak self] in self?.finishStopping() }
            openTurn()
        }
    }

    private func finishStopping() {
        guard let onStopped else { return }
        self.onStopped = nil
        // A thread that hangs in the disk can't be waited for; it ends with the process.
        if pipeline.isIdle || !journal.isBusy { journal.stop() }
        if !core.facts.isEmpty || !pipeline.isIdle {
            logger.warning(
                "The journal did not take the last facts; nobody was told of them", ["facts": core.facts.count])
        }
        onStopped()
    }

    // MARK: Turns

    /// Every command goes through here first: the core learns the time, and the turn will be ended. When the batch is
    /// full this command is the turn's last: what comes in is left unread.
    func openTurn() {
        if core.isBatchFull { pause() }
        guard !isTurnOpen else { return }
        isTurnOpen = true
        core.advance(to: clock.now(loop.now))
        loop.atEndOfTurn(.commit, self)
    }

    package func turnEnds() {
        isTurnOpen = false
        var isTold = false
        while !isTold {
            if !isStopping { core.dispatch() }
            let output = core.takeOutput()
            isTold = tellWorkers(output)
            tellFollowers(output)
        }
        writeJournal()
        setAlarm()
        if pipeline.isIdle, core.facts.isEmpty { finishStopping() }
    }

    /// The core's next deadline, on the loop. Timers run after the turn's input was read. With a full batch there is
    /// nothing to be done in time; the turn in which the journal takes it sets the alarm.
    private func setAlarm() {
        guard !core.isBatchFull, let deadline = core.nextDeadline else { return }
        if let alarm {
            guard deadline < alarm.deadline else { return }
            loop.cancel(alarm.timer)
        }
        let timer = loop.schedule(at: clock.moment(of: deadline)) { [unowned self] in
            alarm = nil
            openTurn()
            core.tick()
            fireDueTicks()
            advanceOrders()
        }
        alarm = (timer, deadline)
    }

    // MARK: Attachments

    /// Is written with the facts emitted so far.
    func attach(_ attachment: Attachment) { pipeline.attach(attachment) }

    /// `attachmentRead` is called with what comes of it.
    func readAttachment(_ id: UInt64) { journal.read(id) }

    // MARK: The release point

    /// `send` runs when every fact emitted so far is durable. Nothing else in this service sends anything that the
    /// state had a part in.
    func whenDurable(_ send: @escaping (Position) -> Void) {
        if pipeline.hold(HeldReply(send: send), hasFacts: !core.facts.isEmpty) { send(position) }
    }

    /// Answers a call that has changed nothing, by the same rule. But while the journal refuses rows nobody knows how long
    /// that may take: then the call fails at once, and can be made again.
    func answer<Response>(_ call: UnaryCall<Response>, _ reply: @escaping (Position) -> Void) {
        let hasFacts = !core.facts.isEmpty
        if let status = refusalStatus, pipeline.wouldHold(hasFacts: hasFacts) { return call.fail(status) }
        if pipeline.hold(HeldReply(send: reply) { call.fail($0) }, hasFacts: hasFacts) { reply(position) }
    }

    /// What a call is told that can't be answered, or may not change anything, while the journal refuses rows; nil: it
    /// takes them.
    var refusalStatus: Status? {
        pipeline.refusal.map {
            Status(.resourceExhausted, "nothing new is accepted for now: \($0)", retryAfter: .seconds(1))
        }
    }

    private var position: Position { Position(epoch: core.state.epoch, sequence: pipeline.durable) }

    private func writeJournal() {
        let isFull = core.isBatchFull
        guard let row = pipeline.takeRow(from: &core, codec: journalCodec) else {
            if isFull { pause() }
            return
        }
        payloadCache.rowTaken(detached: row.detached)
        journal.write(row)
        resume()
        // What it had no room for goes into the next batch.
        if isFull { openTurn() }
    }

    func journalAnswered(_ outcome: AppendOutcome) {
        let wasRefused = pipeline.refusal != nil
        switch pipeline.answered(outcome) {
        case .released(let replies):
            if wasRefused { logger.info("The journal takes rows again") }
            payloadCache.rowDurable()
            let position = position
            for held in replies { held.send(position) }
            openTurn()
        case .refused(let isNews):
            if isNews, let refusal = pipeline.refusal {
                logger.error("The journal refuses rows; submits are refused until it takes them", ["error": refusal])
            }
            if let status = refusalStatus {
                for held in pipeline.withdraw(where: { $0.giveUp != nil }) { held.giveUp?(status) }
            }
            loop.schedule(after: SchedulerOptions.retryRefusedRow) { [weak self] in
                if let self, let row = pipeline.offeredRow { journal.write(row) }
            }
        case .fatal(let error):
            onFatal(error)
        }
    }

    // MARK: Back pressure

    private func pause() {
        guard !isPaused else { return }
        isPaused = true
        pausedAt = core.now
        server.pauseReading()
    }

    private func resume() {
        guard isPaused else { return }
        isPaused = false
        core.advance(to: clock.now(.now))
        core.excuseSilence(of: core.now.milliseconds(since: pausedAt))
        server.resumeReading()
    }
}

/// What waits for a row.
private struct HeldReply {
    let send: (Position) -> Void
    /// Instead of that; nil: what is waited for has been done, and so there is no other answer.
    var giveUp: ((Status) -> Void)?
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
