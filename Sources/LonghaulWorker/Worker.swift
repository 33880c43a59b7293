import Contract
public import LonghaulClient
import Platform
import RPC
import Synchronization

/// A worker: joins a scheduler, takes leases, runs handlers, and comes back after every kind of trouble.
///
///     let worker = try Worker(options, handlers: ["thumbnail": makeThumbnails])
///     try await worker.run()
///
/// Execution is at least once, completion exactly once: after a crash of this process, at most as many items as the
/// scheduler's `--unacknowledged-items` are worked on again.
public final class Worker: Sendable {
    private let thread: LoopThread
    private let session: LoopBound<Session>
    private let runtime: Runtime
    private let options: WorkerOptions
    private let hasRun = Atomic(false)

    /// Connects to nothing yet. Throws when a scheduler's address can't be read, or there are no threads or descriptors
    /// left for it.
    public init(_ options: WorkerOptions, handlers: [String: Handler]) throws(LonghaulError) {
        precondition(!handlers.isEmpty, "a worker has at least one handler")
        let logger = options.logger ?? Logger(role: "worker \(options.name)")
        do throws(SystemError) {
            thread = try EventLoop.spawn(name: "worker")
        } catch {
            throw LonghaulError(.internal, "can't start a worker: \(error)")
        }
        let loop = thread.loop
        let relay = Relay()
        runtime = Runtime(
            slots: options.concurrency, prefetch: options.prefetch, handlers: handlers, logger: logger
        ) {
            loop.execute { relay.session?.value.sayAtTurnEnd() }
        }
        let channel = try Channel.toScheduler(options.schedulers, role: .worker, on: loop)
        session = LoopBound(
            Session(
                channel: channel, options: options, instance: .random(in: 1...UInt64.max), runtime: runtime,
                logger: logger), loop)
        relay.session = session
        self.options = options
    }

    /// Works until `drain` is called and done with. Once only: a worker that has left does not come back.
    ///
    /// Throws when a scheduler refuses this worker for good: it is not one that it may serve, or no scheduler at all.
    /// Every other trouble is waited out.
    public func run() async throws(LonghaulError) {
        let isFirst = !hasRun.exchange(true, ordering: .relaxed)
        precondition(isFirst, "a worker runs once; make another one to join again")
        runtime.start()
        let result = await withCheckedContinuation { continuation in
            thread.loop.execute { [session] in session.value.start { continuation.resume(returning: $0) } }
        }
        thread.stop()
        try result.get()
    }

    /// Takes no more work. Handlers get no more items and may finish those they have, and those that have none yet are
    /// cancelled; at the end of the drain time all are, and have a second to settle what they know; what is left goes
    /// back to the scheduler at no cost; then `run` returns. A scheduler that is away is waited for as long as anything
    /// is held, up to that time. Again: no effect.
    public func drain() {
        runtime.leave()
        thread.loop.execute { [session, options] in session.value.leave(within: options.drainTime) }
    }
}

/// The runtime must be able to wake a session that is made after it.
private final class Relay: @unchecked Sendable {
    /// Set once, before anything can wake.
    var session: LoopBound<Session>?
}
