/// Kinds of trouble. Each seed has about half of them.
package enum Fault: String, CaseIterable, Comparable, Sendable {
    /// The scheduler's process is killed; the row on its way may be written or not.
    case crash
    /// A second scheduler takes the store over while the first one goes on.
    case takeover
    /// Some connect to the first one all the same.
    case zombie
    /// The store refuses rows for a while: no room.
    case fullDisk
    /// The store does not say whether a row was written.
    case unknownOutcome
    /// Some rows take as long as leases live.
    case slowDisk
    case cutLink
    /// Only one side of a cut connection notices at once.
    case halfOpen
    case slowNetwork
    case workerKilled
    /// A worker is stopped for longer than leases live, and goes on as if nothing had been.
    case workerStopped
    case workerLeaves
    case slowWorker
    /// Items that kill whoever works on them.
    case poison
    /// A worker that says what is not so.
    case liar
    case itemFailure
    case taskFailure
    case cancel
    case letters
    case limits
    case pauses
    case weights
    case slowDown
    /// The scheduler's process is stopped, or its machine suspended.
    case schedulerStopped
    case wallClock
    /// Operators set schedules, replace, pause, run and delete them.
    case schedules

    package static func < (left: Fault, right: Fault) -> Bool { left.rawValue < right.rawValue }
}

/// Places in the simulator's own seams where something rare is made common. Each is awake in a quarter of the seeds.
package enum Site: String, CaseIterable, Sendable {
    case crashBeforeAppend
    case crashBetweenCommitAndReplies
    case crashAfterRecovery
    case takeoverWhileWriting
    case answerLongAfterCommit
    case alarmLate
    case alarmEarly
    case heartbeatAtExpiry
    case updateTwice
    case cutBehindGrants
    case cutBehindAnswers
    case rejoinBeforeClose
    case submitTwice
    case replyLost
    case followTwice
    case reportAfterLoss
    case reportInTwo
    case recallIgnored
}
