import CLinux
import Glibc

/// A thread of the operating system, for what must not run on the cooperative pool: event loops and blocking C libraries.
///
/// It takes no signals: those are for `SignalSource`.
package final class SystemThread: Sendable {
    private let thread: pthread_t
    private let joined = Lock(false)

    /// Starts at once. Linux shows the first 15 bytes of `name`.
    package init(name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(body))
        var thread = pthread_t()
        // The thread inherits the mask of its maker: blocked before it exists, there is no gap.
        let code = withSignalsBlocked {
            pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, start.toOpaque())
        }
        precondition(code == 0, "Can't start a thread (errno \(code)): raise the limit on processes")
        self.thread = thread
        _ = clinux_thread_name(thread, String(decoding: name.utf8.prefix(15), as: UTF8.self))
    }

    deinit {
        if !joined.withLock({ $0 }) { pthread_detach(thread) }
    }

    /// Waits for the thread's end. Once only, and never from the thread itself.
    package func join() {
        joined.withLock { joined in
            precondition(!joined, "A thread is joined once")
            joined = true
        }
        let code = pthread_join(thread, nil)
        precondition(code == 0, "A thread can't join itself")
    }

    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}

private func withSignalsBlocked<Result>(_ body: () -> Result) -> Result {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
}
