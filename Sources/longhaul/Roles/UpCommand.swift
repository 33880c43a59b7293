import Console
import Platform

struct UpCommand: Command {
    let name = "up"
    let summary = "run scheduler, status service and workers together, for one machine"

    let database = Option(
        "database", .path, default: "./longhaul.db", environment: .derived, help: "the file; made when it is not there")
    let workers = Option("workers", .integer(in: 0...64), default: 0, environment: .derived, help: "worker processes")
    let concurrency = Option(
        "concurrency", .integer(in: 1...1024), default: 2, environment: .derived,
        help: "leases that each worker works on at once")
    let schedulerListen = Option(
        "scheduler-listen", .address(defaultPort: 7600), default: HostAndPort(host: "127.0.0.1", port: 7600),
        environment: .derived, help: "address of the scheduler; port 0: any")
    let statusListen = Option(
        "status-listen", .address(defaultPort: 7601), default: HostAndPort(host: "127.0.0.1", port: 7601),
        environment: .derived, help: "address of the status service; port 0: any")
    let drainTime = Option(
        "drain-time", .duration(in: .zero ... .seconds(86_400)), default: .seconds(20), environment: .derived,
        help: "how long work under way may go on at the end")
    let logging = LoggingParameters()

    let manual = Manual(
        discussion: """
            Starts each role as a process of its own, starts it again when it dies, and prints a line for each on \
            standard output when it is ready, and 'ready up' when all are; their logs go to standard error.
            SIGTERM and Ctrl-C stop the workers, which first end what they are at as far as --drain-time allows, then the \
            status service, then the scheduler; a second signal kills them, and ends this command with exit code 130, \
            or 143 when it was SIGTERM. When this process is killed, the workers are too, and the services stop.
            What else the roles take is given by their variables, such as LONGHAUL_RETENTION and LONGHAUL_PREFETCH.
            A role that can't be started ends this command with its exit code; one that was ready before and died does \
            so only where starting it again is of no use: with 2, 65 or 75.
            """,
        examples: [
            Manual.Example("longhaul up --workers 2", "All that is needed, on ./longhaul.db:"),
            Manual.Example(
                "longhaul up --scheduler-listen 127.0.0.1:0 --status-listen 127.0.0.1:0 --database test.db",
                "A second one beside it:"),
        ],
        exitCodes: [.failed, .unusableData, .broken, .locked, .interrupted])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        StopSignals.block()
        SignalSource.block([.childEnded])
        let logger = logging.logger(role: "up", arguments)
        let loop = try EventLoop()
        var code = ExitCode.done
        let supervisor = Supervisor(plan(arguments), on: loop, logger: logger) { addresses in
            printSummary(addresses)
        } onEnd: { ending in
            switch ending {
            case nil: break
            case .exited(let status): code = ExitCode(rawValue: status)
            case .killed: code = .failed
            }
            loop.stop()
        }
        try StopSignals.watch(on: loop, logger: logger, wait: wait(arguments), onSecond: supervisor.kill) {
            supervisor.stop()
        }
        if arguments[workers] == 0 {
            logger.info(
                "No workers are started here: 'longhaul worker' starts one, --workers so many with this command")
        }
        try supervisor.start()
        loop.run()
        return code
    }

    /// What a stop takes its time for.
    private func wait(_ arguments: Arguments) -> String? {
        let (count, time) = (arguments[workers], Format.duration(arguments[drainTime]))
        if count == 0 { return nil }
        return "\(count == 1 ? "the worker" : "\(count) workers") to end the work under way, \(time) at most"
    }

    private func plan(_ arguments: Arguments) -> Supervisor.Plan {
        let log = logging.words(arguments)
        return Supervisor.Plan(
            schedulerAddress: "\(arguments[schedulerListen])",
            schedulerWords: ["--database", arguments[database]] + log, statusAddress: "\(arguments[statusListen])",
            statusWords: log, workers: arguments[workers],
            workerWords: [
                "--concurrency", "\(arguments[concurrency])",
                "--drain-time", ValueFormat.duration().text(of: arguments[drainTime]),
            ] + log, drainTime: arguments[drainTime])
    }

    private func printSummary(_ addresses: Supervisor.Addresses) {
        let lines =
            ["scheduler \(addresses.scheduler)", "status \(addresses.status)"]
            + addresses.workers.map { "worker \($0)" } + ["ready up"]
        try? Output.standardOutput.write(lines.map { $0 + "\n" }.joined())
    }
}
