package import Scheduling

/// What becomes of a schedule's ticks that are more than a minute late.
package enum CatchUp: UInt8, Sendable {
    case skip = 1
    case latest = 2
    case all = 3
}

/// What is to be done with the ticks of a schedule that have come by now. Pure: the simulator does the same, with a
/// calendar of its own.
package struct TickPlan: Sendable {
    /// From the first on, they do not fire.
    package let skipped: UInt32
    /// They fire, the oldest first.
    package let firing: ArraySlice<Timestamp>
    /// Behind all of those; zero: none.
    package let next: Timestamp

    /// `isLate`: milliseconds after which a tick is. `most`: how many are looked for; when there are more, all of them are
    /// skipped, since the newest are behind them. `tickAfter` gives zero when there is none.
    package init(
        from first: Timestamp, at now: Timestamp, _ catchUp: CatchUp, isLateAfter: UInt64, mostCaughtUp: Int,
        most: Int, tickAfter: (Timestamp) -> Timestamp
    ) {
        var due = [first]
        var next = tickAfter(first)
        while next != .zero, next <= now, due.count < most {
            due.append(next)
            next = tickAfter(next)
        }
        let skipped: Int
        if next != .zero, next <= now {
            skipped = due.count
        } else {
            switch catchUp {
            case .skip: skipped = due.prefix { now.milliseconds(since: $0) > isLateAfter }.count
            case .latest: skipped = due.count - 1
            case .all: skipped = max(0, due.count - mostCaughtUp)
            }
        }
        self.skipped = UInt32(skipped)
        firing = due[skipped...]
        self.next = next
    }

    /// The tick after the skipped ones.
    package var nextAfterSkipped: Timestamp { firing.first ?? next }

    /// The one after a tick that fires, by its place.
    package func next(after place: Int) -> Timestamp { place + 1 < firing.endIndex ? firing[place + 1] : next }
}
