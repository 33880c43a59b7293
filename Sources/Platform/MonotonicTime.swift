package import Glibc

/// A moment on the clock that never goes back: for deadlines and for measuring. It means nothing outside this boot.
package struct MonotonicTime: Sendable, Hashable, Comparable {
    /// Since an arbitrary start.
    package var nanoseconds: UInt64

    @inlinable
    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// Asks the system: about 20 ns. On an event loop, `EventLoop.now` is free.
    package static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    /// As the system's calls take it.
    package var systemTime: timespec {
        timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }

    /// Later than every moment: the deadline of what has none.
    package static let distantFuture = MonotonicTime(nanoseconds: .max)

    @inlinable
    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Stops at the ends of the scale; a fraction of a nanosecond is dropped.
    package static func + (moment: MonotonicTime, duration: Duration) -> MonotonicTime {
        let change = duration.wholeNanoseconds
        let (sum, overflow) =
            change < 0
            ? moment.nanoseconds.subtractingReportingOverflow(change.magnitude)
            : moment.nanoseconds.addingReportingOverflow(change.magnitude)
        if overflow { return MonotonicTime(nanoseconds: change < 0 ? 0 : .max) }
        return MonotonicTime(nanoseconds: sum)
    }

    /// How long after `right` the moment `left` is; negative when it is before.
    package static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
        left >= right
            ? .nanoseconds(Int64(clamping: left.nanoseconds - right.nanoseconds))
            : .nanoseconds(-Int64(clamping: right.nanoseconds - left.nanoseconds))
    }
}

extension Duration {
    /// Rounded towards zero, and held at the ends of `Int64` (292 years).
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        if overflow || carry { return seconds < 0 ? .min : .max }
        return sum
    }

    /// Rounded towards zero, and held at the ends of `Int64`.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        if overflow || carry { return seconds < 0 ? .min : .max }
        return sum
    }
}
