/// Names of things that last: they stand in facts, in the journal and on the wire, and are never reused.

/// A job: 15 bits of partition, then a 48-bit counter from durable state, so that ids ascend with submission.
package struct JobID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package init(partition: UInt16, counter: UInt64) {
        precondition(partition < 1 << 15 && counter < 1 << 48, "a job id has 15 bits of partition and 48 of counter")
        rawValue = UInt64(partition) << 48 | counter
    }

    package static let none = JobID(rawValue: 0)
    package static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

/// A lease, and the token that fences it: it grows over every grant, restart and failover, because the epoch
/// does and the counter does within an epoch.
package struct LeaseID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package init(epoch: UInt32, counter: UInt64) {
        precondition(epoch < 1 << 24 && counter < 1 << 40, "a lease id has 24 bits of epoch and 40 of counter")
        rawValue = UInt64(epoch) << 40 | counter
    }

    package static func < (left: LeaseID, right: LeaseID) -> Bool { left.rawValue < right.rawValue }
}

package struct DeadLetterID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let none = DeadLetterID(rawValue: 0)
    package static func < (left: DeadLetterID, right: DeadLetterID) -> Bool { left.rawValue < right.rawValue }
}

/// A worker process: its name may come back, its instance does not.
package struct WorkerID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static func < (left: WorkerID, right: WorkerID) -> Bool { left.rawValue < right.rawValue }
}

/// A task: its place in its job.
package struct TaskID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let job: JobID
    package let ordinal: UInt32

    package init(job: JobID, ordinal: UInt32) {
        self.job = job
        self.ordinal = ordinal
    }

    package static func < (left: TaskID, right: TaskID) -> Bool {
        left.job == right.job ? left.ordinal < right.ordinal : left.job < right.job
    }
}

/// A schedule: made once, and the same however often it is replaced.
package struct ScheduleID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let none = ScheduleID(rawValue: 0)
    package static func < (left: ScheduleID, right: ScheduleID) -> Bool { left.rawValue < right.rawValue }
}

/// A name of a queue, a kind, a tenant or a key, as a small number.
package struct NameID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let none = NameID(rawValue: .max)

    package static func < (left: NameID, right: NameID) -> Bool { left.rawValue < right.rawValue }
}

/// Bytes that the core keeps but never reads: payloads, checkpoints, outputs, texts. Valid in one process only.
package struct BlobHandle: Hashable, BitwiseCopyable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let none = BlobHandle(rawValue: 0)
}

/// A worker's connection, as the shell numbers it; lost with the process.
package struct SessionID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static func < (left: SessionID, right: SessionID) -> Bool { left.rawValue < right.rawValue }
}

/// A hash of what was submitted, by which a key tells the same submission from another.
package struct SubmissionFingerprint: Hashable, BitwiseCopyable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(_ high: UInt64, _ low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// A submit, as its client numbers it: by chance, so that no two are the same.
package struct RequestID: Hashable, BitwiseCopyable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(_ high: UInt64, _ low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// Milliseconds since 1970 in the core's own time, which never goes back.
package struct Timestamp: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static let zero = Timestamp(milliseconds: 0)
    package static let distantFuture = Timestamp(milliseconds: .max)

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// Saturates: a deadline past the end of time is no deadline.
    package static func + (time: Timestamp, milliseconds: UInt64) -> Timestamp {
        let (sum, overflow) = time.milliseconds.addingReportingOverflow(Int64(clamping: milliseconds))
        return overflow ? .distantFuture : Timestamp(milliseconds: sum)
    }

    /// Zero when `earlier` is not earlier.
    package func milliseconds(since earlier: Timestamp) -> UInt64 {
        UInt64(clamping: milliseconds - earlier.milliseconds)
    }
}

/// Items `begin` up to, not including, `end`.
package struct ItemRange: Hashable, BitwiseCopyable, Sendable {
    package var begin: UInt32
    package var end: UInt32

    package init(_ begin: UInt32, _ end: UInt32) {
        self.begin = begin
        self.end = end
    }

    package var count: UInt32 { end - begin }
    package var isEmpty: Bool { begin >= end }
    package func contains(_ item: UInt32) -> Bool { begin <= item && item < end }
}
