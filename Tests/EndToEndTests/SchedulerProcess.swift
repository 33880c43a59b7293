import CLinux
import Glibc
import LonghaulClient

/// A scheduler as a process of its own, on a file that outlives it.
final class SchedulerProcess: Sendable {
    let address: String
    private let number: pid_t

    /// The program under test.
    static let binary: String? = getenv("LONGHAUL_BINARY").map { String(cString: $0) }

    /// Starts it, and waits for its ready line; throws what it was when it was none.
    init(database: String, listen: String) throws {
        guard let binary = Self.binary else { throw StartFailure(text: "LONGHAUL_BINARY is not set") }
        var ends: [CInt] = [0, 0]
        guard pipe(&ends) == 0 else { throw StartFailure(text: "no pipe is left") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let words = [binary, "scheduler", "--database", database, "--listen", listen, "--log-level", "error"]
        var arguments = words.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        defer { for word in arguments { free(word) } }
        number = clinux_spawn(binary, &arguments, ends[1], SIGKILL)
        close(ends[1])
        defer { close(ends[0]) }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(ends[0], &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        let answer = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard answer.first == "ready", let last = answer.last else {
            throw StartFailure(text: String(decoding: line, as: UTF8.self))
        }
        address = String(last)
    }

    struct StartFailure: Error {
        let text: String
    }

    /// As a power cut for the process, not for the disk.
    func kill() {
        _ = Glibc.kill(number, SIGKILL)
    }

    func wait() {
        waitpid(number, nil, 0)
    }
}
