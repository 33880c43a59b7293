/// A few threads for C libraries that block, so that neither a loop nor the cooperative pool stands still for them.
///
/// What waits for a thread is as many as its callers: each awaits its own call.
package final class BlockingPool: Sendable {
    private struct Jobs {
        var waiting = Queue<@Sendable () -> Void>()
        var isStopping = false
    }

    private let jobs: Monitor<Jobs>
    private let threads: [SystemThread]

    package init(name: String, threads count: Int) {
        precondition(count > 0, "A pool without threads would never run anything")
        let jobs = Monitor(Jobs())
        self.jobs = jobs
        threads = (1...count).map { number in
            SystemThread(name: "\(name)-\(number)") { Self.work(jobs) }
        }
    }

    /// Runs `body` on one of the threads, and returns what it does. Cancelling the caller doesn't stop it: a C call that
    /// blocks can't be. Traps after `stop()`.
    package func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }

    /// The same for who lives on a loop: `completion` runs there, unless the loop has stopped by then.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable () -> Value, on loop: EventLoop, completion: @escaping @Sendable (Value) -> Void
    ) {
        submit {
            let value = body()
            loop.execute { completion(value) }
        }
    }

    /// Runs what is waiting, then ends the threads and waits for them. Once only.
    package func stop() {
        jobs.withLock { $0.isStopping = true }
        jobs.broadcast()
        for thread in threads { thread.join() }
    }

    private func submit(_ job: @escaping @Sendable () -> Void) {
        jobs.withLock { jobs in
            precondition(!jobs.isStopping, "The pool has been stopped")
            jobs.waiting.append(job)
        }
        jobs.signal()
    }

    private static func work(_ jobs: Monitor<Jobs>) {
        while let job = jobs.wait(until: { !$0.waiting.isEmpty || $0.isStopping }, then: { $0.waiting.popFirst() }) {
            job()
        }
    }
}
