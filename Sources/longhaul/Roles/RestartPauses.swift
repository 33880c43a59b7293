import Platform

/// How long to wait before a process is started again: longer each time, until one has run steadily.
struct RestartPauses {
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(10)
    /// A process that lived so long has not died of how it was started.
    private static let steadyTime = Duration.seconds(30)

    private var failures = 0

    /// After a process that ran for so long has ended.
    mutating func next(afterRunning time: Duration) -> Duration {
        if time >= Self.steadyTime { failures = 0 }
        return nextAfterFailedStart()
    }

    /// After there was no process at all.
    mutating func nextAfterFailedStart() -> Duration {
        let pause = min(Self.first * (1 << min(failures, 10)), Self.longest)
        failures += 1
        return pause
    }
}
