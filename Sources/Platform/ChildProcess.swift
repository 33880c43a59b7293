import CLinux
import Glibc

/// A program that this one has started: with default signals, in a process group of its own, so that a terminal's Ctrl-C
/// reaches only this process. It gets a signal when the thread that started it ends, however that comes.
package struct ChildProcess: Sendable {
    package enum Ending: Sendable, Hashable, CustomStringConvertible {
        case exited(CInt)
        case killed(signal: CInt)

        /// As the macros WIFEXITED, WEXITSTATUS and WTERMSIG have it.
        fileprivate init(status: CInt) {
            let signal = status & 0x7F
            self = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
        }

        package var description: String {
            switch self {
            case .exited(let code): "exit code \(code)"
            case .killed(let signal): "signal \(signal)"
            }
        }
    }

    package let id: CInt

    /// Starts the program that runs here, with other arguments.
    package init(
        ofThisProgram arguments: [String], output: borrowing FileDescriptor, whenStarterEnds signal: CInt
    ) throws(SystemError) {
        try self.init([Self.thisProgram()] + arguments, output: output.rawValue, whenStarterEnds: signal)
    }

    /// Starts the program at the path `words[0]`. Its standard output becomes `output`, the other descriptors stay shared
    /// or are closed. A program that can't be started ends with exit code 127.
    package init(
        _ words: [String], output: CInt, whenStarterEnds signal: CInt
    ) throws(SystemError) {
        var arguments = words.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        defer { for argument in arguments { free(argument) } }
        let id = arguments.withUnsafeMutableBufferPointer {
            clinux_spawn(words[0], $0.baseAddress, output, signal)
        }
        let code = errno
        guard id > 0 else { throw SystemError("fork", code: code) }
        self.id = id
    }

    /// Nil while it runs; never waits. Once it has told the ending, the system has forgotten the process: don't ask again.
    package func ending() -> Ending? {
        var status: CInt = 0
        let (result, _) = retryingInterrupts { waitpid(id, &status, WNOHANG) }
        return result == id ? Ending(status: status) : nil
    }

    /// Blocks until it has ended; the ending can still be asked for, unless it was before.
    package func waitForEnd() {
        var information = siginfo_t()
        _ = retryingInterrupts { waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) }
    }

    /// No effect on a process that has ended, as long as its ending was not asked for.
    package func send(_ signal: CInt) {
        kill(id, signal)
    }

    /// The path of the program that runs here.
    package static func thisProgram() throws(SystemError) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let (count, code) = retryingInterrupts { readlink("/proc/self/exe", &buffer, buffer.count) }
        guard count > 0 else { throw SystemError("readlink /proc/self/exe", code: code) }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
