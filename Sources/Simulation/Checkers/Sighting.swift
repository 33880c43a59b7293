package import Scheduling

/// What somebody outside the scheduler saw, or did.
package enum Sighting {
    /// A client sent a submit of a job with this name, not for the first time perhaps.
    case submitSent(name: [UInt8])
    case submitAccepted(name: [UInt8], JobID)
    case cancelled(JobID)
    /// A reader was shown a job.
    case shown(JobView, [TaskView], reader: UInt64, epoch: UInt32)
    /// A follower was told that there is no such job.
    case unknown(JobID, reader: UInt64, epoch: UInt32)
    case granted(LeaseID, instance: UInt64)
    /// A worker was told that nothing about the lease need be said again.
    case leaseEnded(LeaseID, instance: UInt64)
    case leaseContinues(LeaseID, cursor: UInt32, instance: UInt64)
    /// A worker said of a lease that these items are settled: all before the cursor, and those ranges.
    case claimed(LeaseID, cursor: UInt32, [ItemRange])
    /// Items that a worker did are safe, as it was told.
    case itemsKept(LeaseID, TaskID, [UInt32])
    /// These jobs were made for letters of jobs that had ended, as a client was told.
    case requeued([JobID])
    /// A worker has so many items begun that are not known to be durable, and may have so many.
    case unacknowledged(Int, window: Int)
}

/// When a core can be looked at.
package enum Occasion {
    /// It has just read the journal; nothing happened since.
    case recovered
    /// Every fact of it is durable.
    case atRest
}

/// One promise. Sees what is durable and what was seen from outside, in their order; says what contradicts it.
package protocol Checker {
    var name: String { get }

    /// A fact became durable; the history is that before it.
    mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String?
    mutating func check(_ sighting: Sighting, after history: History) -> String?
    mutating func check(_ core: borrowing Scheduler, _ occasion: Occasion, after history: History) -> String?
}

extension Checker {
    package mutating func check(_ fact: Fact, of row: DurableRow, after history: History) -> String? { nil }
    package mutating func check(_ sighting: Sighting, after history: History) -> String? { nil }
    package mutating func check(_ core: borrowing Scheduler, _ occasion: Occasion, after history: History) -> String? {
        nil
    }
}

/// A promise that was broken.
package struct Violation: Equatable, Sendable {
    package let checker: String
    package let text: String
    package let time: Moment

    package init(checker: String, text: String, time: Moment) {
        self.checker = checker
        self.text = text
        self.time = time
    }
}

/// All checkers over one history.
package struct Oracle {
    package private(set) var violation: Violation?
    package let history = History()
    private var checkers: [any Checker]

    package static func makeCheckers() -> [any Checker] {
        [
            SubmitsStay(), SubmitsAreNotDoubled(), DurableBeforeVisible(), DoneStaysDone(), DoneAsSaid(),
            OneLeaseAtATime(),
            TokensGrow(), HeldLeasesOnly(), DependenciesFirst(), OneEnding(), ProgressOnly(), EndsAreFinal(),
            RateLimits(), ConcurrencyLimits(), OneWriter(), CancelHolds(), PausesHold(), LossesAreBounded(),
            WorkAheadIsBounded(), TicksFireOnce(), OverlapHolds(), ReferenceModel(),
        ]
    }

    package init(_ checkers: [any Checker] = makeCheckers()) { self.checkers = checkers }

    package mutating func durable(_ row: DurableRow, at time: Moment) {
        history.begin(row)
        for fact in row.facts {
            for place in checkers.indices {
                if let text = checkers[place].check(fact, of: row, after: history) { object(text, place, time) }
            }
            history.apply(fact, of: row)
        }
    }

    package mutating func saw(_ sighting: Sighting, at time: Moment) {
        for place in checkers.indices {
            if let text = checkers[place].check(sighting, after: history) { object(text, place, time) }
        }
    }

    package mutating func look(at core: borrowing Scheduler, _ occasion: Occasion, at time: Moment) {
        for place in checkers.indices {
            if let text = checkers[place].check(core, occasion, after: history) { object(text, place, time) }
        }
    }

    /// What the world itself has found.
    package mutating func object(_ checker: String, _ text: String, at time: Moment) {
        if violation == nil { violation = Violation(checker: checker, text: text, time: time) }
    }

    private mutating func object(_ text: String, _ place: Int, _ time: Moment) {
        object(checkers[place].name, text, at: time)
    }
}
