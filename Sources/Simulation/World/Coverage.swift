/// Commands with what came of them: each must come up over enough seeds.
package enum Mark: String, CaseIterable, Sendable {
    case joinNew = "join: new"
    case joinKept = "join: all kept"
    case joinLost = "join: some lost"
    case completeEnded = "complete: ended"
    case completeNotHeld = "complete: not held"
    case reportAccepted = "report: accepted"
    case reportEnded = "report: ended"
    case reportNotHeld = "report: not held"
    case reportInvalid = "report: invalid"
    case reportReturned = "report: handed back"
    case reportTaskFailed = "report: task failed"
    case leave = "leave"
    case closedLost = "closed: without goodbye"
    case closedLeft = "closed: after goodbye"
    case sessionSilent = "session over: silent"
    case sessionReplaced = "session over: replaced"
    case leaseRevoked = "lease revoked"
    case leaseRecalled = "lease recalled"
    case trimAsked = "trim: asked"
    case leaseTrimmed = "trim: done"
    case taskStopping = "task: stopping"
    case jobStopping = "job: stopping"
    case submitAccepted = "submit: accepted"
    case submitRefused = "submit: refused"
    case submitSentAgain = "submit: sent again"
    case appended = "append: new"
    case appendedBefore = "append: known"
    case appendRefused = "append: refused"
    case sealed = "list sealed"
    case grown = "tasks added"
    case getFound = "get: found"
    case getUnknown = "get: unknown"
    case cancelWon = "cancel: won"
    case cancelLost = "cancel: lost"
    case requeueHere = "requeue: in its job"
    case requeueAnew = "requeue: in a new job"
    case requeueNothing = "requeue: nothing to do"
    case discarded = "discard: done"
    case discardUnknown = "discard: unknown"
    case limitsSet = "limits set"
    case paused = "paused"
    case resumed = "resumed"
    case weightSet = "weight set"
    case slowedDown = "slowed down"
    case followFound = "follow: found"
    case followUnknown = "follow: unknown"
    case rowDurable = "row: durable"
    case rowRefused = "row: refused"
    case rowUnknownWritten = "row: unknown, written"
    case rowUnknownLost = "row: unknown, lost"
    case rowFenced = "row: fenced"
    case rowLostInCrash = "row: lost in a crash"
    case rowKeptInCrash = "row: written in a crash"
    case recovered = "recovered"
    case jobSucceeded = "job: succeeded"
    case jobFailed = "job: failed"
    case jobCancelled = "job: cancelled"
    case jobStalled = "job: stalled"
    case jobRemoved = "job: removed"
    case letterPermanent = "letter: permanent"
    case letterExhausted = "letter: attempts exhausted"
    case letterParked = "letter: parked"
    case letterWorkerLost = "letter: worker lost"
    case letterCountNotSet = "letter: count not set"
    case letterListNotSealed = "letter: list not sealed"
    case waveDue = "wave due"
    case gateOpened = "gate opened"
    case leaseExtended = "lease of several ranges"
    case tickOnTime = "tick: on time"
    case tickCaughtUp = "tick: caught up"
    case tickQueued = "tick: after it waited"
    case tickExtra = "tick: extra"
    case tickMissed = "tick: missed"
    case tickOverlapped = "tick: overlapped"
}

/// How often each mark and each site came up.
package struct Coverage: Sendable {
    package private(set) var marks: [Mark: Int] = [:]
    package private(set) var sites: [Site: Int] = [:]

    package init() {}

    mutating func count(_ mark: Mark) { marks[mark, default: 0] += 1 }
    mutating func count(_ site: Site) { sites[site, default: 0] += 1 }

    package mutating func add(_ other: Coverage) {
        for (mark, count) in other.marks { marks[mark, default: 0] += count }
        for (site, count) in other.sites { sites[site, default: 0] += count }
    }
}
