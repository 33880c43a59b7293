import LonghaulWorker
import Platform

/// Connections to mail servers that nobody uses at the moment: leases last a second or two, connections longer.
final class ConnectionShelf: Sendable {
    private struct Shelved {
        let connection: SMTPConnection
        let since: MonotonicTime
    }

    /// Servers close idle connections after minutes; these go sooner.
    private static let longest = Duration.seconds(20)
    private static let most = 64

    private let shelved = Lock([SMTPServer.Key: [Shelved]]())

    func take(for server: SMTPServer) -> SMTPConnection? {
        let now = MonotonicTime.now
        return shelved.withLock { shelved in
            while let newest = shelved[server.key]?.popLast() {
                if now - newest.since < Self.longest { return newest.connection }
            }
            return nil
        }
    }

    func put(_ connection: SMTPConnection, for server: SMTPServer) {
        guard connection.isUsable else { return }
        shelved.withLock { shelved in
            guard shelved[server.key, default: []].count < Self.most else { return }
            shelved[server.key, default: []].append(Shelved(connection: connection, since: .now))
        }
    }
}

/// One connection, for as long as somebody sends over it; made anew when it breaks, with growing pauses, and given up
/// when the server stays away.
final class ConnectionLoan {
    private(set) var connection: SMTPConnection?
    private let shelf: ConnectionShelf
    private let server: SMTPServer
    private let logger: Logger
    private var failures = 0
    private var failingSince: MonotonicTime?

    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)
    /// After which a server that can't be reached stops the campaign, for a person to look at.
    private static let patience = Duration.seconds(30)

    init(shelf: ConnectionShelf, server: SMTPServer, logger: Logger) {
        self.shelf = shelf
        self.server = server
        self.logger = logger
    }

    func giveBack() {
        if let connection { shelf.put(connection, for: server) }
        connection = nil
    }

    /// Returns with a connection, or throws what stops the campaign.
    func connect(on pool: BlockingPool) async throws {
        if connection?.isUsable == true { return }
        connection = shelf.take(for: server)
        while connection == nil {
            if failures > 0 { try await Task.sleep(for: pause) }
            let server = server
            let result = await pool.run { Result { () throws(SMTPError) in try SMTPConnection(to: server) } }
            switch result {
            case .success(let made): connection = made
            case .failure(let error): try failed(error)
            }
        }
        failingSince = nil
        failures = 0
    }

    /// The connection broke, or was not made.
    func failed(_ error: SMTPError) throws(TaskFailure) {
        connection = nil
        let since = failingSince ?? .now
        failingSince = since
        failures += 1
        if error.isTransient, MonotonicTime.now - since < Self.patience {
            logger.warning(
                "Mail server trouble; trying again", ["server": "\(server.host):\(server.port)", "reason": error])
            return
        }
        throw TaskFailure(
            code: "smtp-\(error.code.rawValue)",
            text: "\(error.message) Then requeue this letter: the campaign goes on where it stopped.")
    }

    /// Full jitter under a bound that doubles.
    private var pause: Duration {
        let bound = min(Self.longestPause, Self.firstPause * (1 << min(failures, 10)))
        return .nanoseconds(Int64.random(in: 0...bound.wholeNanoseconds))
    }
}
