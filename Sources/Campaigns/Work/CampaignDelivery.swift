import LonghaulWorker
import Platform

/// One lease's recipients, sent to over several connections at once. Ends when all are settled or none is left to take,
/// and throws what stops the whole campaign.
final class CampaignDelivery: Sendable {
    private let lease: Lease
    private let sender: CampaignSender
    private let server: MailServer
    private let pool: BlockingPool
    private let batch: @Sendable () -> Int
    private let failure = Lock<(any Error)?>(nil)

    /// `batch`: how many recipients to take at a time.
    init(
        of lease: Lease, _ sender: CampaignSender, to server: MailServer, on pool: BlockingPool,
        batch: @escaping @Sendable () -> Int
    ) {
        self.lease = lease
        self.sender = sender
        self.server = server
        self.pool = pool
        self.batch = batch
    }

    func run(connections: Int) async throws {
        // When one fails, the others end the messages that they are in: an answer not waited for is a doubt more.
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask { [self] in
                    do {
                        try await sendAll()
                    } catch {
                        failure.withLock { $0 = $0 as? TaskFailure ?? error }
                    }
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private var hasFailed: Bool { failure.withLock { $0 != nil } }

    private func sendAll() async throws {
        // Before a recipient is taken: those who wait for a server must not use up what the worker may have under way.
        server.giveBack(try await connection())
        while !hasFailed, let items = try await lease.next(upTo: batch()) {
            try await send(Array(items))
        }
    }

    /// Whoever watches the campaign sees why it does not move.
    private func connection() async throws -> SMTPConnection {
        let connection = try await server.connection { [lease] in lease.note($0) }
        lease.note(nil)
        return connection
    }

    private func send(_ items: [UInt64]) async throws {
        var left = items
        var (complaints, breaks): ([UInt64: Complaints], [UInt64: Complaints]) = ([:], [:])
        while !left.isEmpty, !hasFailed {
            let acceptedBefore = server.accepted
            let result = try await sendOnce(left)
            left = result.left
            if let refusal = result.refusal { throw TaskFailure(refusing: refusal) }
            let accepted = server.accepted
            for (item, turned) in result.turnedBack {
                let limits = turned.complaint.stage == .sender ? Complaints.Limits.sender : .recipient
                guard complaints[item, default: Complaints(accepted: acceptedBefore)].add(limits, accepted: accepted)
                else { continue }
                lease.retry(item, Failure(turned.complaint, of: turned.address))
                left.removeAll { $0 == item }
            }
            if let (item, failure, address) = result.broken,
                breaks[item, default: Complaints(accepted: acceptedBefore)].add(.broken, accepted: accepted)
            {
                lease.retry(item, Failure(failure, of: address))
                left.removeAll { $0 == item }
            }
        }
    }

    /// A cancelled handler has a second to settle what only it knows of: the message in hand is ended in it, where its
    /// server is that quick. One that is broken off may be sent twice.
    private static let timeForTheLast = Duration.milliseconds(600)

    private func sendOnce(_ items: [UInt64]) async throws -> CampaignSender.Result {
        let connection = try await connection()
        defer { server.giveBack(connection) }
        let (lease, sender, server) = (lease, sender, server)
        let hasAnswered = Lock(false)
        let silence = Task {
            await server.explainSilence({ lease.note($0) }) {
                hasAnswered.withLock { hasAnswered in
                    defer { hasAnswered = false }
                    return hasAnswered
                }
            }
        }
        defer { silence.cancel() }
        let stopping = Stopping()
        let result = try await withTaskCancellationHandler {
            defer { stopping.isOver() }
            return try await pool.run { () throws(TaskFailure) in
                try sender.send(items, of: lease, over: connection, while: { !stopping.isAsked }) {
                    hasAnswered.withLock { $0 = true }
                }
            }
        } onCancel: {
            stopping.ask()
            Task {
                try? await Task.sleep(for: Self.timeForTheLast)
                stopping.unlessOver { connection.interrupt.raise() }
            }
        }
        try Task.checkCancellation()
        server.accepted(result.accepted)
        // Before the connection goes to somebody else. A server that asks for less may close it too: no other trouble.
        if let turned = result.turnedBack.values.first {
            server.slowDown(turned.complaint)
        } else if let error = result.error {
            try server.broke(error, answered: result.answered > 0)
        }
        return result
    }
}

/// Tells who sends that no further message is to be begun. Once the connection may be another one's, it is let be.
private final class Stopping: Sendable {
    private let state = Lock((isAsked: false, isOver: false))

    var isAsked: Bool { state.withLock { $0.isAsked } }

    func ask() { state.withLock { $0.isAsked = true } }

    func isOver() { state.withLock { $0.isOver = true } }

    func unlessOver(_ body: () -> Void) {
        state.withLock { state in
            if !state.isOver { body() }
        }
    }
}

extension TaskFailure {
    fileprivate init(refusing failure: DeliveryFailure) {
        self.init(
            code: "smtp-sender-refused",
            text: """
                The mail server takes nothing from this sender: \(failure). Mend it with the server's operator (the \
                sender's address, a login that is missing), then requeue this letter: the campaign goes on where it \
                stopped. Or cancel it, and start a new one with another sender.
                """)
    }
}
