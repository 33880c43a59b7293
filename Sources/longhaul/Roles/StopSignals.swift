import Glibc
import Platform

/// SIGTERM and Ctrl-C: the first asks the process to stop in good order, the next ends it at once.
enum StopSignals {
    private static let signals: [SignalSource.Signal] = [.interrupt, .terminate]

    /// To be called before any other thread is made.
    static func block() {
        SignalSource.block(signals)
    }

    /// Calls `onFirst` once. On the loop's thread, which keeps what this makes. `wait`: what it then waits for and how long,
    /// as it stands in a sentence, where that may be longer than a person likes.
    static func watch(
        on loop: EventLoop, logger: Logger, wait: String? = nil, onSecond: @escaping () -> Void = {},
        onFirst: @escaping () -> Void
    ) throws(SystemError) {
        var isStopping = false
        _ = try SignalSource(signals, on: loop) { signal in
            if isStopping {
                logger.warning("Ending at once", ["signal": "\(signal)"])
                onSecond()
                _exit(128 + signal.rawValue)
            }
            isStopping = true
            let words = wait.map { "Stopping: waits for \($0); Ctrl-C or SIGTERM again ends it at once" } ?? "Stopping"
            logger.info(words, ["signal": "\(signal)"])
            onFirst()
        }
    }
}
