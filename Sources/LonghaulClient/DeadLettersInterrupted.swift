/// Thrown when a call that goes through many dead letters did not come to their end. What it tells of is durable; the
/// call that failed may have done some more. Asked for again, the rest is dealt with.
public struct DeadLettersInterrupted: Error, Sendable, Hashable, CustomStringConvertible {
    /// Dead letters that were requeued or discarded before the call failed.
    public let handled: UInt64
    /// The jobs that were made for some of them.
    public let newJobs: [JobID]
    /// What went wrong then.
    public let cause: LonghaulError

    /// After so many letters, and these jobs, this went wrong.
    public init(handled: UInt64, newJobs: [JobID] = [], cause: LonghaulError) {
        self.handled = handled
        self.newJobs = newJobs
        self.cause = cause
    }

    /// For people.
    public var description: String { cause.description + progress }

    /// The end of a sentence about the cause; empty when nothing was done.
    package var progress: String {
        if handled == 0 { return "" }
        let created = newJobs.isEmpty ? "" : " (new jobs: \(newJobs.map(\.description).joined(separator: ", ")))"
        return "; before that, \(handled) dead letters were dealt with\(created)"
    }
}
