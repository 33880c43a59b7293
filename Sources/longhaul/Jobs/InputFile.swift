import Console
import Glibc

/// Files that a command line names.
enum InputFile {
    /// All of it; "-" is standard input. A longer one is refused when so much of it was read.
    static func read(_ path: String, upTo limit: Int) throws(CommandFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }

        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            let code = errno
            if count < 0, code == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, code) }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= limit else {
                throw CommandFailure(
                    .usage, "\(path) is longer than \(Format.size(bytes: limit)): expected at most that")
            }
        }
    }

    static func unreadable(_ path: String, _ code: CInt) -> CommandFailure {
        CommandFailure(.usage, "can't read \(path): \(String(cString: strerror(code)))")
    }
}
