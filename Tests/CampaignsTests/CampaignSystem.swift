import Contract
import Glibc
import LonghaulClient
import LonghaulWorker
import Platform
import RPC
import SchedulerService
import StatusService
import StorageSQLite

@testable import Campaigns

/// A scheduler, a status service, a client, and as many workers as a test wants, in one process and over real sockets.
final class CampaignSystem {
    let client: Client
    /// For lists, templates and reports.
    let folder: TemporaryFolder
    private let database: TemporaryFolder
    private let indexes: TemporaryFolder
    private let schedulerAddress: String
    private let threads: [LoopThread]
    private let scheduler: LoopBound<SchedulerService>
    private let status: LoopBound<StatusService>
    private var workers: [(worker: Worker, end: Task<Void, any Error>)] = []

    init() async throws {
        let database = try TemporaryFolder()
        let path = database.file("journal.db")
        let schedulerThread = try EventLoop.spawn(name: "scheduler")
        let (scheduler, port) = await Self.perform(on: schedulerThread.loop) { loop in
            let service = try! SchedulerService(
                loop: loop, store: try! SQLiteStore(path: path), options: SchedulerOptions(),
                logger: Logger(role: "scheduler", minimumLevel: .error), onFatal: { fatalError("\($0)") })
            return (LoopBound(service, loop), try! service.listen(Endpoint(host: "127.0.0.1", port: 0)))
        }
        let address = "127.0.0.1:\(port)"
        let statusThread = try EventLoop.spawn(name: "status")
        let (status, statusPort) = await Self.perform(on: statusThread.loop) { loop in
            let service = StatusService(
                loop: loop, scheduler: try! Channel.toScheduler([address], role: .observer, on: loop),
                logger: Logger(role: "status", minimumLevel: .error))
            return (LoopBound(service, loop), try! service.listen(Endpoint(host: "127.0.0.1", port: 0)))
        }
        self.database = database
        folder = try TemporaryFolder()
        indexes = try TemporaryFolder()
        schedulerAddress = address
        threads = [schedulerThread, statusThread]
        self.scheduler = scheduler
        self.status = status
        client = try Client(ClientAddresses(schedulers: [address], statusServices: ["127.0.0.1:\(statusPort)"]))
    }

    /// Works until `stopWorkers`. `kinds`: all but what is said.
    func startWorker(
        _ name: String = "worker", queue: String? = nil, concurrency: Int = 2, kinds: [String]? = nil,
        server: MailServer.Options = MailServer.Options()
    ) throws {
        var options = WorkerOptions(schedulers: [schedulerAddress], name: name, concurrency: concurrency)
        options.queues = queue.map { [$0] } ?? []
        options.drainTime = .seconds(5)
        let logger = Logger(role: name, minimumLevel: .error)
        options.logger = logger
        let handlers = CampaignHandlers(
            leases: concurrency, indexes: IndexFolder(indexes.path), options: server, logger: logger)
        let worker = try Worker(options, handlers: handlers.all.filter { kinds?.contains($0.key) ?? true })
        let run: @Sendable () async throws -> Void = worker.run
        workers.append((worker, Task { try await run() }))
    }

    func stopWorkers() async throws {
        for (worker, _) in workers { worker.drain() }
        for (_, end) in workers { try await end.value }
        workers = []
    }

    func stop() async throws {
        try await stopWorkers()
        client.close()
        await Self.end(on: threads[1].loop) { [status] done in status.value.stop(within: .seconds(1), done) }
        await Self.end(on: threads[0].loop) { [scheduler] done in scheduler.value.stop(within: .seconds(1), done) }
        for thread in threads { thread.stop() }
    }

    // MARK: Campaigns

    /// `u0@x.test` and so on, each with a name.
    static func list(_ count: Int, local: String = "u") -> String {
        "email,name\n" + (0..<count).map { "\(local)\($0)@x.test,\"N, \($0)\"\n" }.joined()
    }

    static func addresses(_ count: Int, local: String = "u") -> [String] {
        (0..<count).map { "\(local)\($0)@x.test" }.sorted()
    }

    /// To a list in the folder; recipients are tried again at once.
    func plan(to url: String, list: String, template: String = "Dear {{name}}\n") -> CampaignPlan {
        let campaign = CampaignsV1.Campaign(
            list: folder.write(list.utf8, to: "list.csv"), text: folder.write(template.utf8, to: "mail.txt"),
            subject: "News", from: "News <news@s.example>", server: url, id: CampaignPlan.drawID())
        var plan = CampaignPlan(campaign, name: "test")
        plan.retry.initialBackoff = .milliseconds(10)
        plan.retry.maximumBackoff = .milliseconds(100)
        return plan
    }

    func submit(_ plan: CampaignPlan) async throws -> JobID { try await client.submit(try plan.job()) }

    /// The job once it has ended, or waits for a person.
    func end(of id: JobID) async throws -> Job {
        try await job(id) { $0.state.hasEnded || $0.state == .stalled }
    }

    func run(_ plan: CampaignPlan) async throws -> Job { try await end(of: try await submit(plan)) }

    /// The job as soon as it is as wanted.
    func job(_ id: JobID, _ isWanted: (Job) -> Bool) async throws -> Job {
        var last: Job?
        for try await job in client.watch(id) {
            last = job
            if isWanted(job) { break }
        }
        guard let last else { throw LonghaulError(.notFound, "nothing was told of the job") }
        return last
    }

    func letters(of job: JobID) async throws -> [DeadLetter] {
        try await client.deadLetters(filter(job), limit: 1_000).letters
    }

    /// The job that goes on with the dead letters.
    func requeue(_ job: JobID) async throws -> JobID {
        try await client.requeue(filter(job)).newJobs.first ?? job
    }

    private func filter(_ job: JobID) -> DeadLetterFilter {
        var filter = DeadLetterFilter()
        filter.job = job
        return filter
    }

    // MARK: Loops

    private static func perform<Value: Sendable>(
        on loop: EventLoop, _ body: @escaping @Sendable (EventLoop) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(loop)) }
        }
    }

    private static func end(
        on loop: EventLoop, _ body: @escaping @Sendable (@escaping () -> Void) -> Void
    ) async {
        await withCheckedContinuation { continuation in
            loop.execute { body { continuation.resume() } }
        }
    }
}

extension Job {
    /// The task that sends.
    var send: TaskStatus { tasks[1] }
}
