import Glibc
import Platform

/// SIGTERM and Ctrl-C: the first asks the process to stop in good order, the next ends it at once.
enum StopSignals {
    private static let signals: [SignalSource.Signal] = [.interrupt, .terminate]

    /// To be called before any other thread is made.
    static func block() {
        SignalSource.block(signals)
    }

    /// Calls `onFirst` once. On the loop's thread, which keeps what this makes.
    static func watch(
        on loop: EventLoop, logger: Logger, onSecond: @escaping () -> Void = {}, onFirst: @escaping () -> Void
    ) throws(SystemError) {
        var isStopping = false
        _ = try SignalSource(signals, on: loop) { signal in
            if isStopping {
                logger.warning("Ending at once", ["signal": "\(signal)"])
                onSecond()
                _exit(128 + signal.rawValue)
            }
            isStopping = true
            logger.info("Stopping", ["signal": "\(signal)"])
            onFirst()
        }
    }
}
