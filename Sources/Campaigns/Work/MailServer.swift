import LonghaulWorker
import Platform

/// A mail server as all leases of this worker see it: its connections go from one to the other, and what it says to one
/// of them all obey.
///
/// A connection is held only while messages go over it. So those that are few are never kept by somebody who waits.
final class MailServer: Sendable {
    struct Options: Sendable {
        var standing = ServerStanding.Policy()
        /// After which an unused connection is closed: other workers may want it, and servers close idle ones too.
        var idle = Duration.seconds(2)
        /// At most one line of trouble in so long.
        var logInterval = Duration.seconds(10)
        /// After which those who wait for a new connection that says nothing hear so.
        var silence = Duration.seconds(2)
        /// The same of a server that says nothing to messages: some take their time with each.
        var silenceToMessages = Duration.seconds(10)
    }

    private struct State {
        var standing: ServerStanding
        /// Unused ones, the newest last.
        var idle: [(connection: SMTPConnection, since: MonotonicTime)] = []
        /// First come, first served.
        var waiting: [(number: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
        var nextWaiting: UInt64 = 0
        /// When and why somebody last ran out of patience.
        var givenUp: (at: MonotonicTime, reason: SMTPError)?
        /// Why nothing is sent, until something is; for those who wait.
        var trouble: Failure?
        var isClosingIdle = false
        var logsAgain = MonotonicTime(nanoseconds: 0)
        var unlogged = 0
    }

    private enum Step {
        case take(SMTPConnection)
        case connect
        case wait(Duration, because: Failure?)
        case giveUp(SMTPError)
    }

    /// A wait is never longer, since what it is for may come without a sign.
    private static let longestWait = Duration.seconds(1)

    private let server: SMTPServer
    private let options: Options
    private let pool: BlockingPool
    private let logger: Logger
    private let state: Lock<State>

    /// `connections`: the most that may be open at once.
    init(_ server: SMTPServer, connections: Int, options: Options, pool: BlockingPool, logger: Logger) {
        self.server = server
        self.options = options
        self.pool = pool
        self.logger = logger
        state = Lock(State(standing: ServerStanding(options.standing, connections: connections)))
    }

    // MARK: Connections

    /// A connection of the caller's own until `giveBack`; waits for as long as the server wants a pause or has no room.
    /// Throws a `TaskFailure` when the server stays away or refuses this client, and `CancellationError`. Patience is the
    /// worker's: when it is over, it is so for all who wait, or the last of many would wait many times as long.
    ///
    /// `explain` hears what is wrong with the server, each time before there is a wait for it.
    func connection(_ explain: @escaping @Sendable (Failure) -> Void = { _ in }) async throws -> SMTPConnection {
        let start = MonotonicTime.now
        while true {
            try Task.checkCancellation()
            switch state.withLock({ Self.step(&$0, since: start) }) {
            case .giveUp(let reason): throw TaskFailure(givingUp: reason)
            case .take(let connection): return connection
            case .wait(let duration, let reason):
                if let reason { explain(reason) }
                await wait(atMost: min(duration, Self.longestWait))
            case .connect:
                if let connection = try await connect(explain) { return connection }
            }
        }
    }

    private static func step(_ state: inout State, since start: MonotonicTime) -> Step {
        if let (time, reason) = state.givenUp, time >= start { return .giveUp(reason) }
        let now = MonotonicTime.now
        if let pause = state.standing.pause(now) { return .wait(pause, because: state.trouble) }
        while let newest = state.idle.popLast() {
            if newest.connection.isUsable { return .take(newest.connection) }
            state.standing.disconnected()
        }
        return state.standing.mayConnect(now) ? .connect : .wait(longestWait, because: state.trouble)
    }

    private func connect(_ explain: @escaping @Sendable (Failure) -> Void) async throws -> SMTPConnection? {
        let (server, interrupt) = (server, SMTPInterrupt())
        let silence = Task { [self] in
            try? await Task.sleep(for: options.silence)
            if !Task.isCancelled { explain(state.withLock { $0.trouble } ?? Failure(silenceOf: server)) }
        }
        let result = await withTaskCancellationHandler {
            await pool.run { Result { () throws(SMTPError) in try SMTPConnection(to: server, interrupt: interrupt) } }
        } onCancel: {
            interrupt.raise()
        }
        silence.cancel()
        // Or it might explain what is over.
        await silence.value
        switch result {
        case .success(let connection):
            state.withLock { state in
                state.standing.connected()
                state.givenUp = nil
                state.trouble = nil
            }
            return connection
        case .failure(let error):
            try failedToConnect(error)
            return nil
        }
    }

    private func failedToConnect(_ error: SMTPError) throws {
        if Task.isCancelled {
            // Given up here: it says nothing of the server.
            state.withLock { $0.standing.disconnected() }
            throw CancellationError()
        }
        let chance = Double.random(in: 0...1)
        let givesUp = state.withLock { state in
            if error.code == .turnedAway || error.code == .serviceClosing {
                state.standing.turnedAway(.now, chance: chance)
                state.trouble = Failure(waitingFor: error)
                return false
            }
            state.trouble = Failure(waitingFor: error, patience: state.standing.patience)
            let isOutOfPatience = state.standing.failedToConnect(.now, chance: chance)
            guard isOutOfPatience || error.endsPatience(withKnown: state.standing.isKnown) else { return false }
            state.givenUp = (.now, error)
            return true
        }
        if givesUp { throw TaskFailure(givingUp: error) }
        logTrouble("Mail server trouble; trying again", error)
    }

    func giveBack(_ connection: SMTPConnection) {
        let (next, closesIdle) = state.withLock { state in
            if connection.isUsable {
                state.idle.append((connection, .now))
            } else {
                state.standing.disconnected()
            }
            defer { state.isClosingIdle = true }
            let next = state.waiting.isEmpty ? nil : state.waiting.removeFirst().continuation
            return (next, !state.isClosingIdle)
        }
        next?.resume()
        if closesIdle { Task { await closeIdle() } }
    }

    /// Until there are none.
    private func closeIdle() async {
        var next: Duration? = options.idle
        while let time = next {
            try? await Task.sleep(for: time)
            let (old, rest) = state.withLock { state in
                let now = MonotonicTime.now
                let old = state.idle.prefix { now - $0.since >= options.idle }.map(\.connection)
                state.idle.removeFirst(old.count)
                state.isClosingIdle = !state.idle.isEmpty
                return (old, state.idle.first.map { options.idle - (now - $0.since) })
            }
            next = rest
            for connection in old {
                await pool.run { connection.quit() }
                state.withLock { $0.standing.disconnected() }
            }
        }
    }

    // MARK: What the server said

    /// Says so each time that it was silent for long, until it is cancelled. `hasAnswered` tells whether it said
    /// anything since it was asked last.
    func explainSilence(_ explain: (Failure) -> Void, unless hasAnswered: () -> Bool) async {
        let reason = Failure(silenceOf: server)
        while (try? await Task.sleep(for: options.silenceToMessages)) != nil {
            if !hasAnswered(), !Task.isCancelled { explain(reason) }
        }
    }

    /// Messages that it took in all, from this worker.
    var accepted: UInt64 { state.withLock { $0.standing.accepted } }

    func accepted(_ messages: Int) {
        guard messages > 0 else { return }
        state.withLock { state in
            state.standing.accepted(messages)
            state.trouble = nil
        }
    }

    /// The server asked for less: everybody pauses.
    func slowDown(_ failure: DeliveryFailure) {
        let chance = Double.random(in: 0...1)
        state.withLock { state in
            state.standing.slowDown(.now, chance: chance)
            state.trouble = Failure(code: failure.code, text: "The mail server asks to slow down: \(failure.text)")
        }
        logTrouble("The mail server asks to slow down; pausing", failure)
    }

    /// A connection broke; `answered` says whether the server told any message's fate over it in this batch. If not,
    /// everybody pauses; throws when it was so too often in a row.
    func broke(_ error: SMTPError, answered: Bool) throws(TaskFailure) {
        let chance = Double.random(in: 0...1)
        let givesUp = state.withLock { state in
            if answered { return false }
            state.trouble = Failure(waitingFor: error)
            return state.standing.brokeFruitlessly(.now, chance: chance)
        }
        if givesUp { throw TaskFailure(givingUp: error) }
        logTrouble("A connection to the mail server is lost; going on with another one", error)
    }

    private func logTrouble(_ message: String, _ reason: some CustomStringConvertible) {
        let count: Int? = state.withLock { state in
            state.unlogged += 1
            let now = MonotonicTime.now
            guard now >= state.logsAgain else { return nil }
            state.logsAgain = now + options.logInterval
            defer { state.unlogged = 0 }
            return state.unlogged
        }
        guard let count else { return }
        logger.warning(message, ["server": "\(server.host):\(server.port)", "reason": reason, "events": count])
    }

    // MARK: Waiting

    /// How many wait for a connection now.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Until a connection comes back, the caller is cancelled, or the time is over.
    private func wait(atMost duration: Duration) async {
        let number = state.withLock { state in
            defer { state.nextWaiting += 1 }
            return state.nextWaiting
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // One may have come back since the caller looked.
                    if Task.isCancelled || state.standing.pause(.now) == nil && !state.idle.isEmpty { return true }
                    state.waiting.append((number, continuation))
                    return false
                }
                if isOver { return continuation.resume() }
                // Not cancelled when it is not needed any more: it ends soon, and then finds nobody.
                Task {
                    try? await Task.sleep(for: duration)
                    wake(number)
                }
            }
        } onCancel: {
            wake(number)
        }
    }

    private func wake(_ number: UInt64) {
        let continuation = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
        }
        continuation?.resume()
    }
}
