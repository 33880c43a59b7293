import Contract
import LonghaulClient
import Platform
import RPC

/// The worker's stream to the scheduler: takes grants in, says what was settled, keeps the leases alive, and comes
/// back with what it holds when the connection was lost. Lives on its loop's thread, and as long as that.
final class Session: TurnEndHandler {
    typealias Stream = ClientStream<V1.WorkerUpdate, V1.SchedulerUpdate>

    private enum Phase {
        /// On the way to a scheduler, or pausing before that.
        case away
        /// The scheduler has not said yet what is still held: nothing but heartbeats is sent.
        case joining(Stream)
        case joined(Stream, since: MonotonicTime)
        case over
    }

    /// What is settled is said when it is so much, or so old, whichever is first.
    static let itemsPerReport = 100
    private static let reportAge = Duration.milliseconds(250)
    /// What a scheduler asks for is kept within these.
    private static let heartbeats = Duration.milliseconds(10)...Duration.seconds(10)

    private let loop: EventLoop
    private let options: WorkerOptions
    private let instance: UInt64
    private let runtime: Runtime
    private let logger: Logger
    private let channel: Channel
    private var phase = Phase.away
    private var backoff = Backoff(first: .milliseconds(100), longest: .seconds(10))
    private var heartbeat = Duration.seconds(1)
    /// How long the scheduler waits for a lease that it calls back.
    private var recallTime = Duration.zero
    private var lastSaid = MonotonicTime.now
    private var isSayingAtTurnEnd = false
    private var isLeaving = false
    private var hasSaidLeave = false
    private var onEnd: ((Result<Void, LonghaulError>) -> Void)?

    init(channel: Channel, options: WorkerOptions, instance: UInt64, runtime: Runtime, logger: Logger) {
        loop = channel.loop
        self.channel = channel
        self.options = options
        self.instance = instance
        self.runtime = runtime
        self.logger = logger
    }

    /// `onEnd` hears once: that the worker has left, or why no scheduler will ever take it.
    func start(_ onEnd: @escaping (Result<Void, LonghaulError>) -> Void) {
        if case .over = phase { return onEnd(.success(())) }
        self.onEnd = onEnd
        connect()
        tick()
    }

    /// Says what is left, then goodbye; it ends when the scheduler has answered all of it, or at the limit.
    func leave(within limit: Duration) {
        guard !isLeaving else { return }
        isLeaving = true
        loop.schedule(after: limit) { [self] in giveUp() }
        if case .joined = phase { sayAtTurnEnd() } else { _ = endIfIdle() }
    }

    /// The time is over. Cancelled handlers have a moment to settle what they know more of than the scheduler, and to
    /// return; the session goes on as long as that is on its way, and ends by itself when it was answered.
    private func giveUp() {
        runtime.cancelHandlers()
        loop.schedule(after: options.settlingTime) { [self] in abandon() }
    }

    /// What handlers have settled by now is said, and the scheduler takes back the rest at no cost.
    private func abandon() {
        runtime.abandonAll()
        if case .joined(let stream, _) = phase {
            while stream.canSend, say(on: stream) {}
        }
        end(.success(()))
    }

    /// `onEnd` hears when what was said last is sent: then the loop may stop.
    private func end(_ result: Result<Void, LonghaulError>) {
        switch phase {
        case .over: return
        case .joining(let stream), .joined(let stream, _): stream.halfClose()
        case .away: break
        }
        phase = .over
        channel.close { [onEnd] in onEnd?(result) }
        onEnd = nil
    }

    /// Whether it is leaving with nothing left to say.
    private func endIfIdle() -> Bool {
        guard isLeaving, !runtime.holdsLeases else { return false }
        end(.success(()))
        return true
    }

    // MARK: Connecting

    /// The channel pauses between attempts.
    private func connect() {
        channel.connection { [self] result in
            if case .over = phase { return }
            switch result {
            case .success(let connection): join(on: connection)
            case .failure(let status) where status.isRefusal: refused(status)
            case .failure(let status):
                if endIfIdle() { return }
                logger.warning("No scheduler; trying again", ["reason": status])
                connect()
            }
        }
    }

    private func join(on connection: ClientConnection) {
        var first = V1.WorkerUpdate(leave: isLeaving)
        let held = runtime.beginSession(in: &first)
        first.join = V1.Join(
            name: options.name, instance: instance, kinds: runtime.kinds, queues: options.queues,
            held: held.map { V1.HeldLease(lease: $0) }, slots: UInt32(clamping: options.concurrency))
        hasSaidLeave = isLeaving
        heartbeat = .seconds(1)
        lastSaid = loop.now
        do throws(Status) {
            let stream = try connection.stream(V1.Worker.session, first: first)
            stream.onMessage { [self] update, _ in heard(update) }
            stream.onWritable { [self] in sayAtTurnEnd() }
            stream.onEnd { [self] status in ended(status) }
            phase = .joining(stream)
        } catch {
            comeBack(after: error)
        }
    }

