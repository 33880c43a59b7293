import Console
import Glibc
import LonghaulWorker
import Platform

/// A worker that does nothing, as fast as it can.
struct BenchWorker: Command {
    let name = "worker"
    let summary = "a worker process of the cycle benchmark"
    let scheduler = Option(required: "scheduler", .text(), help: "the scheduler's address")
    let workerName = Option("name", .text(), default: "bench", help: "the worker's name")
    let concurrency = Option("concurrency", .integer(in: 1...1_000), default: 2, help: "leases worked on at once")
    let prefetch = Option("prefetch", .integer(in: 0...100_000), default: 1_000, help: "leases that wait here")

    func run(_ arguments: Arguments) async throws -> ExitCode {
        SignalSource.block([.terminate, .interrupt])
        var options = WorkerOptions(
            schedulers: [arguments[scheduler]], name: arguments[workerName], concurrency: arguments[concurrency])
        options.prefetch = arguments[prefetch]
        let worker = try Worker(options, handlers: ["bench": { _ in }])
        let signals = try EventLoop.spawn(name: "signals")
        signals.loop.execute {
            _ = try? SignalSource([.terminate, .interrupt], on: signals.loop) { _ in worker.drain() }
        }
        print("ready \(arguments[workerName])")
        fflush(nil)
        try await worker.run()
        return .done
    }
}
