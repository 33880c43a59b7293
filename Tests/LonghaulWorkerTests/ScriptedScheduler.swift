import Contract
import LonghaulWorker
import Platform
import RPC
import Testing

/// A scheduler that says what a test tells it to, on a real socket. Each session that begins, and each update of it, is
/// an event.
final class ScriptedScheduler: Sendable {
    typealias Stream = ServerStream<V1.WorkerUpdate, V1.SchedulerUpdate>

    enum Event: Sendable {
        case update(V1.WorkerUpdate)
        case end(StreamEnd)
    }

    let address: String
    private let thread: LoopThread
    private let server: LoopBound<Server>
    private let current: LoopBound<Current>
    private let events: AsyncStream<Event>

    private final class Current {
        var stream: Stream?
    }

    init(port: UInt16 = 0) async throws {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        self.events = events
        thread = try EventLoop.spawn(name: "scripted")
        (server, current, address) = await thread.loop.perform { loop in
            let server = Server(loop: loop, logger: Logger(role: "scripted", minimumLevel: .error))
            let current = Current()
            server.handle(V1.Worker.session) { first, stream in
                current.stream = stream
                stream.onMessage { continuation.yield(.update($0)) }
                stream.onEnd { continuation.yield(.end($0)) }
                continuation.yield(.update(first))
            }
            let port = try! server.listen(Endpoint(host: "127.0.0.1", port: port))
            return (LoopBound(server, loop), LoopBound(current, loop), "127.0.0.1:\(port)")
        }
    }

    var port: UInt16 { Endpoint(address)!.port }

    func next() async throws -> Event {
        var iterator = events.makeAsyncIterator()
        return try #require(await iterator.next())
    }

    /// The next update for which this holds; those before it are skipped.
    func update(where isWanted: (V1.WorkerUpdate) -> Bool) async throws -> V1.WorkerUpdate {
        while true {
            if case .update(let update) = try await next(), isWanted(update) { return update }
        }
    }

    /// The first update of the next session, and what it says of itself.
    func join() async throws -> (first: V1.WorkerUpdate, join: V1.Join) {
        let first = try await update { $0.join != nil }
        return (first, first.join!)
    }

    func report() async throws -> V1.Report { try await update { !$0.reports.isEmpty }.reports[0] }

    func send(_ update: V1.SchedulerUpdate) async {
        await thread.loop.perform { [current] _ in _ = current.value.stream?.send(update) }
    }

    /// Takes a worker in, with what it held, and grants it something.
    func welcome(kept: [UInt64] = [], window: UInt64 = 100, grants: [V1.Grant] = []) async {
        let joined = V1.Joined(
            leaseTtlMs: 10_000, heartbeatMs: 100, unacknowledgedItems: window, kept: kept)
        await send(V1.SchedulerUpdate(joined: joined, grants: grants))
    }

    func finish(_ status: Status) async {
        await thread.loop.perform { [current] _ in current.value.stream?.finish(status) }
    }

    /// Cuts every connection, and is not there any more.
    func stop() async {
        await thread.loop.perform { [server] _ in server.value.stop() }
        thread.stop()
    }

    func worker(
        concurrency: Int = 1, prefetch: Int = 0, drainTime: Duration = .seconds(20),
        settlingTime: Duration = .seconds(1),
        logger: Logger = Logger(role: "worker", minimumLevel: .error), handlers: [String: Handler]
    ) throws -> RunningWorker {
        var options = WorkerOptions(schedulers: [address], name: "worker", concurrency: concurrency)
        options.prefetch = prefetch
        options.drainTime = drainTime
        options.settlingTime = settlingTime
        options.logger = logger
        return RunningWorker(try Worker(options, handlers: handlers))
    }
}
