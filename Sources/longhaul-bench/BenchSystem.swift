import Console
import Glibc
import LonghaulClient
import Platform

/// A scheduler on a fresh file, and workers, each a process of its own; all gone with `stop`.
final class BenchSystem {
    let scheduler: BenchProcess
    let address: String
    private let folder: TemporaryFolder
    private let database: String
    private var workers: [BenchProcess] = []

    init(unacknowledgedItems: Int, retention: String) throws {
        folder = try TemporaryFolder()
        database = folder.file("bench.db")
        scheduler = try BenchProcess(
            "longhaul",
            [
                "scheduler", "--database", database, "--listen", "127.0.0.1:0", "--unacknowledged-items",
                String(unacknowledgedItems), "--retention", retention, "--log-level", "warning",
            ])
        address = scheduler.readyLine.split(separator: " ").last.map(String.init) ?? ""
    }

    func startWorker(_ name: String, concurrency: Int, prefetch: Int) throws {
        workers.append(
            try BenchProcess(
                "longhaul-bench",
                [
                    "worker", "--scheduler", address, "--name", name, "--concurrency", String(concurrency),
                    "--prefetch", String(prefetch),
                ]))
    }

    func client() throws -> Client {
        try Client(ClientAddresses(schedulers: [address]))
    }

    var workerProcessors: [Double] { workers.map(\.processorSeconds) }

    /// Bytes of the journal's file once everything is in it.
    func stop() -> Int {
        for worker in workers { worker.stop() }
        scheduler.stop()
        var status = stat()
        return stat(database, &status) == 0 ? Int(status.st_size) : 0
    }
}
