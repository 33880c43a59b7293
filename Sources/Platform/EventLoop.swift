import CLinux
import Glibc
import Synchronization

/// One thread that waits for descriptors, timers and work from other threads, and runs what they cause, one at a time.
///
/// Each turn goes: wait; descriptors that are ready; work from elsewhere; timers that are due; end-of-turn handlers.
/// Nothing that runs here may block. The loop belongs to the thread that made it until `run()`, then to the thread
/// that called that; every call but `execute`, `stop` and `isOnLoop` traps on another thread.
///
/// It is a serial executor: an actor that names it as its `unownedExecutor` lives on its thread.
package final class EventLoop: SerialExecutor, @unchecked Sendable {
    /// When the current turn began: one reading of the clock for all that happens in it.
    package private(set) var now = MonotonicTime.now

    private let owner: Atomic<UInt>
    private let isStopping = Atomic(false)
    private let wakeUp: FileDescriptor
    private let inbox = Inbox()
    private var poller: Poller
    private var timers = TimerHeap()
    private var turnEnds = TurnEnds()

    package init() throws(SystemError) {
        owner = Atomic(currentThread())
        wakeUp = try FileDescriptor("eventfd", clinux_eventfd)
        poller = try Poller(wakeUp: wakeUp.rawValue)
    }

    /// Makes a loop and a thread that runs it; `name` is what the system's tools show.
    package static func spawn(name: String) throws(SystemError) -> LoopThread {
        let loop = try EventLoop()
        // It never was the caller's.
        loop.owner.store(0, ordering: .releasing)
        return LoopThread(name: name, loop: loop)
    }

    /// Turns until `stop()`, then forgets every registration and timer. The calling thread is the loop's from now on.
    package func run() {
        owner.store(currentThread(), ordering: .releasing)
        while !isStopping.load(ordering: .acquiring) { turn() }
        // What was accepted still runs: somebody may be waiting for it.
        inbox.close()
        runWork()
        runTurnEnds()
        // Handlers and timers hold what holds the loop.
        for registration in poller.all { registration.cancel() }
        timers = TimerHeap()
    }

    private func turn() {
        let count = poller.wait(milliseconds: timeToSleep())
        now = .now
        for index in 0..<count {
            if let (registration, readiness) = poller.event(index) { registration.handler?.ready(readiness) }
        }
        runWork()
        runTimers()
        runTurnEnds()
    }

    private func timeToSleep() -> CInt {
        guard inbox.prepareToSleep() else { return 0 }
        guard let deadline = timers.nextDeadline else { return -1 }
        let wait = (deadline - .now).wholeNanoseconds
        // Rounded up: waking too early would turn the loop for nothing.
        return wait <= 0 ? 0 : CInt(clamping: (wait + 999_999) / 1_000_000)
    }

    private func runWork() {
        inbox.open()
        while let work = inbox.next() {
            switch work {
            case .body(let body): body()
            case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    private func runTimers() {
        // One that schedules another for now must not keep the turn from ending.
        let newest = timers.newest
        while let body = timers.popDue(now, scheduledUpTo: newest) { body() }
    }

    private func runTurnEnds() {
        while let handler = turnEnds.next() { handler.turnEnds() }
    }
}

// MARK: - From any thread

extension EventLoop {
    /// Runs `body` on the loop's thread, in the order of the calls, before the loop sleeps again. Many calls cause one
    /// wake-up. False when the loop has stopped: then `body` never runs.
    @discardableResult
    package func execute(_ body: @escaping @Sendable () -> Void) -> Bool {
        add(.body(body))
    }

    /// Ends `run()` after the turn that is under way, and for good.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        wake()
    }

    package var isOnLoop: Bool { owner.load(ordering: .relaxed) == currentThread() }

    @inline(__always)
    package func preconditionOnLoop() {
        precondition(isOnLoop, "Called off the event loop's thread: go through execute(_:)")
    }

    /// An actor must not outlive its loop: what it is asked after the stop is never done.
    package func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    package func checkIsolated() { preconditionOnLoop() }

    @discardableResult
    private func add(_ work: Inbox.Work) -> Bool {
        switch inbox.add(work) {
        case .added: return true
        case .wake:
            wake()
            return true
        case .refused: return false
        }
    }

    private func wake() {
        var one: UInt64 = 1
        // A full counter means that a wake-up is pending already.
        _ = withUnsafeBytes(of: &one) { try? wakeUp.write($0) }
    }
}

// MARK: - On the loop's thread

extension EventLoop {
    /// Tells `handler` whenever `descriptor` is ready, until the registration is cancelled. The descriptor stays its
    /// owner's, must be non-blocking, and is registered once at a time.
    package func register(
        _ descriptor: CInt, _ interest: Readiness, _ handler: any ReadinessHandler
    ) throws(SystemError) -> Registration {
        preconditionOnLoop()
        return try poller.register(descriptor, interest, handler, loop: self)
    }

    /// Runs `body` once, at `deadline` or up to a millisecond after it.
    @discardableResult
    package func schedule(at deadline: MonotonicTime, _ body: @escaping () -> Void) -> TimerID {
        preconditionOnLoop()
        return timers.schedule(at: deadline, body)
    }

    /// Runs `body` once, `delay` from now.
    @discardableResult
    package func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerID {
        schedule(at: .now + delay, body)
    }

    /// False when it has fired or was cancelled already. Afterwards it won't fire.
    @discardableResult
    package func cancel(_ timer: TimerID) -> Bool {
        preconditionOnLoop()
        return timers.cancel(timer)
    }

    /// Calls `handler` once when this turn's work is done: first all of `.commit`, then all of `.write`, each in the
    /// order of the calls; what a handler adds runs in the same turn.
    package func atEndOfTurn(_ phase: TurnPhase, _ handler: any TurnEndHandler) {
        preconditionOnLoop()
        turnEnds.add(handler, phase)
    }

    func interestChanged(_ registration: Registration) {
        preconditionOnLoop()
        poller.update(registration)
    }

    func cancelled(_ registration: Registration) {
        preconditionOnLoop()
        poller.remove(registration)
    }
}

/// Threads have no number that is cheaper to read; a pthread_t is unique among those that run.
@inline(__always)
private func currentThread() -> UInt { UInt(pthread_self()) }
