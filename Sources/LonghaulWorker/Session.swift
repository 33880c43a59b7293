import Contract
import Platform
import RPC

/// The worker's stream to the scheduler: takes grants in, says what was settled, keeps the leases alive, and comes
/// back with what it holds when the connection was lost. Lives on its loop's thread.
final class Session: TurnEndHandler {
    /// What is settled is said when it is so much, or so old, whichever is first.
    static let itemsPerReport = 100
    private static let reportAge = Duration.milliseconds(250)

    private let loop: EventLoop
    private let options: WorkerOptions
    private let instance: UInt64
    private let runtime: Runtime
    private let logger: Logger
    private let channel: Channel
    private var stream: ClientStream<V1.WorkerUpdate, V1.SchedulerUpdate>?
    private var isJoined = false
    /// Leases that there was room for when the session began, and those that had been finished by then: what is
    /// finished later makes room for others.
    private var creditBase: UInt64 = 0
    private var finishedAtJoin: UInt64 = 0
    private var saidCredit: UInt64 = 0
    private var heartbeat = Duration.seconds(1)
    private var lastSaid = MonotonicTime.now
    private var isSayingAtTurnEnd = false
    private var isLeaving = false
    private var hasSaidLeave = false
    private var onLeft: (() -> Void)?

    init(channel: Channel, options: WorkerOptions, instance: UInt64, runtime: Runtime, logger: Logger) {
        loop = channel.loop
        self.channel = channel
        self.options = options
        self.instance = instance
        self.runtime = runtime
        self.logger = logger
    }

    func start() {
        connect()
        scheduleReport()
    }

    /// Says what is left, then goodbye; `completion` when the scheduler has heard all of it, or at the limit.
    func leave(within limit: Duration, _ completion: @escaping () -> Void) {
        isLeaving = true
        onLeft = completion
        loop.schedule(after: limit) { [unowned self] in
            runtime.cancelHandlers()
            left()
        }
        if !isJoined, runtime.heldLeases == 0 { return left() }
        sayAtTurnEnd()
    }

    private func left() {
        guard let onLeft else { return }
        self.onLeft = nil
        stream?.halfClose()
        channel.close()
        onLeft()
    }

    // MARK: Connecting

    /// The channel pauses between attempts.
    private func connect() {
        channel.connection { [unowned self] result in
            switch result {
            case .success(let connection): join(on: connection)
            case .failure(let status):
                guard onLeft == nil, !isLeaving else { return left() }
                logger.warning("No scheduler; trying again", ["reason": status])
                connect()
            }
        }
    }

    private func join(on connection: ClientConnection) {
        let held = runtime.reclaim()
        finishedAtJoin = runtime.finishedLeases
        creditBase = UInt64(max(0, options.concurrency + options.prefetch - runtime.unfinishedLeases))
        saidCredit = 0
        hasSaidLeave = false
        let join = V1.Join(
            name: options.name, instance: instance, kinds: runtime.kinds, queues: options.queues,
            held: held.map { V1.HeldLease(lease: $0) })
        do throws(Status) {
            let stream = try connection.stream(V1.Worker.session, first: V1.WorkerUpdate(join: join))
            stream.onMessage { [unowned self] update, _ in heard(update) }
            stream.onWritable { [unowned self] in sayAtTurnEnd() }
            stream.onEnd { [unowned self] status in ended(status) }
            self.stream = stream
        } catch {
            ended(error)
        }
    }

    private func ended(_ status: Status) {
        stream = nil
        isJoined = false
        if isLeaving, hasSaidLeave { return left() }
        logger.warning("The session has ended; joining again", ["reason": status])
        connect()
    }

    // MARK: Hearing

    private func heard(_ update: V1.SchedulerUpdate) {
        if let joined = update.joined {
            isJoined = true
            heartbeat = .milliseconds(Int64(clamping: joined.heartbeatMs))
            runtime.kept(joined.kept)
            runtime.setWindow(Int(clamping: joined.unacknowledgedItems))
            logger.info("Joined the scheduler", ["kept": joined.kept.count])
        }
        if !update.grants.isEmpty {
            runtime.granted(update.grants.map { Lease($0, runtime: runtime) })
        }
        if !update.ended.isEmpty || !update.acknowledged.isEmpty || !update.revoked.isEmpty {
            runtime.answered(
                ended: update.ended, acknowledged: update.acknowledged.map(\.lease), revoked: update.revoked)
        }
        sayAtTurnEnd()
    }

    // MARK: Saying

    func sayAtTurnEnd() {
        guard !isSayingAtTurnEnd else { return }
        isSayingAtTurnEnd = true
        loop.atEndOfTurn(.commit, self)
    }

    func turnEnds() {
        isSayingAtTurnEnd = false
        guard isJoined, let stream, stream.canSend else { return }
        var saying = runtime.takeSaying()
        let credit = isLeaving ? saidCredit : creditBase + runtime.finishedLeases - finishedAtJoin
        if credit > saidCredit {
            saying.update.leaseCredit = credit
            saying.update.itemCredit = .max
        }
        if isLeaving, !hasSaidLeave { saying.update.leave = true }
        let isDue = loop.now - lastSaid >= heartbeat
        if saying.update != V1.WorkerUpdate() || isDue {
            stream.send(saying.update)
            lastSaid = loop.now
            saidCredit = max(saidCredit, credit)
            if saying.update.leave { hasSaidLeave = true }
        }
        if saying.hasMore { sayAtTurnEnd() }
        if isLeaving, hasSaidLeave, saying.isEmpty { left() }
    }

    /// Beside everything else: what is settled is not kept longer than `reportAge`, and the heart beats.
    private func scheduleReport() {
        loop.schedule(after: min(Self.reportAge, heartbeat)) { [unowned self] in
            sayAtTurnEnd()
            scheduleReport()
        }
    }

}
