import CLinux
import Glibc

/// Signals as events of a loop: the handler is ordinary code, not a signal handler's handful of safe calls.
///
/// The signals must be blocked in every thread, or the default action hits whichever takes them: call `block` first
/// thing in `main`, before any other thread is made. A child process inherits the mask, and must clear it.
package final class SignalSource: ReadinessHandler {
    package enum Signal: CInt, Sendable, CaseIterable {
        case interrupt = 2
        case terminate = 15
        case childEnded = 17
    }

    private let descriptor: FileDescriptor
    private var registration: Registration?
    private let handler: (Signal) -> Void

    /// Calls `handler` once for each signal that arrives; equal ones that arrive together are one, as the system has it.
    package init(
        _ signals: [Signal], on loop: EventLoop, _ handler: @escaping (Signal) -> Void
    ) throws(SystemError) {
        var set = Self.set(of: signals)
        descriptor = try FileDescriptor("signalfd") { clinux_signalfd(&set) }
        self.handler = handler
        registration = try loop.register(descriptor.rawValue, [.readable], self)
    }

    /// Keeps the signals from the calling thread, and from those it makes.
    package static func block(_ signals: [Signal]) {
        var set = set(of: signals)
        let code = pthread_sigmask(SIG_BLOCK, &set, nil)
        precondition(code == 0, "pthread_sigmask takes every set")
    }

    /// The loop keeps the source until then.
    package func cancel() {
        registration?.cancel()
        registration = nil
    }

    package func ready(_ readiness: Readiness) {
        while registration != nil {
            let number = clinux_signalfd_read(descriptor.rawValue)
            guard number > 0 else { return }
            if let signal = Signal(rawValue: number) { handler(signal) }
        }
    }

    private static func set(of signals: [Signal]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal.rawValue) }
        return set
    }
}
