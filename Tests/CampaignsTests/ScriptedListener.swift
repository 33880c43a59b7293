import Glibc
import Platform

/// Scripted servers on loopback, a new one for each connection; on threads of their own, so that they answer in time
/// however long the cooperative pool is held up by other tests. Serves until `stop`, and connections until they close.
final class ScriptedListener: Sendable {
    private let socket: ListeningSocket
    /// Connections so far, and the recipients of what was taken.
    private let record = Lock((connections: 0, accepted: [String]()))

    init(_ newServer: @escaping @Sendable () -> ScriptedServer = { ScriptedServer(pipelining: true) }) throws {
        socket = try ListeningSocket()
        _ = SystemThread(name: "listener") { [socket, record, newServer] in
            while true {
                let connection = accept(socket.descriptor, nil, nil)
                guard connection >= 0 else { return }
                record.withLock { $0.connections += 1 }
                _ = SystemThread(name: "scripted") { Self.serve(connection, newServer(), record) }
            }
        }
    }

    var port: Int { socket.port }
    var url: String { "smtp://127.0.0.1:\(port)" }
    var connections: Int { record.withLock { $0.connections } }
    var accepted: [String] { record.withLock { $0.accepted } }

    func stop() { _ = shutdown(socket.descriptor, Int32(SHUT_RDWR)) }

    private static func serve(
        _ connection: Int32, _ scripted: ScriptedServer, _ record: Lock<(connections: Int, accepted: [String])>
    ) {
        defer { close(connection) }
        var server = scripted
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
