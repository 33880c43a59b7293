import Platform
import Scheduling

/// The core's time: the wall clock at the start, or the journal's last time where that is later; from then on the
/// monotonic clock. So it never goes back, and a wall clock that jumps does not matter.
struct CoreClock {
    private let start: Timestamp
    private let startMoment: MonotonicTime

    init(notBefore time: Timestamp) {
        start = max(time, Timestamp(milliseconds: WallClock.unixMilliseconds()))
        startMoment = .now
    }

    func now(_ moment: MonotonicTime) -> Timestamp {
        start + UInt64(clamping: (moment - startMoment).wholeMilliseconds)
    }

    /// When `time` will have come.
    func moment(of time: Timestamp) -> MonotonicTime {
        startMoment + .milliseconds(time.milliseconds(since: start))
    }
}
