import Glibc
import Platform

/// Keeps the roles of one machine running, each in a process of its own: scheduler, then status service, then workers,
/// each started when the one before is ready; stopped in the opposite order. On the loop's thread alone.
final class Supervisor {
    struct Plan {
        var schedulerAddress: String
        var schedulerWords: [String]
        var statusAddress: String
        var statusWords: [String]
        var workers: Int
        var workerWords: [String]
        /// How long workers may take to stop; the others have less to do.
        var drainTime: Duration
    }

    struct Addresses {
        var scheduler = ""
        var status = ""
        var workers: [String] = []
    }

    /// A process is killed that takes longer to stop than it says it would.
    private static let stopLimit = Duration.seconds(10)

    private let plan: Plan
    private let loop: EventLoop
    private let logger: Logger
    private let onReady: (Addresses) -> Void
    private let onEnd: (ChildProcess.Ending?) -> Void
    private var addresses = Addresses()
    /// In the order in which they were started.
    private var stages: [[SupervisedRole]] = []
    private var isStopping = false

    /// `onReady` is called once, when all is ready; `onEnd` once, when all has stopped, with the ending of the role that
    /// could not be started, or started again, if there is one.
    init(
        _ plan: Plan, on loop: EventLoop, logger: Logger, onReady: @escaping (Addresses) -> Void,
        onEnd: @escaping (ChildProcess.Ending?) -> Void
    ) {
        self.plan = plan
        self.loop = loop
        self.logger = logger
        self.onReady = onReady
        self.onEnd = onEnd
    }

    // MARK: Starting

    func start() throws(SystemError) {
        _ = try SignalSource([.childEnded], on: loop) { [self] _ in
            // One signal may stand for several children.
            for role in stages.joined() { role.childEnded() }
        }
        startScheduler()
    }

    private func startScheduler() {
        start([
            role("scheduler", listeningOn: plan.schedulerAddress, plan.schedulerWords) { [self] address in
                addresses.scheduler = address
                startStatus()
            }
        ])
    }

    private func startStatus() {
        start([
            role("status", listeningOn: plan.statusAddress, toScheduler + plan.statusWords) { [self] address in
                addresses.status = address
                startWorkers()
            }
        ])
    }

    private func startWorkers() {
        guard plan.workers > 0 else { return onReady(addresses) }
        let roles = (0..<plan.workers).map { _ in
            role("worker", toScheduler + plan.workerWords) { [self] name in
                addresses.workers.append(name)
                if addresses.workers.count == plan.workers { onReady(addresses) }
            }
        }
        start(roles)
    }

    private var toScheduler: [String] { ["--scheduler", addresses.scheduler] }

    private func role(
        _ name: String, listeningOn address: String? = nil, _ words: [String], onReady: @escaping (String) -> Void
    ) -> SupervisedRole {
        SupervisedRole(
            name, listeningOn: address, words: words,
            // The services end within seconds. A worker that was asked to would first wait for the work under way, as long
            // as its drain time, though the scheduler that is to hear of it ends beside it.
            signalWhenOrphaned: name == "worker" ? SIGKILL : SIGTERM, on: loop, logger: logger,
            onReady: { [self] in if !isStopping { onReady($0) } }, onFailed: { [self] in stop(because: $0) })
    }

    private func start(_ roles: [SupervisedRole]) {
        stages.append(roles)
        do throws(SystemError) {
            for role in roles { try role.start() }
        } catch {
            logger.error("A role can't be started", ["reason": error])
            stop(because: .exited(1))
        }
    }

    // MARK: Stopping

    /// Again: no effect.
    func stop(because ending: ChildProcess.Ending? = nil) {
        guard !isStopping else { return }
        isStopping = true
        stopStages(stages.reversed()[...], ending)
    }

    private func stopStages(_ rest: ArraySlice<[SupervisedRole]>, _ ending: ChildProcess.Ending?) {
        guard let roles = rest.first else { return onEnd(ending) }
        let limit = Self.stopLimit + (roles.first?.name == "worker" ? plan.drainTime : .zero)
        var running = roles.count
        for role in roles {
            role.stop(within: limit) { [self] in
                running -= 1
                if running == 0 { stopStages(rest.dropFirst(), ending) }
            }
        }
    }

    /// At once, and without a word.
    func kill() {
        for role in stages.joined() { role.kill() }
    }
}
