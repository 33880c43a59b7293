import Console
import Glibc
import Platform
import RPC
import SchedulerService
import Storage
import StorageSQLite

struct SchedulerCommand: Command {
    let name = "scheduler"
    let summary = "run the scheduler on an SQLite file"

    let database = Option(
        "database", .path, default: "./longhaul.db", environment: .derived, help: "the file; made when it is not there")
    let listen = Option(
        "listen", .address(defaultPort: 7600), default: HostAndPort(host: "127.0.0.1", port: 7600),
        environment: .named("LONGHAUL_SCHEDULER_LISTEN"), help: "address for clients and workers; port 0: any")
    let retention = Option(
        "retention", .duration(), default: .seconds(7 * 86_400), environment: .derived,
        help: "how long ended jobs can be read, unless they say it themselves; 0s: not at all")
    let unacknowledgedItems = Option(
        "unacknowledged-items", .integer(in: 1...1_000_000), default: UInt64(100), environment: .derived,
        help: "items that a worker runs past what is durable: the most that is worked on twice after a crash")
    let leaseTime = Option(
        "lease-ttl", .duration(in: .milliseconds(100) ... .seconds(3600)), default: .seconds(10),
        environment: .derived, help: "after which the leases of a silent worker go to others")
    let drainTarget = Option(
        "drain-target", .duration(in: .seconds(1) ... .seconds(86_400)), default: .seconds(60), environment: .derived,
        help: "so many workers are wanted that what waits is done in about this time")
    let logging = LoggingParameters()

    let manual = Manual(
        discussion: """
            Keeps all jobs in one file, and serves clients, workers and status services. When it can be used it prints \
            'ready scheduler ADDRESS' on standard output; the log goes to standard error.
            Beside FILE stand FILE-wal and FILE-shm, which SQLite makes, FILE.lock, and FILE.witness, by which the \
            scheduler notices when rows at the end of FILE are missing: move and copy them together, while it is stopped. \
            When FILE or FILE-wal is removed, renamed or replaced while it runs, it ends within two seconds and says so; \
            what it acknowledged in the first of them may be lost. A copy of FILE, FILE-wal and FILE.witness, made while \
            it is stopped, is a backup; it is restored in place of all of them.
            SIGTERM and Ctrl-C end it in good order, a second signal at once. Either way, and also after kill -9, \
            nothing that was acknowledged is lost: start it again on the same file.
            """,
        examples: [
            Manual.Example("longhaul scheduler", "On ./longhaul.db and port 7600:"),
            Manual.Example(
                "longhaul scheduler --database jobs.db --listen 127.0.0.1:0 --log-format json",
                "On any free port, with a log for programs:"),
        ],
        exitCodes: [.failed, .unusableData, .broken, .locked])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        StopSignals.block()
        DescriptorLimit.raise()
        let endpoint = try arguments[listen].endpointOnThisMachine()
        let logger = logging.logger(role: "scheduler", arguments)
        let loop = try EventLoop()
        // Before the store is opened: a port that can't be had leaves no files behind.
        let socket = try bind(to: endpoint)
        let address = Endpoint(host: endpoint.host, port: socket.port)
        let service = try makeService(on: loop, logger: logger, arguments)
        do throws(SystemError) {
            try service.listen(on: socket)
        } catch {
            throw CommandFailure(listeningOn: address, error)
        }
        try StopSignals.watch(on: loop, logger: logger) {
            service.stop(within: .seconds(5)) { loop.stop() }
        }
        logger.info("Listening", ["address": address])
        ReadyLine.print("scheduler", "\(address)")
        loop.run()
        logger.info("Stopped")
        return .done
    }

    private func bind(to endpoint: Endpoint) throws(CommandFailure) -> BoundSocket {
        do throws(SystemError) {
            return try BoundSocket(endpoint)
        } catch {
            throw CommandFailure(listeningOn: endpoint, error)
        }
    }

    /// Reads the whole journal, which blocks: nothing else runs yet.
    private func makeService(
        on loop: EventLoop, logger: Logger, _ arguments: Arguments
    ) throws(CommandFailure) -> SchedulerService {
        let options = SchedulerOptions(
            leaseTimeToLive: arguments[leaseTime], retention: arguments[retention],
            drainTarget: arguments[drainTarget],
            unacknowledgedItems: arguments[unacknowledgedItems])
        do throws(StoreError) {
            let store = try SQLiteStore(path: arguments[database])
            if let doubt = store.doubt { logger.warning("Rows may be missing", ["reason": doubt]) }
            return try SchedulerService(loop: loop, store: store, options: options, logger: logger) { error in
                // It is not known what is on disk, so nothing may be said or written any more.
                logger.error("Ending: the journal can't be trusted any more", ["error": error])
                _exit(ExitCode.broken.rawValue)
            }
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    fileprivate init(_ error: StoreError) {
        let code: ExitCode =
            switch error.code {
            case .locked: .locked
            case .damaged, .unreadable, .unusable: .unusableData
            case .inaccessible, .full, .deposed, .failed: .failed
            }
        self.init(code, error.description)
    }
}