    private func ended(_ status: Status) {
        switch phase {
        case .over: return
        case .joining where status.isRefusal: return refused(status)
        case .joined(_, let since) where loop.now - since >= Backoff.steadyTime: backoff.reset()
        case .away, .joining, .joined: break
        }
        comeBack(after: status)
    }

    /// Never from within the call that found the session ended, and not at the speed of its round trips.
    private func comeBack(after status: Status) {
        phase = .away
        if endIfIdle() { return }
        logger.warning("The session has ended; joining again", ["reason": status])
        loop.schedule(after: backoff.next()) { [self] in
            if case .away = phase { connect() }
        }
    }

    /// Whoever is there would say the same again.
    private func refused(_ status: Status) {
        runtime.leave()
        runtime.cancelHandlers()
        runtime.abandonAll()
        let text = "this worker is refused: \(status.message)"
        end(.failure(LonghaulError(Status(status.code == .unimplemented ? .failedPrecondition : status.code, text))))
    }

    // MARK: Hearing

    private func heard(_ update: V1.SchedulerUpdate) {
        if let joined = update.joined, case .joining(let stream) = phase {
            phase = .joined(stream, since: loop.now)
            let wanted = Duration.milliseconds(Int64(clamping: joined.heartbeatMs))
            recallTime = .milliseconds(Int64(clamping: joined.recallMs))
            heartbeat = min(max(wanted, Self.heartbeats.lowerBound), Self.heartbeats.upperBound)
            runtime.joined(kept: joined.kept, window: max(1, Int(clamping: joined.unacknowledgedItems)))
            logger.info("Joined the scheduler", ["kept": joined.kept.count])
        }
        do throws(Status) {
            if !update.grants.isEmpty { try take(update.grants) }
        } catch {
            return cutOff(error)
        }
        if !update.ended.isEmpty || !update.acknowledged.isEmpty || !update.revoked.isEmpty {
            runtime.answered(
                ended: update.ended, acknowledged: update.acknowledged.map(\.lease), revoked: update.revoked)
        }
        if !update.recalled.isEmpty { recall(update.recalled) }
        if !update.trims.isEmpty { runtime.trim(update.trims) }
        sayAtTurnEnd()
    }

    private func recall(_ leases: [UInt64]) {
        runtime.recall(leases)
        loop.schedule(after: min(options.settlingTime, recallTime / 2)) { [self] in
            runtime.abandon(leases)
            sayAtTurnEnd()
        }
    }

    private func take(_ grants: [V1.Grant]) throws(Status) {
        let leases = try grants.map { (grant) throws(Status) in try Lease(grant, runtime: runtime) }
        guard runtime.granted(leases) else { throw Status(.invalidArgument, "a lease was granted twice") }
    }

    /// The scheduler makes no sense. What is held is named to the next session.
    private func cutOff(_ status: Status) {
        switch phase {
        case .joining(let stream), .joined(let stream, _): stream.cancel()
        case .away, .over: break
        }
        comeBack(after: status)
    }

    // MARK: Saying

    func sayAtTurnEnd() {
        guard !isSayingAtTurnEnd else { return }
        isSayingAtTurnEnd = true
        loop.atEndOfTurn(.commit, self)
    }

    func turnEnds() {
        isSayingAtTurnEnd = false
        switch phase {
        case .away, .over: return
        case .joining(let stream): if stream.canSend, isBeatDue { _ = send(V1.WorkerUpdate(), on: stream) }
        case .joined(let stream, _): if stream.canSend, say(on: stream) { sayAtTurnEnd() }
        }
    }

    /// Returns whether there is more to say.
    private func say(on stream: Stream) -> Bool {
        var saying = runtime.takeSaying()
        if isLeaving, !hasSaidLeave { saying.update.leave = true }
        if saying.update != V1.WorkerUpdate() || isBeatDue {
            guard send(saying.update, on: stream) else { return false }
        }
        if isLeaving, saying.isEmpty { end(.success(())) }
        return saying.hasMore
    }

    private var isBeatDue: Bool { loop.now - lastSaid >= heartbeat }

    /// The stream is known to have room. False: what was to be said could not be, and the session has ended by that.
    private func send(_ update: V1.WorkerUpdate, on stream: Stream) -> Bool {
        guard stream.send(update) else { return false }
        lastSaid = loop.now
        if update.leave { hasSaidLeave = true }
        return true
    }

    /// Beside everything else: what is settled is not kept longer than `reportAge`, and the heart beats.
    private func tick() {
        loop.schedule(after: min(Self.reportAge, heartbeat)) { [self] in
            if case .over = phase { return }
            sayAtTurnEnd()
            tick()
        }
    }
}

extension Status {
    /// It would be said again, however often one asks.
    fileprivate var isRefusal: Bool {
        switch code {
        case .unimplemented, .invalidArgument, .permissionDenied, .unauthenticated: true
        default: false
        }
    }
}
