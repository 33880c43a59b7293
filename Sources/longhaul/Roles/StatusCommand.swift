import Console
import LonghaulClient
import Platform
import RPC
import StatusService

struct StatusCommand: Command {
    let name = "status"
    let summary = "run a status service, which serves everyone who watches"

    let scheduler = SchedulerParameter()
    let listen = Option(
        "listen", .address(defaultPort: 7601), default: HostAndPort(host: "127.0.0.1", port: 7601),
        environment: .named("LONGHAUL_STATUS_LISTEN"), help: "address for clients; port 0: any")
    let logging = LoggingParameters()

    let manual = Manual(
        discussion: """
            Follows the scheduler's changes and streams them to those who watch, so that watching costs the scheduler \
            nothing. Holds no state of its own: start several, stop any. When it can be used it prints \
            'ready status ADDRESS' on standard output; it waits for a scheduler that is not there.
            SIGTERM and Ctrl-C end it in good order, a second signal at once.
            """,
        examples: [
            Manual.Example("longhaul status", "For the scheduler on this machine:"),
            Manual.Example("longhaul status --listen 127.0.0.1:7602", "A second one:"),
        ],
        exitCodes: [.failed])

    func run(_ arguments: Arguments) async throws -> ExitCode {
        StopSignals.block()
        DescriptorLimit.raise()
        let endpoint = try arguments[listen].endpointOnThisMachine()
        let logger = logging.logger(role: "status", arguments)
        let loop = try EventLoop()
        let channel = try Channel.toScheduler(scheduler.texts(arguments), role: .observer, on: loop)
        let service = StatusService(loop: loop, scheduler: channel, logger: logger)
        let address = try listen(on: endpoint, service)
        try StopSignals.watch(on: loop, logger: logger) {
            service.stop(within: .seconds(5)) { loop.stop() }
        }
        logger.info("Listening", ["address": address])
        ReadyLine.print("status", "\(address)")
        loop.run()
        logger.info("Stopped")
        return .done
    }

    /// Gives the address with the port that it got.
    private func listen(on endpoint: Endpoint, _ service: StatusService) throws(CommandFailure) -> Endpoint {
        do throws(SystemError) {
            return Endpoint(host: endpoint.host, port: try service.listen(endpoint))
        } catch {
            throw CommandFailure(listeningOn: endpoint, error)
        }
    }
}
