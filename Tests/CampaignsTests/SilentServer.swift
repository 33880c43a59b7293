/// Takes connections, and never says a word.
struct SilentServer {
    private let socket: ListeningSocket

    init() throws { socket = try ListeningSocket() }

    var port: Int { socket.port }
}
