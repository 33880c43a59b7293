import Contract
import Glibc
import MemoryStore
import Platform
import RPC
import Scheduling
import Storage
import Testing

@testable import SchedulerService

/// A scheduler on a journal that the test holds and breaks, and a client of it over a real socket, both on one loop.
final class ServiceBench {
    let journal: MemoryJournal
    /// Of `onFatal`.
    let fatal = Monitor<[StoreError]>([])
    let thread: LoopThread
    private let service: LoopBound<SchedulerService>
    private let connection: LoopBound<ClientConnection>

    /// On a journal that may have rows already.
    init(_ journal: MemoryJournal = MemoryJournal(), _ options: SchedulerOptions = SchedulerOptions()) throws {
        self.journal = journal
        thread = try EventLoop.spawn(name: "service-test")
        let (loop, fatal) = (thread.loop, fatal)
        service = onLoop(loop) {
            let service = try! SchedulerService(
                loop: loop, store: try! journal.open(), options: options,
                logger: Logger(role: "test", descriptor: nowhere)
            ) { error in
                fatal.withLock { $0.append(error) }
                fatal.broadcast()
            }
            return LoopBound(service, loop)
        }
        connection = try Self.connect(service, loop).wait().get()
        // It began with a row of its own; from here on it rests.
        _ = call(V1.Scheduler.listWorkers, V1.ListWorkersRequest()).wait()
    }

    private static func connect(
        _ service: LoopBound<SchedulerService>, _ loop: EventLoop
    ) -> Answer<LoopBound<ClientConnection>> {
        let answer = Answer<LoopBound<ClientConnection>>()
        loop.execute {
            let port = try! service.value.listen(Endpoint(host: "127.0.0.1", port: 0))
            let address = SocketAddress(numeric: Endpoint(host: "127.0.0.1", port: port))!
            var options = ClientOptions(role: .client)
            // More than the service takes while its journal is held.
            options.unsent = UnsentLimits(full: 1 << 28, greatest: 1 << 28)
            ClientConnection.connect(to: address, on: loop, options: options) { result in
                answer.set(result.map { LoopBound($0, loop) })
            }
        }
        return answer
    }

    /// Runs `body` with the service on its loop, and waits for it.
    func onService<Value: Sendable>(_ body: @escaping @Sendable (SchedulerService) -> Value) -> Value {
        onLoop(thread.loop) { [service] in body(service.value) }
    }

    /// Begins a call; its answer comes when it comes.
    func call<Request, Response: Sendable>(
        _ method: UnaryMethod<Request, Response>, _ request: Request
    ) -> Answer<Response> {
        let answer = Answer<Response>()
        thread.loop.execute { [connection] in
            connection.value.unary(method, request) { result, _ in answer.set(result) }
        }
        return answer
    }

    /// Returns once the service has dealt with all that was sent to it so far, and has said what it may say of it. What
    /// has no answer then is held. The service knows no such method, which it says whatever its journal does.
    func settle() {
        let unknown = UnaryMethod<V1.GetRequest, V1.Job>(name: "longhaul.v1.Scheduler/NoSuchMethod")
        // The second answer comes behind what the end of the first one's turn had to say.
        for _ in 0..<2 where call(unknown, V1.GetRequest()).status()?.code != .unimplemented {
            Issue.record("there is no such method")
        }
    }

    /// One job of these tasks.
    func submit(_ tasks: V1.TaskSpec...) -> Answer<V1.SubmitResponse> {
        call(V1.Scheduler.submit, V1.SubmitRequest(jobs: [V1.JobSpec(tasks: tasks)]))
    }

    func letters() throws -> [V1.DeadLetter] {
        let request = V1.ListDeadLettersRequest(filter: V1.DeadLetterFilter(all: true), limit: 1_000)
        return try call(V1.Scheduler.listDeadLetters, request).get().letters
    }

    func session(_ join: V1.Join, leaseCredit: UInt64 = 10, itemCredit: UInt64 = 1_000) -> TestSession {
        let session = TestSession(thread.loop)
        thread.loop.execute { [connection] in
            session.open(
                connection.value, V1.WorkerUpdate(join: join, leaseCredit: leaseCredit, itemCredit: itemCredit))
        }
        return session
    }

