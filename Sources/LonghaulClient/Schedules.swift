import Contract

/// A job that is submitted again and again, when a cron expression says so.
///
/// The moments that the expression names are the schedule's ticks. Each fires once, whatever crashes. Ticks come by the
/// scheduler's own time, which a wall clock that jumps does not move before the scheduler is started again.
public struct ScheduleSpec: Sendable, Hashable {
    /// What becomes of ticks that are more than a minute late, because no scheduler was there.
    public enum CatchUp: String, Sendable, Hashable, CaseIterable {
        /// None of them fires.
        case skip
        /// Of all that are due the last one fires.
        case latest
        /// Every one fires, the oldest first; of more than 1,000 the last 1,000.
        case all
    }

    /// What becomes of a tick while a job of an earlier one has not ended.
    public enum Overlap: String, Sendable, Hashable, CaseIterable {
        /// Its job is submitted all the same.
        case allow
        /// It does not fire.
        case skip
        /// It fires when the earlier jobs have ended. One tick waits; those that come meanwhile do not fire.
        case queueOne = "queue-one"
        /// The earlier jobs are cancelled, and it fires.
        case cancelEarlier = "cancel-earlier"
    }

    /// "minute hour day-of-month month day-of-week", or @hourly and the like; at most 256 bytes.
    public var cron: String
    /// As the tz database has it; at most 64 bytes.
    public var timeZone: String
    /// What becomes of late ticks.
    public var catchUp: CatchUp
    /// What becomes of a tick while an earlier job goes on.
    public var overlap: Overlap
    /// What each tick submits; without a key. The schedule is of its tenant.
    public var job: JobSpec

    /// A job at these times, in UTC if nothing else is said.
    public init(
        cron: String, timeZone: String = "UTC", catchUp: CatchUp = .latest, overlap: Overlap = .skip, job: JobSpec
    ) {
        self.cron = cron
        self.timeZone = timeZone
        self.catchUp = catchUp
        self.overlap = overlap
        self.job = job
    }

    var message: V1.ScheduleSpec {
        V1.ScheduleSpec(
            cron: cron, timeZone: timeZone, catchUp: catchUp.message, overlap: overlap.message, job: V1.JobSpec(job))
    }
}

/// A schedule as it stood when it was read.
public struct Schedule: Sendable, Hashable {
    /// Unique among its tenant's.
    public var name: String
    /// Whose jobs it submits.
    public var tenant: String
    /// When it ticks, as it was set.
    public var cron: String
    /// Whose clocks show that.
    public var timeZone: String
    /// What becomes of late ticks.
    public var catchUp: ScheduleSpec.CatchUp
    /// What becomes of a tick while an earlier job goes on.
    public var overlap: ScheduleSpec.Overlap
    /// Kinds of the tasks that each tick submits; empty in lists.
    public var kinds: [String]
    /// By an operator.
    public var isPaused: Bool
    /// Milliseconds since 1970, as are all times. nil: none, since it is paused, or had to stop: then `refusal` says why.
    public var nextTick: Int64?
    /// It waits for the end of earlier jobs.
    public var queuedTick: Int64?
    /// The newest that has fired.
    public var lastTick: Int64?
    /// The job of that one.
    public var lastJob: JobID?
    /// Its jobs that have not ended.
    public var openJobs: Int
    /// Ticks that have fired, late ones and those by hand included.
    public var fired: UInt64
    /// Of those, the ones that were late.
    public var caughtUp: UInt64
    /// Ticks that did not fire because they were late.
    public var missed: UInt64
    /// Ticks that did not fire because of an earlier job, or of a pause while they waited for one.
    public var overlapped: UInt64
    /// Ticks whose jobs were refused, as when their queue was full.
    public var refused: UInt64
    /// Why the newest of those was. nil: none was since the schedule was set.
    public var refusal: String?
    /// Which one that was.
    public var refusedTick: Int64?

    init(_ message: V1.Schedule) {
        let spec = message.spec ?? V1.ScheduleSpec()
        name = message.name
        tenant = message.tenant
        cron = spec.cron
        timeZone = spec.timeZone.isEmpty ? "UTC" : spec.timeZone
        catchUp = ScheduleSpec.CatchUp(spec.catchUp)
        overlap = ScheduleSpec.Overlap(spec.overlap)
        kinds = spec.job?.tasks.map(\.kind) ?? []
        isPaused = message.paused
        nextTick = time(message.nextTickUnixMs)
        queuedTick = time(message.queuedTickUnixMs)
        lastTick = time(message.lastTickUnixMs)
        lastJob = message.lastJob == 0 ? nil : JobID(rawValue: message.lastJob)
        openJobs = Int(message.openJobs)
        fired = message.fired
        caughtUp = message.caughtUp
        missed = message.missed
        overlapped = message.overlapped
        refused = message.refused
        refusal = message.refusal.isEmpty ? nil : message.refusal
        refusedTick = time(message.refusedTickUnixMs)
    }
}

extension ScheduleSpec.CatchUp {
    /// What a scheduler of a later version may add counts as what is usual.
    fileprivate init(_ message: V1.CatchUp) {
        self = Self.allCases.first { $0.message == message } ?? .latest
    }

    fileprivate var message: V1.CatchUp {
        switch self {
        case .skip: .skip
        case .latest: .latest
        case .all: .all
        }
    }
}

extension ScheduleSpec.Overlap {
    fileprivate init(_ message: V1.Overlap) {
        self = Self.allCases.first { $0.message == message } ?? .skip
    }

    fileprivate var message: V1.Overlap {
        switch self {
        case .allow: .allow
        case .skip: .skip
        case .queueOne: .queueOne
        case .cancelEarlier: .cancelEarlier
        }
    }
}
