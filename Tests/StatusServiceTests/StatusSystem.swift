import Contract
import Platform
import RPC

@testable import StatusService

/// A status service behind a scheduler that says what a test wants, both on a loop of their own.
///
/// Job 1 is there at sequence 5, and changes each time that `change` is called; whoever looks up job 2 waits for ever;
/// there is no other.
final class StatusSystem: Sendable {
    static let unknown: UInt64 = 404
    static let silent: UInt64 = 2

    private let thread: LoopThread
    private let resolver = BlockingPool(name: "resolver", threads: 1)
    private let parts: LoopBound<Parts>

    private struct Parts {
        let scheduler: FakeScheduler
        let status: StatusService
        let address: SocketAddress
    }

    init() throws {
        let thread = try EventLoop.spawn(name: "status-test")
        self.thread = thread
        let logger = Logger(role: "test", minimumLevel: .error)
        parts = try thread.loop.wait { [resolver] () throws(SystemError) in
            let loop = thread.loop
            let scheduler = FakeScheduler(loop: loop, logger: logger)
            let schedulerPort = try scheduler.server.listen(Endpoint(host: "127.0.0.1", port: 0))
            let channel = Channel(
                to: [Endpoint(host: "127.0.0.1", port: schedulerPort)], on: loop, resolver: resolver,
                options: Channel.Options(client: ClientOptions(role: .observer), service: "the scheduler", hint: ""))
            let status = StatusService(loop: loop, scheduler: channel, logger: logger)
            let port = try status.listen(Endpoint(host: "127.0.0.1", port: 0))
            guard let address = SocketAddress(numeric: Endpoint(host: "127.0.0.1", port: port)) else {
                preconditionFailure("a loopback address is one in numbers")
            }
            return LoopBound(Parts(scheduler: scheduler, status: status, address: address), loop)
        }
    }

    /// Runs `body` on the loop with a new connection to the status service, and waits for `finish`.
    func withClient<Value: Sendable>(
        _ body: @escaping @Sendable (ClientConnection, @escaping (Value) -> Void) -> Void
    ) -> Value? {
        let outcome = Monitor<Value??>(nil)
        thread.loop.execute { [parts, thread] in
            func finish(_ value: Value?) {
                outcome.withLock { $0 = $0 ?? .some(value) }
                outcome.signal()
            }
            thread.loop.schedule(after: .seconds(20)) { finish(nil) }
            ClientConnection.connect(
                to: parts.value.address, on: thread.loop, options: ClientOptions(role: .client)
            ) { result in
                switch result {
                case .success(let connection): body(connection, finish)
                case .failure: finish(nil)
                }
            }
        }
        return outcome.wait(until: { $0 != nil }, then: { $0! })
    }

    /// The job changes, and the scheduler tells of it.
    func change() {
        parts.value.scheduler.change()
    }

    /// The scheduler tells nobody anything any more, until it is asked again.
    func loseScheduler() {
        parts.value.scheduler.leaveFollowers()
    }

    var status: StatusService { parts.value.status }

    func stop() throws {
        let isStopped = Monitor(false)
        thread.loop.execute { [parts] in
            parts.value.scheduler.server.stop()
            parts.value.status.stop(within: .zero) {
                isStopped.withLock { $0 = true }
                isStopped.signal()
            }
        }
        isStopped.wait(until: { $0 }, then: { _ in })
        resolver.stop()
        thread.stop()
    }
}

/// What a status service asks of a scheduler.
private final class FakeScheduler {
    let server: Server
    private var sequence: UInt64 = 5
    private var followers: [ServerStream<V1.FollowRequest, V1.FollowUpdate>] = []

    init(loop: EventLoop, logger: Logger) {
        server = Server(loop: loop, logger: logger)
        server.handle(V1.Scheduler.follow) { [unowned self] request, stream in
            followers.append(stream)
            stream.onMessage { [unowned self] in answer($0, stream) }
            answer(request, stream)
        }
        server.handle(V1.Scheduler.get) { [unowned self] request, call in
            switch request.job {
            case 1: call.reply(job, at: position)
            case StatusSystem.silent: call.onCancel { call.fail(Status(.cancelled)) }
            default: call.fail(Status(.notFound), at: position)
            }
        }
    }

    func change() {
        sequence += 1
        for follower in followers { follower.send(V1.FollowUpdate(jobs: [job]), at: position) }
    }

    func leaveFollowers() {
        for follower in followers { follower.finish(Status(.unavailable, "restarting")) }
        followers = []
    }

    private var job: V1.Job { V1.Job(id: 1, state: .running, version: sequence) }
    private var position: Position { Position(epoch: 1, sequence: sequence) }

    private func answer(
        _ request: V1.FollowRequest, _ stream: ServerStream<V1.FollowRequest, V1.FollowUpdate>
    ) {
        let update = V1.FollowUpdate(
            jobs: request.follow.contains(1) ? [job] : [], unknown: request.follow.filter { $0 != 1 })
        if update != V1.FollowUpdate() { stream.send(update, at: position) }
    }
}

extension EventLoop {
    /// Runs `body` on the loop, and waits for it.
    fileprivate func wait<Value: Sendable, Failure: Error>(
        for body: @escaping @Sendable () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let outcome = Monitor<Result<Value, Failure>?>(nil)
        execute {
            let result = Result(catching: body)
            outcome.withLock { $0 = result }
            outcome.signal()
        }
        return try outcome.wait(until: { $0 != nil }, then: { $0! }).get()
    }
}
