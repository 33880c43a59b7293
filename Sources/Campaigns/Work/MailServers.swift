import Platform

/// The mail servers that this worker's campaigns use, each once for those that would make the same connections.
final class MailServers: Sendable {
    /// Servers remembered; of more, those that no lease uses are forgotten, and their connections closed.
    private static let most = 64

    private let connections: Int
    private let options: MailServer.Options
    private let pool: BlockingPool
    private let logger: Logger
    private let servers = Lock([SMTPServer.Key: MailServer]())

    /// `connections`: the most to each that may be open at once.
    init(connections: Int, options: MailServer.Options, pool: BlockingPool, logger: Logger) {
        self.connections = connections
        self.options = options
        self.pool = pool
        self.logger = logger
    }

    subscript(_ server: SMTPServer) -> MailServer {
        servers.withLock { servers in
            if let known = servers[server.key] { return known }
            if servers.count >= Self.most {
                // A copy: `keys` itself would share the storage, and so make each server known twice.
                for key in Array(servers.keys) where isKnownUniquelyReferenced(&servers[key]!) { servers[key] = nil }
            }
            let new = MailServer(server, connections: connections, options: options, pool: pool, logger: logger)
            servers[server.key] = new
            return new
        }
    }
}
