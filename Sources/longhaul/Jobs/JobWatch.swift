import Console
import LonghaulClient
import Platform

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
    /// Whoever looks on wonders after so long.
    private static let answerNotice = Duration.milliseconds(1500)
    /// A task that waits for longer may have nobody to wait for. Asked again after pauses that grow: a watch is to cost
    /// the scheduler next to nothing.
    private static let firstLook = Duration.seconds(2)
    private static let longestPause = Duration.seconds(60)

    let id: JobID
    /// To a status service; to a scheduler too, for what only that one knows.
    let client: Client
    let display: Display
    /// Nil: as long as it takes.
    let timeout: Duration?
    /// The job was there a moment ago.
    var isKnown = false

    /// Gives `done` for a job that succeeded, and throws the failure that tells of any other ending.
    func follow() async throws -> ExitCode {
        let reporter: ProgressReporter? =
            if case .progress(let terminal) = display { ProgressReporter(terminal: terminal) } else { nil }
        let result: Result<Ending, any Error>
        let newest = Lock<Job?>(nil)
        do { result = .success(try await ending(reporter, newest)) } catch { result = .failure(error) }
        await reporter?.finish()

        if Task.isCancelled {
            throw CommandFailure(
                .interrupted,
                "job \(id) goes on: 'longhaul watch \(id)' shows it again, 'longhaul cancel \(id)' ends it")
        }
        if case .failure(let error as LonghaulError) = result, let failure = forgotten(error, newest.withLock { $0 }) {
            throw failure
        }
        switch try result.get() {
        case .timedOut:
            throw CommandFailure(
                .timedOut, "job \(id) has not ended yet, and goes on: 'longhaul watch \(id)' shows it again")
        case .ended(let job): return try await conclusion(job)
        }
    }

    /// What a job that is not there any more says of itself; nil where the error says something else. `last`: as it was
    /// seen.
    func forgotten(_ error: LonghaulError, _ last: Job?) -> CommandFailure? {
        guard error.code == .notFound, isKnown || last != nil else { return nil }
        return CommandFailure(
            .notFound,
            "job \(id) has ended, and nothing of it is kept, so that nobody can tell how it did: "
                + "with a longer --retention a watch sees its end")
    }

    private func conclusion(_ job: Job) async throws -> ExitCode {
        guard job.needsAdvice, let advice = job.advice(because: await FailureReason.of(job, client)) else {
            return .done
        }
        switch job.state {
        case .stalled: throw CommandFailure(.stalled, advice)
        case .failed, .cancelled, .expired: throw CommandFailure(.failed, advice)
        case .pending, .running, .stopping, .succeeded:
            try Output.standardError.write(advice + "\n")
            return .done
        }
    }

    /// Whatever is first: the job's end, or that of somebody's patience.
    private func ending(_ reporter: ProgressReporter?, _ newest: Lock<Job?>) async throws -> Ending {
        let silence = SilenceNotice(id, display, reporter)
        return try await withThrowingTaskGroup(of: Ending?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await lastState(reporter, silence, newest) }
            group.addTask {
                try await Task.sleep(for: JobWatch.answerNotice)
                await silence.firstWordIsDue()
                try await Task.sleep(for: JobWatch.answerLimit - JobWatch.answerNotice)
                if newest.withLock({ $0 }) != nil { return nil }
                throw CommandFailure(
                    .unavailable,
                    "the status service has heard nothing of job \(id) from its scheduler; is 'longhaul scheduler' running?"
                )
            }
            group.addTask {
                try await lookForWorkers(reporter, newest)
                return nil
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

    private func lastState(
        _ reporter: ProgressReporter?, _ silence: SilenceNotice, _ newest: Lock<Job?>
    ) async throws -> Ending {
        var last: Job?
        var hasWarned = false
        let states = client.watch(id) { reason in
            if let reason { await silence.begin(reason.message) } else { await silence.heard() }
        }
        for try await job in states {
            await silence.heard()
            newest.withLock { $0 = job }
            last = job
            if !hasWarned, let duplicates = job.duplicates {
                hasWarned = true
                try await say(duplicates, reporter)
            }
            switch display {
            case .progress: await reporter?.update(job.tasks.map { ProgressBar($0, of: job) })
            case .json: try Output.standardOutput.write(JSON(job, isMeasured: true).text + "\n")
            case .nothing: break
            }
            // It stays so until somebody acts.
            if job.state == .stalled { break }
        }
        guard let last else { throw CommandFailure(.failed, "the status service ended without a word; watch again") }
        return .ended(last)
    }

    /// Until it is cancelled.
    private func lookForWorkers(_ reporter: ProgressReporter?, _ newest: Lock<Job?>) async throws {
        var missing = MissingWorkers()
        var pause = JobWatch.firstLook
        while true {
            try await Task.sleep(for: pause)
            pause = min(pause * 2, JobWatch.longestPause)
            guard let job = newest.withLock({ $0 }), missing.isWorthAsking(about: job) else { continue }
            // A scheduler that can't be asked now is asked later.
            guard let workers = try? await client.workers() else { continue }
            for note in missing.notes(about: job, workers: workers) {
                try await say(note, reporter)
            }
        }
    }

    private func say(_ note: String, _ reporter: ProgressReporter?) async throws {
        let line = DisplayText.printable(note)
        if let reporter {
            await reporter.print(above: line)
        } else {
            try Output.standardError.write(line + "\n")
        }
    }
}
