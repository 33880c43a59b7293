/// How often something happens, as an average over some seconds, which decays when nothing does.
struct RateMeter: BitwiseCopyable, Sendable {
    /// Of which the average is, about.
    private let windows: UInt64
    /// Thousandths a second, up to the window that is open.
    private var rate: UInt64 = 0
    private var count: UInt64 = 0
    private var opened = Timestamp.zero

    /// Milliseconds after which what was counted joins the average.
    private static let window: UInt64 = 1_000

    init(windows: UInt64 = 4) { self.windows = windows }

    @inline(__always) mutating func count(_ more: UInt64, at now: Timestamp) {
        if now.milliseconds(since: opened) >= Self.window { close(now) }
        count += more
    }

    /// Thousandths a second.
    func rate(at now: Timestamp) -> UInt64 {
        var closed = self
        closed.close(now)
        return closed.rate
    }

    private mutating func close(_ now: Timestamp) {
        if opened == .zero { opened = now }
        let passed = now.milliseconds(since: opened) / Self.window
        if passed == 0 { return }
        // What was counted came in the first of the windows that have passed.
        rate = (rate * (windows - 1) + count * 1_000) / windows
        count = 0
        opened = opened + passed * Self.window
        if passed > 16 * windows {
            rate = 0
        } else if rate > 0 {
            for _ in 1..<passed { rate = rate * (windows - 1) / windows }
        }
    }
}
