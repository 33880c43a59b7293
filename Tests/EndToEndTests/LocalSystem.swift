import Console
import LonghaulClient
import Platform
import Testing

/// Scheduler, status service and workers of one test, each a process of its own, on files of its own.
final class LocalSystem {
    let folder: TemporaryFolder
    let scheduler: Role
    let status: Role
    private(set) var workers: [Role] = []

    init(workers count: Int = 1, scheduler options: [String] = []) async throws {
        folder = try TemporaryFolder()
        scheduler = try await Role.scheduler(folder.file("journal.db"), options, in: folder)
        status = try await Role.status(of: scheduler.name, in: folder)
        for number in 0..<count { try await startWorker("worker-\(number)") }
    }

    @discardableResult
    func startWorker(_ name: String) async throws -> Role {
        let worker = try await Role.worker(name, of: scheduler.name, in: folder)
        workers.append(worker)
        return worker
    }

    /// Runs a command against this system.
    func run(_ words: String...) async throws -> Outcome { try await run(words) }

    func run(_ words: [String]) async throws -> Outcome {
        try await TestProcess.run(command(words), environment: environment, in: folder)
    }

    /// The same for a command that does not end by itself.
    func start(_ words: String...) throws -> TestProcess {
        try TestProcess(command(words), environment: environment, in: folder)
    }

    /// As `start`, with what is written to standard error in the output too.
    func startAloud(_ words: String...) throws -> TestProcess {
        try TestProcess(TestProcess.aloud + command(words), environment: environment, in: folder)
    }

    /// Gives `body` each state of a job as it comes, on a thread of its own, until that has seen enough or the job has
    /// ended. Returns the last state.
    func follow(_ id: String, _ body: @escaping @Sendable (JobState) throws -> Bool) async throws -> JobState {
        let last = Lock<JobState?>(nil)
        let watch = try start("watch", id, "--json")
        try await watch.eachLine { line in
            let state = try JobState(line)
            last.withLock { $0 = state }
            return try body(state)
        }
        return try #require(last.withLock { $0 }, "\(watch.errors)")
    }

    private func command(_ words: [String]) throws -> [String] { [try #require(TestRun.binary)] + words }

    private var environment: [String: String] {
        ["LONGHAUL_SCHEDULER": scheduler.name, "LONGHAUL_STATUS": status.name]
    }

    /// What a command with `--json` prints: a value a line.
    func json(_ words: String...) async throws -> [JSON] {
        let outcome = try await run(words + ["--json"])
        try #require(outcome.code == 0, "\(outcome)")
        return try outcome.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    func client() throws -> Client {
        try Client(ClientAddresses(schedulers: [scheduler.name], statusServices: [status.name]))
    }
}
