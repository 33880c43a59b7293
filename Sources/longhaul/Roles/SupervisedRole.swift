import Console
import Glibc
import Platform

/// One role that `longhaul up` keeps running as a child process: started, and started again when it dies, after a
/// pause that grows while it keeps dying. On the loop's thread alone.
final class SupervisedRole: ReadinessHandler {
    /// More than a ready line ever has.
    private static let longestLine = 512

    let name: String
    private let loop: EventLoop
    private let logger: Logger
    private let words: [String]
    private let signalWhenOrphaned: CInt
    private let onReady: (_ name: String) -> Void
    private let onFailed: (ChildProcess.Ending) -> Void
    /// Where it listens: the address it was given at first, then the one it got, so that it comes back there.
    private var address: String?
    private var process: ChildProcess?
    private var output: FileDescriptor?
    private var registration: Registration?
    private var line: [UInt8] = []
    private var wasEverReady = false
    private var startedAt = MonotonicTime.now
    private var pauses = RestartPauses()
    private var restart: TimerID?
    private var stopping: (limit: TimerID, completion: () -> Void)?

    /// `onReady` is called once, with what the ready line names; `onFailed` once, if the first process ends before that, or
    /// any of them in a way that starting again can't mend.
    /// The role's process gets `signalWhenOrphaned` when the loop's thread ends, as it does with this process, even by
    /// SIGKILL.
    init(
        _ name: String, listeningOn address: String? = nil, words: [String], signalWhenOrphaned: CInt,
        on loop: EventLoop, logger: Logger,
        onReady: @escaping (_ name: String) -> Void, onFailed: @escaping (ChildProcess.Ending) -> Void
    ) {
        self.name = name
        self.address = address
        self.words = words
        self.signalWhenOrphaned = signalWhenOrphaned
        self.loop = loop
        self.logger = logger
        self.onReady = onReady
        self.onFailed = onFailed
    }

    func start() throws(SystemError) {
        let pipe = try Pipe()
        let listen = address.map { ["--listen", $0] } ?? []
        let process = try ChildProcess(
            ofThisProgram: [name] + listen + words, output: pipe.writing, whenStarterEnds: signalWhenOrphaned)
        self.process = process
        startedAt = loop.now
        line = []
        let output = pipe.takeReading()
        registration = try loop.register(output.rawValue, .readable, self)
        self.output = consume output
        logger.info("Started", ["role": name, "process": process.id])
    }

    // MARK: Getting ready

    func ready(_ readiness: Readiness) {
        var bytes = [UInt8](repeating: 0, count: 512)
        let transfer = bytes.withUnsafeMutableBytes { buffer in
            // A pipe that can't be read is as good as one that has ended.
            (try? output?.read(into: buffer)) ?? .end
        }
        switch transfer {
        case .wouldBlock: break
        case .end: closeOutput()
        case .bytes(let count): read(bytes.prefix(count))
        }
    }

    private func read(_ bytes: ArraySlice<UInt8>) {
        guard line.count < Self.longestLine else { return }
        line += bytes
        guard let end = line.firstIndex(of: UInt8(ascii: "\n")) else { return }
        guard let found = ReadyLine.name(in: String(decoding: line[..<end], as: UTF8.self), of: name) else { return }
        line = []
        if address != nil { address = found }
        if wasEverReady { return }
        wasEverReady = true
        onReady(found)
    }

    private func closeOutput() {
        registration?.cancel()
        registration = nil
        output = nil
    }

    // MARK: Dying

    /// To be called when a child of this process has ended; it may be another's.
    func childEnded() {
        guard let process, let ending = process.ending() else { return }
        self.process = nil
        closeOutput()
        if let stopping {
            loop.cancel(stopping.limit)
            self.stopping = nil
            return stopping.completion()
        }
        guard wasEverReady else {
            logger.error("A role ended before it was ready", ["role": name, "ending": ending])
            return onFailed(ending)
        }
        if ending.isFinal {
            logger.error("A role can't be started again", ["role": name, "ending": ending])
            return onFailed(ending)
        }
        let pause = pauses.next(afterRunning: loop.now - startedAt)
        if ending == .exited(0) {
            // Somebody stopped it in good order.
            logger.info("A role was stopped; starting it again", ["role": name, "pause": pause])
        } else {
            logger.error("A role died; starting it again", ["role": name, "ending": ending, "pause": pause])
        }
        scheduleRestart(after: pause)
    }

    private func scheduleRestart(after pause: Duration) {
        restart = loop.schedule(after: pause) { [self] in
            restart = nil
            do throws(SystemError) {
                try start()
            } catch {
                let pause = pauses.nextAfterFailedStart()
                logger.error("A role can't be started; trying again", ["role": name, "reason": error, "pause": pause])
                scheduleRestart(after: pause)
            }
        }
    }

    // MARK: Stopping

    /// Asks the process to end, and kills it after `limit`; then `completion`. Once only.
    func stop(within limit: Duration, _ completion: @escaping () -> Void) {
        if let restart { loop.cancel(restart) }
        restart = nil
        guard let process else { return completion() }
        let timer = loop.schedule(after: limit) { [self] in
            logger.error("A role does not end; killing it", ["role": name, "process": process.id])
            process.send(SIGKILL)
        }
        stopping = (timer, completion)
        process.send(SIGTERM)
    }

    func kill() {
        process?.send(SIGKILL)
    }
}

extension ChildProcess.Ending {
    /// Only a person can do something about what the process has found: it would find it again.
    var isFinal: Bool {
        let codes = [ExitCode.usage, .unusableData, .locked].map(\.rawValue)
        return if case .exited(let code) = self { codes.contains(code) } else { false }
    }
}
