/// Whether a tick fires while a job of an earlier one has not ended.
package enum Overlap: UInt8, BitwiseCopyable, Sendable {
    case allow = 1
    case skip = 2
    /// One tick waits for their end; those that come meanwhile are skipped.
    case queueOne = 3
    /// The earlier jobs are cancelled, and the tick waits until their workers have stopped.
    case cancelEarlier = 4
}

package enum SkipCause: UInt8, BitwiseCopyable, Sendable {
    /// Nobody was there when they came.
    case missed = 1
    /// An earlier job of the schedule had not ended.
    case overlapped = 2
}

package enum TickKind: UInt8, BitwiseCopyable, Sendable {
    case onTime = 1
    /// Late, because nobody was there when it came.
    case caughtUp = 2
    /// It has waited for earlier jobs.
    case queued = 3
    /// Beside those that the calendar names.
    case extra = 4
}

package struct ScheduleSet: BitwiseCopyable, Sendable {
    package var id: ScheduleID
    package var tenant: NameID
    package var name: BlobHandle
    /// As the shell encodes it.
    package var spec: BlobHandle
    package var overlap: Overlap
    /// The tick that comes next; zero while it is paused.
    package var next: Timestamp

    package init(
        id: ScheduleID, tenant: NameID, name: BlobHandle, spec: BlobHandle, overlap: Overlap, next: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.spec = spec
        self.overlap = overlap
        self.next = next
    }
}

package struct TickFired: BitwiseCopyable, Sendable {
    package var schedule: ScheduleID
    package var tick: Timestamp
    package var job: JobID
    package var kind: TickKind
    /// The tick that comes next; zero: none.
    package var next: Timestamp

    package init(schedule: ScheduleID, tick: Timestamp, job: JobID, kind: TickKind, next: Timestamp) {
        self.schedule = schedule
        self.tick = tick
        self.job = job
        self.kind = kind
        self.next = next
    }
}

/// A name is its tenant's.
struct ScheduleName: Hashable, Sendable {
    let tenant: NameID
    let name: [UInt8]
}

/// What became of a schedule's ticks.
package struct TickCounts: Equatable, Sendable {
    package var fired: UInt64 = 0
    /// Of those that fired.
    package var caughtUp: UInt64 = 0
    package var missed: UInt64 = 0
    package var overlapped: UInt64 = 0
    package var refused: UInt64 = 0

    package init() {}
}

/// ```
///                    ┌── paused (no next tick) ◀──pause──┐
///                    └──resume──▶ a next tick ───────────┘
///  a next tick ──due──▶ fired | skipped | queued | refused, and the tick after it is the next
///  a next tick ──due, can't be read any more──▶ refused, and no next tick until it is set again
/// ```
struct ScheduleRecord: Identified, Sendable {
    let id: ScheduleID
    let tenant: NameID
    let name: BlobHandle
    var spec: BlobHandle
    var overlap: Overlap
    var isPaused = false
    /// The only tick that can fire next. Zero: none, since it is paused, or has to be set again.
    var next = Timestamp.zero
    /// A tick that waits for earlier jobs; zero: none.
    var queued = Timestamp.zero
    /// The newest that fired, and its job.
    var last = Timestamp.zero
    var lastJob = JobID.none
    var counts = TickCounts()
    /// Why the newest that was refused was.
    var refusal = BlobHandle.none
    var refusedTick = Timestamp.zero
    /// Of its jobs that have not ended, the newest (derived).
    var firstOpen = OriginIndex.none
    /// (Derived.)
    var openJobs: UInt32 = 0

    var identifier: UInt64 { id.rawValue }
}

/// Which tick has submitted a job.
struct OriginRecord: Sendable {
    /// It may be deleted.
    let schedule: ScheduleID
    let tick: Timestamp
    let job: JobID
    /// Among the schedule's jobs that have not ended (derived).
    var previous = OriginIndex.none
    var next = OriginIndex.none
}
