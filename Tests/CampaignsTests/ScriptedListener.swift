import Glibc
import Platform

/// Scripted servers on loopback, a new one for each connection.
final class ScriptedListener: Sendable {
    private let socket: ListeningSocket
    /// Connections so far, and the recipients of what was taken.
    private let record = Lock((connections: 0, accepted: [String]()))

    private let newServer: @Sendable () -> ScriptedServer

    init(_ newServer: @escaping @Sendable () -> ScriptedServer = { ScriptedServer(pipelining: true) }) throws {
        self.newServer = newServer
        socket = try ListeningSocket()
    }

    var port: Int { socket.port }
    var url: String { "smtp://127.0.0.1:\(port)" }
    var connections: Int { record.withLock { $0.connections } }
    var accepted: [String] { record.withLock { $0.accepted } }

    /// Serves on `pool`, one thread for each connection and one for this, until `stop`.
    func serve(on pool: BlockingPool) async {
        await withTaskGroup(of: Void.self) { group in
            while true {
                let connection = await pool.run { accept(self.socket.descriptor, nil, nil) }
                guard connection >= 0 else { return }
                record.withLock { $0.connections += 1 }
                group.addTask { await pool.run { self.serve(connection) } }
            }
        }
    }

    func stop() { _ = shutdown(socket.descriptor, Int32(SHUT_RDWR)) }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var server = newServer()
        var answer = Array("220 s\r\n".utf8)
        var block = [UInt8](repeating: 0, count: 16_384)
        while true {
            guard send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count,
                !server.isClosed
            else { return }
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return }
            let known = server.accepted.count
            answer = server.take(block[..<count])
            record.withLock { $0.accepted += server.accepted[known...] }
        }
    }
}
