import CLinux
import Glibc

/// A program that this one has started: with default signals, in a process group of its own, so that a terminal's Ctrl-C
/// reaches only this process. It gets SIGTERM when the thread that started it ends, however that comes.
package struct ChildProcess: Sendable {
    package enum Ending: Sendable, Hashable, CustomStringConvertible {
        case exited(CInt)
        case killed(signal: CInt)

        package var description: String {
            switch self {
            case .exited(let code): "exit code \(code)"
            case .killed(let signal): "signal \(signal)"
            }
        }
    }

    package let id: CInt

    /// Starts the program that runs here, with other arguments. Its standard output becomes `output`, the other
    /// descriptors stay shared or are closed. A program that can't be started ends with exit code 127.
    package init(ofThisProgram arguments: [String], output: borrowing FileDescriptor) throws(SystemError) {
        let path = try Self.thisProgram()
        var words = ([path] + arguments).map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        defer { for word in words { free(word) } }
        let id = words.withUnsafeMutableBufferPointer {
            clinux_spawn(path, $0.baseAddress, output.rawValue, SIGTERM)
        }
        let code = errno
        guard id > 0 else { throw SystemError("fork", code: code) }
        self.id = id
    }

    /// Nil while it runs; never waits. Once it has told the ending, the system has forgotten the process: don't ask again.
    package func ending() -> Ending? {
        var status: CInt = 0
        let (result, _) = retryingInterrupts { waitpid(id, &status, WNOHANG) }
        guard result == id else { return nil }
        // As the macros WIFEXITED, WEXITSTATUS and WTERMSIG have it.
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }

    /// No effect on a process that has ended, as long as its ending was not asked for.
    package func send(_ signal: CInt) {
        kill(id, signal)
    }

    private static func thisProgram() throws(SystemError) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let (count, code) = retryingInterrupts { readlink("/proc/self/exe", &buffer, buffer.count) }
        guard count > 0 else { throw SystemError("readlink /proc/self/exe", code: code) }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