    /// Ends the service, its journal and its loop. `meanwhile` runs once the service knows that it is to stop.
    func stop(
        within limit: Duration = .seconds(10), meanwhile: @escaping @Sendable (SchedulerService) -> Void = { _ in }
    ) {
        let stopped = Monitor(false)
        thread.loop.execute { [service, connection] in
            service.value.stop(within: limit) {
                stopped.withLock { $0 = true }
                stopped.signal()
            }
            meanwhile(service.value)
            connection.value.close()
        }
        stopped.wait(until: { $0 }, then: { _ in })
        thread.stop()
    }
}

/// What a call came to, once it has.
final class Answer<Value: Sendable>: Sendable {
    private let result = Monitor<Result<Value, Status>?>(nil)

    func set(_ value: Result<Value, Status>) {
        result.withLock { $0 = value }
        result.broadcast()
    }

    var isThere: Bool { result.withLock { $0 != nil } }

    func wait() -> Result<Value, Status> { result.wait(until: { $0 != nil }, then: { $0! }) }

    func get() throws -> Value { try wait().get() }

    /// What it was refused with.
    func status() -> Status? {
        if case .failure(let status) = wait() { return status }
        return nil
    }
}

/// A worker's session that does what the test says.
final class TestSession: Sendable {
    private let loop: EventLoop
    private let updates = Monitor<[V1.SchedulerUpdate]>([])
    private let end = Monitor<Status?>(nil)
    private let stream = Lock<LoopBound<ClientStream<V1.WorkerUpdate, V1.SchedulerUpdate>>?>(nil)

    init(_ loop: EventLoop) { self.loop = loop }

    fileprivate func open(_ connection: ClientConnection, _ first: V1.WorkerUpdate) {
        let stream = try! connection.stream(V1.Worker.session, first: first)
        stream.onMessage { [updates] update, _ in
            updates.withLock { $0.append(update) }
            updates.broadcast()
        }
        stream.onEnd { [end] status in
            end.withLock { $0 = status }
            end.broadcast()
        }
        let bound = LoopBound(stream, loop)
        self.stream.withLock { $0 = bound }
    }

    func send(_ update: V1.WorkerUpdate) {
        loop.execute { [self] in
            guard let stream = stream.withLock({ $0 }) else { preconditionFailure("a session is opened first") }
            #expect(stream.value.send(update))
        }
    }

    /// The connection stays; the stream is cut as a lost worker cuts it.
    func cancel() {
        loop.execute { [self] in stream.withLock { $0 }?.value.cancel() }
    }

    /// All that was heard so far.
    var heard: [V1.SchedulerUpdate] { updates.withLock { $0 } }

    var grants: [V1.Grant] { heard.flatMap(\.grants) }

    /// Waits until what was heard so far is enough.
    func wait(until isEnough: ([V1.SchedulerUpdate]) -> Bool) {
        updates.wait(until: { isEnough($0) }, then: { _ in })
    }

    func waitForGrants(_ count: Int) -> [V1.Grant] {
        wait { $0.reduce(0) { $0 + $1.grants.count } >= count }
        return grants
    }

    func waitForEnd() -> Status { end.wait(until: { $0 != nil }, then: { $0! }) }

    var hasEnded: Bool { end.withLock { $0 != nil } }
}

/// For a log of errors that are meant to happen.
private let nowhere = open("/dev/null", O_WRONLY)

/// Runs `body` on the loop, and waits for it.
func onLoop<Value: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () -> Value) -> Value {
    let done = Monitor<Value?>(nil)
    loop.execute {
        let value = body()
        done.withLock { $0 = value }
        done.signal()
    }
    return done.wait(until: { $0 != nil }, then: { $0! })
}

extension V1.Join {
    static func worker(_ instance: UInt64, kinds: [String] = ["k"], held: [UInt64] = []) -> V1.Join {
        V1.Join(
            name: "w\(instance)", instance: instance, kinds: kinds, held: held.map { V1.HeldLease(lease: $0) })
    }
}
