import Platform

/// Lets one event of a kind into the log per second, with the number of those it stands for: whoever knocks a thousand
/// times must not fill the disk.
struct LogThrottle {
    private static let interval = Duration.seconds(1)

    private var notBefore = MonotonicTime(nanoseconds: 0)
    private var count = 0

    /// How many events to report now, this one included; nil: none.
    mutating func admit(_ now: MonotonicTime) -> Int? {
        count += 1
        guard now >= notBefore else { return nil }
        notBefore = now + Self.interval
        defer { count = 0 }
        return count
    }
}
