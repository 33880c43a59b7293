import CLinux
import Console
import Glibc

/// A process that says on its first line that it is ready, and ends on SIGTERM, or when this one does.
final class BenchProcess {
    let number: pid_t
    private let output: CInt
    private var hasEnded = false

    /// A program of the same build.
    static func sibling(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/"
            + name
    }

    init(_ words: [String]) throws {
        var ends: [CInt] = [0, 0]
        guard pipe(&ends) == 0 else { throw CommandFailure(.failed, "no pipe is left") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        number = clinux_spawn(words[0], &arguments, ends[1], SIGKILL)
        close(ends[1])
        output = ends[0]
        guard number > 0 else { throw CommandFailure(.failed, "\(words[0]) can't be started") }
    }

    deinit {
        stop()
        close(output)
    }

    /// nil at the end.
    func readLine() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    /// Asks it to end, and waits for that.
    func stop() {
        if hasEnded { return }
        hasEnded = true
        kill(number, SIGTERM)
        waitpid(number, nil, 0)
    }

    /// User and system time so far.
    var processorSeconds: Double {
        guard let text = contents("/proc/\(number)/stat"), let end = text.lastIndex(of: ")") else { return 0 }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Bytes of memory.
    var residentBytes: Int {
        guard let text = contents("/proc/\(number)/statm"), let pages = Int(text.split(separator: " ")[1]) else {
            return 0
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    private func contents(_ path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(file, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
