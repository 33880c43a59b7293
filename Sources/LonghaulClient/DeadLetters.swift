import Contract

/// A task or an item that used up its attempts.
public struct DeadLetter: Sendable, Hashable {
    /// Why nobody tries it again.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// The handler said that trying again can't help.
        case permanent
        /// The last allowed attempt failed.
        case attemptsExhausted = "attempts-exhausted"
        /// The outcome is not known, and a person is to look.
        case parked
        /// Its workers were lost too often while they held it.
        case workerLost = "worker-lost"
        /// The task that should have set its item count did not.
        case countNotSet = "count-not-set"
        /// The last allowed attempt took longer than it may.
        case timedOut = "timed-out"
        /// Its list of items was left open, and nothing was appended for too long.
        case listNotSealed = "list-not-sealed"
    }

    /// Its name.
    public var id: DeadLetterID
    /// The job it belongs to.
    public var job: JobID
    /// The task's place in the job.
    public var task: Int
    /// The task's name.
    public var taskName: String
    /// The task's queue.
    public var queue: String
    /// The task's kind.
    public var kind: String
    /// nil: the whole task.
    public var item: UInt64?
    /// Why nobody tries it again.
    public var cause: Cause
    /// Tries so far.
    public var attempts: Int
    /// Short and stable, to group by.
    public var code: String
    /// What went wrong, for people.
    public var text: String
    /// Milliseconds since 1970.
    public var died: Int64
    /// What it has in common with others of its queue and cause: see `DeadLetterGroup`.
    public var group: DeadLetterGroupID
    /// Tries that failed before the last one, oldest first: at most five, and only when asked for.
    public var history: [FailedTry]
}

/// A try of an item that was not its last.
public struct FailedTry: Sendable, Hashable {
    /// The first is 1.
    public var attempt: Int
    /// Milliseconds since 1970.
    public var failed: Int64
    /// Short and stable, to group by.
    public var code: String
    /// What went wrong, for people.
    public var text: String
    /// It took longer than it may.
    public var isTimedOut: Bool
}

/// Which dead letters: those that match every part that is given. At least one part must be, or `everything`.
public struct DeadLetterFilter: Sendable, Hashable {
    /// At most 1,000; empty: any.
    public var ids: [DeadLetterID] = []
    /// Letters of this job.
    public var job: JobID?
    /// Letters of this queue.
    public var queue: String?
    /// Letters with this failure code.
    public var code: String?
    /// Letters of tasks of this kind.
    public var kind: String?
    /// Letters of this group.
    public var group: DeadLetterGroupID?
    /// All there are.
    public var everything = false

    /// Matches nothing until a part is set.
    public init() {}

    var message: V1.DeadLetterFilter {
        V1.DeadLetterFilter(
            ids: ids.map(\.rawValue), job: job?.rawValue ?? 0, queue: queue ?? "", code: code ?? "", all: everything,
            kind: kind ?? "", group: group?.rawValue ?? 0)
    }

    init(_ message: V1.DeadLetterFilter) {
        ids = message.ids.map { DeadLetterID(rawValue: $0) }
        job = message.job == 0 ? nil : JobID(rawValue: message.job)
        queue = message.queue.isEmpty ? nil : message.queue
        code = message.code.isEmpty ? nil : message.code
        kind = message.kind.isEmpty ? nil : message.kind
        group = message.group == 0 ? nil : DeadLetterGroupID(rawValue: message.group)
        everything = message.all
    }
}

extension DeadLetter.Cause {
    init(_ cause: V1.DeathCause) {
        self =
            switch cause {
            case .attemptsExhausted: .attemptsExhausted
            case .parked: .parked
            case .workerLost: .workerLost
            case .countNotSet: .countNotSet
            case .timedOut: .timedOut
            case .listNotSealed: .listNotSealed
            default: .permanent
            }
    }
}

extension DeadLetter {
    init(_ message: V1.DeadLetter) {
        self.init(
            id: DeadLetterID(rawValue: message.id), job: JobID(rawValue: message.job), task: Int(message.task),
            taskName: message.taskName, queue: message.queue, kind: message.kind, item: message.item,
            cause: Cause(message.cause),
            attempts: Int(message.attempts), code: message.failure?.code ?? "", text: message.failure?.text ?? "",
            died: message.diedUnixMs, group: DeadLetterGroupID(rawValue: message.group),
            history: message.history.map {
                FailedTry(
                    attempt: Int($0.attempt), failed: $0.failedUnixMs, code: $0.failure?.code ?? "",
                    text: $0.failure?.text ?? "", isTimedOut: $0.timedOut)
            })
    }
}
