import Platform

extension EventLoop {
    /// Turns on the calling thread until `task` has ended, and gives what came of it.
    ///
    /// On the process's first thread this takes the place of `await`: once that thread has waited for a task, the
    /// system's dispatcher has it, with no signal blocked, and a signal ends the process before a source sees it.
    func run<Value: Sendable>(until task: Task<Value, any Error>) throws -> Value {
        let outcome = Lock<Result<Value, any Error>?>(nil)
        Task.detached { [self] in
            let result = await task.result
            outcome.withLock { $0 = result }
            stop()
        }
        run()
        guard let result = outcome.withLock({ $0 }) else { preconditionFailure("only the task's end stops this loop") }
        return try result.get()
    }
}
