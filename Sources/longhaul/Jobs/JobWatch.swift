import Console
import LonghaulClient
import Synchronization

/// Follows one job to its end, and shows it: bars or lines on standard error, or a line of JSON for each change.
struct JobWatch: Sendable {
    enum Display: Sendable {
        case progress(Terminal)
        case json
        case nothing
    }

    private enum Ending: Sendable {
        case ended(Job)
        case timedOut
    }

    /// A status service that is there, but has no scheduler, says nothing for so long.
    private static let answerLimit = Duration.seconds(10)

    let id: JobID
    let client: Client
    let display: Display
    /// Nil: as long as it takes.
    let timeout: Duration?

    /// Gives `done` for a job that succeeded, and throws the failure that tells of any other ending.
    func follow() async throws -> ExitCode {
        let reporter: ProgressReporter? =
            if case .progress(let terminal) = display { ProgressReporter(terminal: terminal) } else { nil }
        let result: Result<Ending, any Error>
        do { result = .success(try await ending(reporter)) } catch { result = .failure(error) }
        await reporter?.finish()

        if Task.isCancelled {
            throw CommandFailure(
                .interrupted,
                "job \(id) goes on: 'longhaul watch \(id)' shows it again, 'longhaul cancel \(id)' ends it")
        }
        switch try result.get() {
        case .timedOut:
            throw CommandFailure(
                .timedOut, "job \(id) has not ended yet, and goes on: 'longhaul watch \(id)' shows it again")
        case .ended(let job): return try conclusion(job)
        }
    }

    private func conclusion(_ job: Job) throws -> ExitCode {
        switch job.state {
        case .stalled: throw CommandFailure(.stalled, job.advice ?? "")
        case .failed, .cancelled: throw CommandFailure(.failed, job.advice ?? "")
        case .pending, .running, .succeeded:
            if let advice = job.advice, case .progress = display { try Output.standardError.write(advice + "\n") }
            return .done
        }
    }

    /// Whatever is first: the job's end, or that of somebody's patience.
    private func ending(_ reporter: ProgressReporter?) async throws -> Ending {
        let isAnswered = AnswerFlag()
        return try await withThrowingTaskGroup(of: Ending?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await lastState(reporter, isAnswered) }
            group.addTask {
                try await Task.sleep(for: JobWatch.answerLimit)
                if isAnswered.value.load(ordering: .relaxed) { return nil }
                throw CommandFailure(
                    .unavailable,
                    "the status service has heard nothing of job \(id) from its scheduler; is 'longhaul scheduler' running?"
                )
            }
            if let timeout {
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return .timedOut
                }
            }
            while let ending = try await group.next() {
                if let ending { return ending }
            }
            preconditionFailure("a job's watch has an ending")
        }
    }

    private func lastState(_ reporter: ProgressReporter?, _ isAnswered: AnswerFlag) async throws -> Ending {
        var last: Job?
        for try await job in client.watch(id) {
            isAnswered.value.store(true, ordering: .relaxed)
            last = job
            switch display {
            case .progress: await reporter?.update(job.tasks.map { ProgressBar($0, of: job) })
            case .json: try Output.standardOutput.write(JSON(job).text + "\n")
            case .nothing: break
            }
            // It stays so until somebody acts.
            if job.state == .stalled { break }
        }
        guard let last else { throw CommandFailure(.failed, "the status service ended without a word; watch again") }
        return .ended(last)
    }
}

/// Set when the first state of the job has come.
private final class AnswerFlag: Sendable {
    let value = Atomic(false)
}
