import Platform
import Wire

extension EventLoop {
    /// The turn's time, as the machines take it.
    var moment: Moment { Moment(milliseconds: now.nanoseconds / 1_000_000) }
}

extension Moment {
    var time: MonotonicTime {
        let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .distantFuture : MonotonicTime(nanoseconds: nanoseconds)
    }
}
