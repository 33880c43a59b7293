import Glibc

/// A child process whose output this one reads line by line; killed with its last owner, and with this process.
///
/// Reading and waiting block: it is for the threads of benchmarks and tests, not for a service's.
package final class PipedProcess: Sendable {
    package let id: CInt
    private let process: ChildProcess
    private let output: FileDescriptor
    /// What was read behind the last line.
    private let pending = Lock([UInt8]())
    private let ending = Lock<ChildProcess.Ending?>(nil)

    /// A child is bound to the thread that starts it: this one lasts as long as the process.
    private static let starter = Result { () throws(SystemError) in try EventLoop.spawn(name: "starter") }

    /// Starts the program at the path `words[0]`.
    package init(_ words: [String]) throws(SystemError) {
        let pipe = try Pipe()
        let loop = try Self.starter.get().loop
        let started = Monitor<Result<ChildProcess, SystemError>?>(nil)
        let writing = pipe.writing.rawValue
        loop.execute {
            let result = Result { () throws(SystemError) in
                try ChildProcess(words, output: writing, whenStarterEnds: SIGKILL)
            }
            started.withLock { $0 = result }
            started.signal()
        }
        guard let result = started.wait(until: { $0 != nil }, then: { $0 }) else {
            preconditionFailure("it was waited for")
        }
        process = try result.get()
        id = process.id
        output = pipe.takeReading()
    }

    deinit {
        send(SIGKILL)
        _ = wait()
    }

    /// The next line of its output, without its end; nil when there is no more. One reader at a time.
    package func readLine() -> String? {
        while true {
            let line: [UInt8]? = pending.withLock { pending in
                guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
                defer { pending.removeSubrange(...end) }
                return Array(pending[..<end])
            }
            if let line { return String(decoding: line, as: UTF8.self) }
            guard let more = read() else { return nil }
            pending.withLock { $0 += more }
        }
    }

    /// No effect when it has ended.
    package func send(_ signal: CInt) {
        ending.withLock { if $0 == nil { process.send(signal) } }
    }

    /// Blocks until it has ended.
    @discardableResult
    package func wait() -> ChildProcess.Ending {
        while true {
            // Not under the lock: what ends it may come from another thread.
            if ending.withLock({ $0 == nil }) { process.waitForEnd() }
            let found = ending.withLock { ending in
                if ending == nil { ending = process.ending() }
                return ending
            }
            if let found { return found }
        }
    }

    /// Waits for more of the output; nil at its end.
    private func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var entry = pollfd(fd: output.rawValue, events: Int16(POLLIN), revents: 0)
            _ = poll(&entry, 1, -1)
            // A pipe that can't be read is as good as one that has ended.
            switch (try? buffer.withUnsafeMutableBytes { try output.read(into: $0) }) ?? .end {
            case .bytes(let count): return Array(buffer[..<count])
            case .end: return nil
            case .wouldBlock: continue
            }
        }
    }
}
