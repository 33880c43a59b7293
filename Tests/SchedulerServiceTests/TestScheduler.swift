import Contract
import MemoryStore
import Platform
import RPC
import SchedulerService

/// A scheduler, and connections to it of any kind, all on one loop. See `ServiceBench` for one whose journal is held.
final class TestScheduler: Sendable {
    private let thread: LoopThread
    private let parts: LoopBound<Parts>

    private struct Parts {
        let service: SchedulerService
        let address: SocketAddress
    }

    init() throws {
        let thread = try EventLoop.spawn(name: "scheduler")
        self.thread = thread
        let made = Monitor<LoopBound<Parts>?>(nil)
        thread.loop.execute {
            let parts = Self.start(on: thread.loop)
            made.withLock { $0 = LoopBound(parts, thread.loop) }
            made.signal()
        }
        parts = made.wait(until: { $0 != nil }, then: { $0! })
    }

    private static func start(on loop: EventLoop) -> Parts {
        do {
            let service = try SchedulerService(
                loop: loop, store: try MemoryJournal().open(), options: SchedulerOptions(),
                logger: Logger(role: "test", minimumLevel: .error), onFatal: { fatalError("\($0)") })
            let port = try service.listen(Endpoint(host: "127.0.0.1", port: 0))
            return Parts(service: service, address: SocketAddress(numeric: Endpoint(host: "127.0.0.1", port: port))!)
        } catch {
            preconditionFailure("a scheduler can be started on an empty journal: \(error)")
        }
    }

    /// Runs `body` on the loop with a new connection, and waits until it calls what it is given; nil when that took too
    /// long.
    func withClient<Value: Sendable>(
        _ options: ClientOptions = ClientOptions(role: .worker),
        _ body: @escaping @Sendable (ClientConnection, @escaping (Value) -> Void) -> Void
    ) -> Value? {
        let outcome = Monitor<Value??>(nil)
        thread.loop.execute { [parts, thread] in
            func finish(_ value: Value?) {
                outcome.withLock { $0 = $0 ?? .some(value) }
                outcome.signal()
            }
            thread.loop.schedule(after: .seconds(20)) { finish(nil) }
            ClientConnection.connect(to: parts.value.address, on: thread.loop, options: options) { result in
                switch result {
                case .success(let connection): body(connection, finish)
                case .failure: finish(nil)
                }
            }
        }
        return outcome.wait(until: { $0 != nil }, then: { $0! })
    }

    func stop() {
        let isStopped = Monitor(false)
        thread.loop.execute { [parts] in
            parts.value.service.stop(within: .zero) {
                isStopped.withLock { $0 = true }
                isStopped.signal()
            }
        }
        isStopped.wait(until: { $0 }, then: { _ in })
        thread.stop()
    }
}
