import Platform

/// How this worker stands with a mail server: how many connections it bears, whether it wants a pause, since when it
/// can't be reached. Pure: time and chance are passed in.
struct ServerStanding: Sendable {
    struct Policy: Sendable {
        /// Bounds of a pause: the first after good times, doubled for each that brought nothing.
        var firstPause = Duration.milliseconds(500)
        var longestPause = Duration.seconds(60)
        /// A server that can't be reached is asked again at least so often.
        var longestReconnectPause = Duration.seconds(5)
        /// After so long without a connection a person should look: at once for a wrong address, later for a server
        /// that was there before and may be starting anew.
        var patience = Duration.seconds(30)
        var patienceWithKnown = Duration.seconds(300)
        /// Failures further apart are not of one row.
        var rowOfFailures = Duration.seconds(120)
        /// For so long a server that turned a connection away is not asked for another one.
        var limitHolds = Duration.seconds(30)
        /// Connections that broke, one after the other, before the server said what became of any message.
        var fruitlessConnections = 20
    }

    private let policy: Policy
    /// Connections that there are or that are being made.
    private(set) var connections = 0
    /// Messages that the server took.
    private(set) var accepted: UInt64 = 0
    private var limit: Int
    private let ownLimit: Int
    private var limitEnds: MonotonicTime?
    private var pauseEnds = MonotonicTime(nanoseconds: 0)
    private var pauseLength = Duration.zero
    /// The first and the last of a row of failures to connect.
    private var failing: (since: MonotonicTime, last: MonotonicTime)?
    /// Whether a connection was ever made.
    private(set) var isKnown = false
    /// A row of broken connections, and its last one.
    private var fruitless = (count: 0, last: MonotonicTime(nanoseconds: 0))

    /// `connections`: how many this worker can use.
    init(_ policy: Policy, connections: Int) {
        self.policy = policy
        limit = connections
        ownLimit = connections
    }

    // MARK: Pauses

    /// How long nothing may be sent; nil: go ahead.
    func pause(_ now: MonotonicTime) -> Duration? {
        now < pauseEnds ? pauseEnds - now : nil
    }

    /// The server asked for less.
    mutating func slowDown(_ now: MonotonicTime, chance: Double) {
        rest(now, atMost: policy.longestPause, chance: chance)
    }

    mutating func accepted(_ messages: Int) {
        guard messages > 0 else { return }
        accepted += UInt64(messages)
        fruitless.count = 0
        pauseLength = .zero
        failing = nil
    }

    /// Several senders hear the same complaint: during a pause it is not a new one. `chance` is from 0 to 1.
    private mutating func rest(_ now: MonotonicTime, atMost longest: Duration, chance: Double) {
        guard now >= pauseEnds else { return }
        pauseLength = pauseLength == .zero ? policy.firstPause : min(pauseLength * 2, longest)
        pauseEnds = now + pauseLength * (0.5 + chance / 2)
    }

    // MARK: Connections

    /// Whether another connection may be made; if so, it counts from now on.
    mutating func mayConnect(_ now: MonotonicTime) -> Bool {
        if let end = limitEnds, now >= end {
            limit = min(limit + 1, ownLimit)
            limitEnds = limit < ownLimit ? now + policy.limitHolds : nil
        }
        guard connections < limit else { return false }
        connections += 1
        return true
    }

    mutating func connected() {
        isKnown = true
        failing = nil
    }

    /// With a server that stays away.
    var patience: Duration { isKnown ? policy.patienceWithKnown : policy.patience }

    mutating func disconnected() { connections -= 1 }

    /// The server has no room for another connection: those that there are will do. Never a reason to give up, since
    /// other workers may hold them all.
    mutating func turnedAway(_ now: MonotonicTime, chance: Double) {
        connections -= 1
        limit = max(1, connections)
        limitEnds = now + policy.limitHolds
        failing = nil
        if connections == 0 { rest(now, atMost: policy.longestReconnectPause, chance: chance) }
    }

    /// No connection could be made. Whether it is time to give up; then patience begins anew.
    mutating func failedToConnect(_ now: MonotonicTime, chance: Double) -> Bool {
        connections -= 1
        // Nobody may have tried for long: what was then does not count now.
        let isOneRow = failing.map { now - $0.last < policy.rowOfFailures } ?? false
        let since = isOneRow ? failing?.since ?? now : now
        failing = (since, now)
        rest(now, atMost: policy.longestReconnectPause, chance: chance)
        guard now - since >= patience else { return false }
        failing = nil
        return true
    }

    /// A connection broke before the server said what became of any message. Whether it is time to give up.
    mutating func brokeFruitlessly(_ now: MonotonicTime, chance: Double) -> Bool {
        // One message that breaks connections is tried again after minutes: that is not a server that breaks them all.
        fruitless = (now - fruitless.last < policy.rowOfFailures ? fruitless.count + 1 : 1, now)
        rest(now, atMost: policy.longestReconnectPause, chance: chance)
        guard fruitless.count >= policy.fruitlessConnections else { return false }
        fruitless.count = 0
        return true
    }
}
