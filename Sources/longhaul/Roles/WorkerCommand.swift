import Console
import Glibc
import LonghaulClient
import LonghaulWorker
import Platform

struct WorkerCommand: Command {
    let name = "worker"
    let summary = "run a worker"

    let scheduler = SchedulerParameter()
    let workerName = Option("name", .text(upTo: 64), help: "its name in lists and logs; else the host's and a number")
    let queues = Option(repeated: "queue", .text(upTo: 64), help: "take work from this queue; else from all")
    let kinds = Option(repeated: "kind", .text(upTo: 64), help: "do only this kind of task; else every kind it knows")
    let concurrency = Option(
        "concurrency", .integer(in: 1...1024), default: 2, environment: .derived, help: "leases to work on at once")
    let prefetch = Option(
        "prefetch", .integer(in: 0...1024), default: 0, environment: .derived,
        help: "leases to keep waiting meanwhile: some for tasks of milliseconds, none for long ones")
    let drainTime = Option(
        "drain-time", .duration(in: .zero ... .seconds(86_400)), default: .seconds(20), environment: .derived,
        help: "how long work under way may go on after SIGTERM")
    let logging = LoggingParameters()

    let manual = Manual(
        discussion: """
            Takes leases from the scheduler and works on their items. Start as many as there is work for, stop any at \
            any time: what one leaves, another goes on with. Prints 'ready worker NAME' on standard output when it has \
            started; it waits for a scheduler that is not there.
            On SIGTERM and Ctrl-C it takes no more, ends or hands back what it has, at no cost to the items, and \
            leaves; a second signal ends it at once, with exit code 130, or 143 when it was SIGTERM.
            Kinds for trying things out: 'noop' does nothing with each item; 'sleep' waits for each as long as its \
            payload says, such as 250ms.
            """,
        examples: [
            Manual.Example("longhaul worker --concurrency 8", "Eight leases at once, from all queues:"),
            Manual.Example("longhaul worker --queue video --kind sleep --name slow-1", "One queue, one kind, a name:"),
        ],
        exitCodes: [.failed, .refused, .interrupted])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        StopSignals.block()
        DescriptorLimit.raise()
        let name = arguments[workerName] ?? defaultName
        var options = WorkerOptions(
            schedulers: scheduler.texts(arguments), name: name, concurrency: arguments[concurrency])
        options.queues = arguments[queues]
        options.prefetch = arguments[prefetch]
        options.drainTime = arguments[drainTime]
        let logger = logging.logger(role: "worker \(name)", arguments)
        options.logger = logger
        let worker = try Worker(options, handlers: try handlers(arguments, logger))

        let loop = try EventLoop()
        let time = Format.duration(arguments[drainTime])
        try StopSignals.watch(on: loop, logger: logger, wait: "the work under way, \(time) at most") { worker.drain() }
        let work = Task.detached { () throws in try await Self.run(worker) }
        ReadyLine.print("worker", name)
        try loop.run(until: work)
        return .done
    }

    private static func run(_ worker: Worker) async throws {
        do {
            try await worker.run()
        } catch {
            throw CommandFailure(error)
        }
    }

    private func handlers(_ arguments: Arguments, _ logger: Logger) throws(CommandFailure) -> [String: Handler] {
        let all = WorkerHandlers.all(leases: arguments[concurrency], logger: logger)
        let wanted = arguments[kinds]
        for kind in wanted where all[kind] == nil {
            let known = all.keys.sorted().joined(separator: ", ")
            throw CommandFailure(.usage, "--kind \(kind): this worker knows \(known)")
        }
        return wanted.isEmpty ? all : all.filter { wanted.contains($0.key) }
    }

    /// Fits into the 64 bytes of a worker's name.
    private var defaultName: String {
        var host = [CChar](repeating: 0, count: 41)
        // A longer name is cut off, and then may lack its end: the last byte is not given away.
        _ = gethostname(&host, host.count - 1)
        let text = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(text)-\(getpid())"
    }
}
