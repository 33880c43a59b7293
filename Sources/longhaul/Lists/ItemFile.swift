import Console
import LonghaulClient

/// A file whose lines are items.
struct ItemFile {
    let reader: LineReader
    /// Of its first line, as an item of the list; nil: it follows those that are there.
    let first: UInt64?

    init(_ path: String, first: UInt64?) throws(CommandFailure) {
        reader = try LineReader(path)
        self.first = first
    }

    /// What an append came to.
    struct Outcome {
        var appended: UInt64 = 0
        /// Lines that the list had before.
        var known: UInt64 = 0
        var total: UInt64 = 0
        var isSealed: Bool
    }

    /// Appends its lines to the task's list. What fails says how it can be gone on with.
    func append(to job: JobID, task: Int, seal: Bool, _ client: Client) async throws -> Outcome {
        let list = try await client.list(of: job, task: task)
        let next = list.count
        var outcome = Outcome(total: next, isSealed: list.isSealed || seal)
        let first = first ?? next
        guard first <= next else {
            throw CommandFailure(
                .refused,
                "the list has \(Format.count(next)) items, so the next one is not number \(first), but \(next)")
        }
        let appender = try await client.appender(to: job, task: task, first: next)
        do {
            while let lines = try await reader.next() {
                for line in lines {
                    if first + outcome.known < next {
                        outcome.known += 1
                        continue
                    }
                    try await appender.append(line)
                    outcome.appended += 1
                }
            }
            outcome.total = try await appender.finish(seal: seal)
            return outcome
        } catch is CancellationError {
            // What is on its way arrives.
            let total = try await appender.finish(seal: false)
            throw CommandFailure(
                .interrupted,
                "interrupted: the list has \(Format.count(total)) items, and is open. \(advice(job, first))")
        } catch let error as LonghaulError {
            let cause = CommandFailure(error)
            // A list that takes no more is not to be gone on with.
            if cause.code == .refused, error.code != .resourceExhausted { throw cause }
            throw CommandFailure(cause.code, "\(cause.message). \(advice(job, first))")
        } catch let error as CommandFailure {
            // Something was done, which no usage error may say.
            let code = error.code == .usage ? .failed : error.code
            throw CommandFailure(code, "\(error.message). What came before is appended. \(advice(job, first))")
        }
    }

    /// From a pipe nothing comes twice.
    private func advice(_ job: JobID, _ first: UInt64) -> String {
        reader.path == "-"
            ? "'longhaul append \(job) FILE' goes on, 'longhaul cancel \(job)' ends the job"
            : "'longhaul append \(job) \(reader.path) --first \(first)' goes on where it stopped, with --seal if that is all"
    }
}
