/// What the process tells its caller at the end. A short list of its own, made for `case $?` in scripts; the
/// codes from 64 to 78 follow BSD's sysexits.h, those above 100 `timeout` and the shell.
package struct ExitCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// What was asked for is done; for a job that was waited for: it succeeded.
    package static let done = ExitCode(rawValue: 0)
    /// The job ended as failed or cancelled, or the command could not do its own work.
    package static let failed = ExitCode(rawValue: 1)
    /// The command line is wrong. Nothing was done.
    package static let usage = ExitCode(rawValue: 2)
    /// The service said no: a full queue, a conflict, a missing right. Trying again unchanged won't help soon.
    package static let refused = ExitCode(rawValue: 3)
    /// The job or dead letter that was named does not exist, or none is as described that was to be changed.
    package static let notFound = ExitCode(rawValue: 4)
    /// No service could be reached, or none answered in time. What was asked may be done all the same; where that matters
    /// the message says so.
    package static let unavailable = ExitCode(rawValue: 5)
    /// The job that was waited for can't go on by itself: what is left of it depends on a dead task.
    package static let stalled = ExitCode(rawValue: 6)
    /// The database is damaged, of another version, or none of ours. Nothing was changed.
    package static let unusableData = ExitCode(rawValue: 65)
    /// Something broke that leaves open what is on disk: the process ended at once, and can be started again.
    package static let broken = ExitCode(rawValue: 70)
    /// Another process has the database. Trying again helps when that one has ended.
    package static let locked = ExitCode(rawValue: 75)
    /// The wait was over before the job was. The job goes on.
    package static let timedOut = ExitCode(rawValue: 124)
    /// Ctrl-C. What was submitted goes on.
    package static let interrupted = ExitCode(rawValue: 130)
    /// The reader of standard output went away, as `head` does.
    package static let outputClosed = ExitCode(rawValue: 141)

    /// Every code with its meaning, for help texts.
    package static let all: [(code: ExitCode, meaning: String)] = [
        (.done, "done; a job that was waited for succeeded"),
        (.failed, "the job failed or was cancelled, or the command could not do its work"),
        (.usage, "the command line is wrong; nothing was done"),
        (.refused, "the service refused: full queue, conflict, missing right"),
        (.notFound, "what was named does not exist, or nothing is as described that was to be changed"),
        (
            .unavailable,
            "no service could be reached, or none answered in time; the message says when a job was accepted all the same"
        ),
        (.stalled, "the job is stalled: what is left depends on a dead task"),
        (.unusableData, "the database is damaged, of another version, or none of Longhaul's; no job in it was changed"),
        (.broken, "a failure that leaves open what is on disk; starting again finds out"),
        (.locked, "another process has the database"),
        (.timedOut, "the wait was over before the job was; the job goes on"),
        (.interrupted, "interrupted; what was submitted goes on"),
        (.outputClosed, "the reader of standard output went away"),
    ]

    package var meaning: String {
        ExitCode.all.first { $0.code == self }?.meaning ?? "exit code \(rawValue)"
    }
}
