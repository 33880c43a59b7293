import Console
import Glibc
import Platform

/// Runs what has a last word to say after Ctrl-C.
enum Foreground {
    /// Runs `work` on the cooperative pool. Ctrl-C cancels it, a second one ends the process. To be called on the first
    /// thread, before that has waited for anything.
    static func run(_ work: @escaping @Sendable () async throws -> ExitCode) throws -> ExitCode {
        SignalSource.block([.interrupt])
        let loop = try EventLoop()
        let task = Task.detached { try await work() }
        _ = try SignalSource([.interrupt], on: loop) { _ in
            if task.isCancelled { exit(ExitCode.interrupted.rawValue) }
            task.cancel()
        }
        return try loop.run(until: task)
    }
}
