import Console
import LonghaulClient

/// What the commands that submit a job share: they print its id once it is durable, and follow it when asked to.
struct Submission: ParameterGroup {
    let watch = Flag("watch", short: "w", help: "follow it until it ends")
    let output = OutputParameters()
    let scheduler = SchedulerParameter()
    let status = StatusParameter()

    static let exitCodes: [ExitCode] = [.failed, .refused, .notFound, .unavailable, .stalled, .interrupted]

    /// To be called on the first thread, before that has waited for anything. `note`: something to know about the job,
    /// for people. The lines of `itemsFrom` are appended to its first task, whose list is sealed then or left
    /// open.
    func submit(
        _ job: JobSpec, _ arguments: Arguments, note: String? = nil, itemsFrom: String? = nil, seal: Bool = true
    ) throws -> ExitCode {
        try Foreground.run {
            // Before anything is accepted: it may not be there.
            let items = try itemsFrom.map { try ItemFile($0, first: 0) }
            return try await Client.using(scheduler: scheduler, status: status, arguments) { client in
                let id = try await accepted(job, client)
                try print(id, arguments)
                _ = try await items?.append(to: id, task: 0, seal: seal, client)
                if let note, !arguments[output.quiet], !arguments[output.json] {
                    try Output.standardError.write(DisplayText.printable(note) + "\n")
                }
                guard arguments[watch] else { return .done }
                do {
                    return try await JobWatch(
                        id: id, client: client, display: JobWatch.Display(output, arguments), timeout: nil,
                        isKnown: true
                    ).follow()
                } catch let error as LonghaulError {
                    // Whoever only sees a failure would submit it again.
                    throw CommandFailure(
                        CommandFailure(error).code,
                        "job \(id) is accepted and goes on, but can't be watched: \(error.message). "
                            + "'longhaul watch \(id)' shows it again, 'longhaul cancel \(id)' ends it")
                }
            }
        }
    }

    private func accepted(_ job: JobSpec, _ client: Client) async throws -> JobID {
        do throws(LonghaulError) {
            return try await client.submit(job)
        } catch  where error.code == .deadlineExceeded {
            throw CommandFailure(
                .unavailable,
                "the scheduler gave no answer in time, and may have accepted the job all the same: look with "
                    + "'longhaul jobs' before you submit it again; its log says what it waits for, such as a full disk")
        }
    }

    /// Also when it can't be printed, the id is not lost.
    private func print(_ id: JobID, _ arguments: Arguments) throws {
        let answer: JSON = ["job": .string("\(id)"), "state": .string(Job.State.pending.rawValue)]
        do throws(OutputError) {
            try Output.standardOutput.write((arguments[output.json] ? answer.text : "\(id)") + "\n")
        } catch .failed(let code) {
            throw CommandFailure(.failed, "job \(id) is accepted, but \(OutputError.failed(errno: code))")
        }
    }
}
