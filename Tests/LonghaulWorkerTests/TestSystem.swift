import Contract
import LonghaulClient
import LonghaulWorker
import Platform
import RPC
import Scheduling
import StatusService
import Storage
import StorageSQLite
import Testing

@testable import SchedulerService

/// A whole system in one process: a scheduler on a file of its own, a status service, workers and a client, over
/// real sockets on loopback.
final class TestSystem: Sendable {
    let client: Client
    let schedulerAddress: String
    let statusAddress: String
    private let folder: TemporaryFolder
    private let threads: [LoopThread]
    private let scheduler: LoopBound<SchedulerService>
    private let status: LoopBound<StatusService>

    init(_ options: SchedulerOptions = SchedulerOptions()) async throws {
        let folder = try TemporaryFolder()
        let schedulerThread = try EventLoop.spawn(name: "scheduler")
        let statusThread = try EventLoop.spawn(name: "status")
        let (scheduler, port) = await schedulerThread.loop.perform { loop in
            Self.startScheduler(loop, options, folder.file("journal.db"))
        }
        let address = "127.0.0.1:\(port)"
        let (status, statusPort) = await statusThread.loop.perform { loop in
            let channel = try! Channel.toScheduler([address], role: .observer, on: loop)
            let service = StatusService(
                loop: loop, scheduler: channel, logger: Logger(role: "status", minimumLevel: .error))
            return (LoopBound(service, loop), try! service.listen(Endpoint(host: "127.0.0.1", port: 0)))
        }
        self.folder = folder
        threads = [schedulerThread, statusThread]
        schedulerAddress = address
        statusAddress = "127.0.0.1:\(statusPort)"
        self.scheduler = scheduler
        self.status = status
        client = try Client(ClientAddresses(schedulers: [address], statusServices: [statusAddress]))
    }

    private static func startScheduler(
        _ loop: EventLoop, _ options: SchedulerOptions, _ path: String
    ) -> (LoopBound<SchedulerService>, UInt16) {
        let service = try! SchedulerService(
            loop: loop, store: try! SQLiteStore(path: path), options: options,
            logger: Logger(role: "scheduler", minimumLevel: .error), onFatal: { fatalError("\($0)") })
        return (LoopBound(service, loop), try! service.listen(Endpoint(host: "127.0.0.1", port: 0)))
    }

    func worker(
        _ name: String = "worker", concurrency: Int = 2, prefetch: Int = 0, settlingTime: Duration = .seconds(1),
        handlers: [String: Handler]
    ) throws -> RunningWorker {
        var options = WorkerOptions(schedulers: [schedulerAddress], name: name, concurrency: concurrency)
        options.prefetch = prefetch
        options.settlingTime = settlingTime
        options.logger = Logger(role: "worker", minimumLevel: .error)
        return RunningWorker(try Worker(options, handlers: handlers))
    }

    /// Submits a job, and follows it to its end.
    func run(_ job: JobSpec) async throws -> Job {
        try await end(of: try await client.submit(job))
    }

    func end(of id: LonghaulClient.JobID) async throws -> Job {
        var last: Job?
        for try await job in client.watch(id) { last = job }
        return try #require(last)
    }

    /// Cuts every connection to the scheduler, which goes on listening.
    func cutConnections() async {
        await threads[0].loop.perform { [scheduler] _ in scheduler.value.server.cutConnections("a test of cut wires") }
    }

    func stop() async {
        client.close()
        await threads[1].loop.performAsync { [status] done in status.value.stop(within: .seconds(1), done) }
        await threads[0].loop.performAsync { [scheduler] done in scheduler.value.stop(within: .seconds(1), done) }
        for thread in threads { thread.stop() }
    }
}

/// A worker at work until it is stopped.
final class RunningWorker: Sendable {
    let worker: Worker
    private let task: Task<Void, any Error>

    init(_ worker: Worker) {
        self.worker = worker
        task = Task { try await worker.run() }
    }

    /// Its end, or why it has ended.
    func value() async throws { try await task.value }

    func stop() async {
        worker.drain()
        await #expect(throws: Never.self) { try await self.value() }
    }
}

extension EventLoop {
    func perform<Value: Sendable>(_ body: @escaping @Sendable (EventLoop) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            execute { continuation.resume(returning: body(self)) }
        }
    }

    func performAsync(_ body: @escaping @Sendable (@escaping () -> Void) -> Void) async {
        await withCheckedContinuation { continuation in
            execute { body { continuation.resume() } }
        }
    }
}
