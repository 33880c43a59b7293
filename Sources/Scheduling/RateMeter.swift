/// How often something happens, as an average over some seconds.
struct RateMeter: BitwiseCopyable, Sendable {
    /// Thousandths a second, up to the window that is open.
    private var rate: UInt64 = 0
    private var count: UInt64 = 0
    private var opened = Timestamp.zero

    /// Milliseconds after which what was counted joins the average.
    private static let window: UInt64 = 1_000

    mutating func count(_ more: UInt64, at now: Timestamp) {
        close(now)
        count += more
    }

    /// Thousandths a second.
    func rate(at now: Timestamp) -> UInt64 {
        var closed = self
        closed.close(now)
        return closed.rate
    }

    private mutating func close(_ now: Timestamp) {
        let elapsed = now.milliseconds(since: opened)
        if elapsed < Self.window { return }
        // A window that was open for long stands for all that passed.
        let latest = opened == .zero ? 0 : count * 1_000_000 / elapsed
        rate = elapsed >= 4 * Self.window ? latest : (rate * 3 + latest) / 4
        count = 0
        opened = now
    }
}
