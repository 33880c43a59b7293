import Console
import Glibc
import Platform

/// A program of the same build that says on its first line that it is ready.
struct BenchProcess {
    let readyLine: String
    private let process: PipedProcess

    init(_ program: String, _ arguments: [String]) throws {
        let folder = try ChildProcess.thisProgram().split(separator: "/", omittingEmptySubsequences: false).dropLast()
        process = try PipedProcess([folder.joined(separator: "/") + "/" + program] + arguments)
        guard let line = process.readLine() else { throw CommandFailure(.failed, "\(program) did not start") }
        readyLine = line
    }

    /// Asks it to end, and waits for that.
    func stop() {
        process.send(SIGTERM)
        process.wait()
    }

    /// User and system time so far.
    var processorSeconds: Double {
        guard let text = Self.contents("/proc/\(process.id)/stat"), let end = text.lastIndex(of: ")") else { return 0 }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Bytes of memory.
    var residentBytes: Int { Self.residentBytes(of: String(process.id)) }

    /// The same, of this process.
    static var ownResidentBytes: Int { residentBytes(of: "self") }

    private static func residentBytes(of process: String) -> Int {
        guard let text = contents("/proc/\(process)/statm"), let pages = Int(text.split(separator: " ")[1]) else {
            return 0
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    private static func contents(_ path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(file, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
