import Console
import LonghaulClient
import LonghaulWorker
import Platform

/// From the call of submit to the handler's start, on an idle system; and what a pending task takes of memory.
struct LatencyBench: Command {
    let name = "latency"
    let summary = "dispatch latency on an idle system, and memory for each pending task"
    let rounds = Option("rounds", .integer(in: 10...1_000_000), default: 1_000, help: "tasks, one after the other")
    let pending = Option("pending", .integer(in: 1_000...10_000_000), default: 1_000_000, help: "tasks that wait")

    func run(_ arguments: Arguments) async throws -> ExitCode {
        let system = try BenchSystem(unacknowledgedItems: 100, retention: "0s")
        let client = try system.client()
        let conditions: [JSON.Member] = [.init("store", "sqlite, WAL, synchronous=FULL"), .init("payload_bytes", 256)]
        let latency = try await measureLatency(arguments[rounds], client, system.address)
        let figures = Figures(bench: "latency", conditions: conditions + [.init("rounds", JSON(arguments[rounds]))])
        figures.print("dispatch p50", latency[latency.count / 2], unit: "us")
        figures.print("dispatch p99", latency[latency.count * 99 / 100], unit: "us")

        let empty = system.scheduler.residentBytes
        let job = JobSpec([TaskSpec(kind: "nobody", payload: Array(repeating: 7, count: 256))])
        let jobs = Array(repeating: job, count: 1_000)
        for _ in 0..<arguments[pending] / 1_000 { _ = try await client.submit(jobs) }
        let full = system.scheduler.residentBytes
        Figures(bench: "memory", conditions: conditions + [.init("pending", JSON(arguments[pending]))])
            .print("resident memory", Double(full - empty) / Double(arguments[pending]), unit: "bytes/task")
        client.close()
        _ = system.stop()
        return .done
    }

    /// Microseconds, ascending.
    private func measureLatency(_ rounds: Int, _ client: Client, _ address: String) async throws -> [Double] {
        let (starts, continuation) = AsyncStream.makeStream(of: MonotonicTime.self)
        let worker = try Worker(
            WorkerOptions(schedulers: [address], name: "latency"),
            handlers: ["latency": { _ in continuation.yield(.now) }])
        let running = _Concurrency.Task { try await worker.run() }
        var started = starts.makeAsyncIterator()
        let job = JobSpec([TaskSpec(kind: "latency", payload: Array(repeating: 7, count: 256))])
        var latencies: [Double] = []
        for _ in 0..<rounds {
            let begin = MonotonicTime.now
            _ = try await client.submit(job)
            guard let start = await started.next() else { break }
            latencies.append(Double((start - begin).wholeNanoseconds) / 1_000)
        }
        worker.drain()
        try await running.value
        return latencies.sorted()
    }
}
