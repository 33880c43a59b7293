import Console
import Glibc
import LonghaulClient
import Platform

/// Enqueue, lease, complete: single-item tasks through real sockets and a synced journal.
struct CycleBench: Command {
    let name = "cycle"
    let summary = "throughput of single-item tasks from submit to completion, durable"
    let tasks = Option("tasks", .integer(in: 1_000...100_000_000), default: 500_000, help: "tasks in all")
    let workers = Option("workers", .integer(in: 1...64), default: 2, help: "worker processes")
    let window = Option("window", .integer(in: 1...100_000), default: 1_000, help: "tasks under way for each side")
    let batch = Option("batch", .integer(in: 1...1_000), default: 100, help: "tasks in one submit")
    let payload = Option("payload", .integer(in: 0...65_536), default: 256, help: "bytes of payload")
    let keep = Flag("keep", help: "keep finished jobs")

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let count = arguments[tasks] / arguments[batch] * arguments[batch]
        let system = try BenchSystem(
            unacknowledgedItems: arguments[window], retention: arguments[keep] ? "7d" : "0s")
        for number in 1...arguments[workers] {
            try system.startWorker("bench-\(number)", concurrency: 2, prefetch: arguments[window])
        }
        let client = try system.client()
        let before = (scheduler: system.scheduler.processorSeconds, workers: system.workerProcessors.reduce(0, +))
        let ownBefore = ownProcessorSeconds()
        let begin = MonotonicTime.now
        try await produce(count, client, arguments)
        while try await client.queues().contains(where: { $0.depth > 0 }) {}
        let seconds = Double((MonotonicTime.now - begin).wholeNanoseconds) / 1e9
        let schedulerTime = system.scheduler.processorSeconds - before.scheduler
        let workersTime = system.workerProcessors.reduce(0, +) - before.workers
        let ownTime = ownProcessorSeconds() - ownBefore
        client.close()
        let bytes = system.stop()

        let figures = Figures(
            bench: "cycle",
            conditions: [
                .init("tasks", JSON(count)), .init("workers", JSON(arguments[workers])),
                .init("window", JSON(arguments[window])), .init("batch", JSON(arguments[batch])),
                .init("payload_bytes", JSON(arguments[payload])), .init("finished_jobs_kept", .bool(arguments[keep])),
                .init("store", "sqlite, WAL, synchronous=FULL"),
            ])
        figures.print("throughput", Double(count) / seconds, unit: "tasks/s")
        figures.print("processor time, scheduler", schedulerTime / Double(count) * 1e6, unit: "us/task")
        figures.print("processor time, workers", workersTime / Double(count) * 1e6, unit: "us/task")
        figures.print("processor time, producer", ownTime / Double(count) * 1e6, unit: "us/task")
        figures.print("journal", Double(bytes) / Double(count), unit: "bytes/task")
        return .done
    }

    /// As many submits under way as the window holds.
    private func produce(_ count: Int, _ client: Client, _ arguments: Arguments) async throws {
        let job = JobSpec([TaskSpec(kind: "bench", payload: Array(repeating: 7, count: arguments[payload]))])
        let jobs = Array(repeating: job, count: arguments[batch])
        let submits = count / arguments[batch]
        let atOnce = max(1, arguments[window] / arguments[batch])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in 0..<min(atOnce, submits) {
                group.addTask {
                    for _ in stride(from: place, to: submits, by: atOnce) { _ = try await client.submit(jobs) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func ownProcessorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
