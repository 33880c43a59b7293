/// A queue, or a key that tasks were submitted with: what limits and pauses are about.
package struct GateID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let isQueue: Bool
    package let name: NameID

    package init(isQueue: Bool, name: NameID) {
        self.isQueue = isQueue
        self.name = name
    }

    package static func < (left: GateID, right: GateID) -> Bool {
        left.isQueue == right.isQueue ? left.name < right.name : left.isQueue
    }
}

/// How much may go through a gate.
package struct GateLimits: Hashable, BitwiseCopyable, Sendable {
    /// Leases at once; 0: no limit.
    package var concurrency: UInt32
    /// Items that may be leased in each period; 0: no limit.
    package var items: UInt32
    /// Milliseconds.
    package var period: UInt32
    /// Items that may be leased at once after a rest: in no stretch of time more are leased than its share of the rate
    /// and so many.
    package var burst: UInt32
    /// Tasks that were accepted and have not ended; 0: no limit. Past it, submits are refused.
    package var depth: UInt32

    package init(
        concurrency: UInt32 = 0, items: UInt32 = 0, period: UInt32 = 1_000, burst: UInt32 = 0, depth: UInt32 = 0
    ) {
        precondition(items == 0 || (period > 0 && burst > 0), "a rate has a period and a burst")
        self.concurrency = concurrency
        self.items = items
        self.period = period
        self.burst = burst
        self.depth = depth
    }

    /// A gate that was closed for want of tokens opens when there are so many: so it does not open and close with each.
    var worthOpening: UInt64 { UInt64(max(1, min(burst, items / max(1, period / 50)))) }
}

/// ```
/// open ──too many leases, no tokens, "slow down", paused──▶ closed
///   ▲                                                         │
///   └──lease ended, time has come, limits changed, resumed────┘
/// ```
struct Gate: Sendable {
    var limits = GateLimits()
    /// Of `limits.items` a millisecond; an item costs `limits.period`. Whole numbers, so that nothing is lost.
    var tokens: UInt64 = 0
    /// When the tokens were counted.
    var counted = Timestamp.zero
    /// A worker was told to slow down until then.
    var slowUntil = Timestamp.zero
    var isPaused = false
    /// Of a queue: nothing new is accepted for it.
    var isDraining = false
    var isOpen = true
    /// Leases (derived).
    var inFlight: UInt32 = 0
    /// Of a key (derived).
    var firstGroup = GroupIndex.none
    /// Of a queue (derived).
    var lanes: [LaneIndex] = []
    /// Of its earliest entry among the due gates; nil: it has none.
    var alarm: Timestamp?

    /// Items that may be leased at this time; nil: any number.
    func available(at time: Timestamp) -> UInt64? {
        limits.items == 0 ? nil : tokens(at: time) / UInt64(limits.period)
    }

    fileprivate func tokens(at time: Timestamp) -> UInt64 {
        let most = UInt64(limits.burst) * UInt64(limits.period)
        let (new, overflow) = time.milliseconds(since: counted).multipliedReportingOverflow(by: UInt64(limits.items))
        return overflow ? most : min(most, tokens + min(new, most))
    }

    fileprivate mutating func take(_ items: UInt32, at time: Timestamp) {
        if limits.items == 0 { return }
        let (have, cost) = (tokens(at: time), UInt64(items) * UInt64(limits.period))
        precondition(cost <= have, "no more is leased than there are tokens")
        tokens = have - cost
        counted = time
    }

    fileprivate func letsThrough(at time: Timestamp, atLeast items: UInt64) -> Bool {
        !isPaused && !isSlow(at: time) && !isFull && hasTokens(for: items, at: time)
    }

    func isSlow(at time: Timestamp) -> Bool { slowUntil > time }

    /// As many leases are out as may be.
    var isFull: Bool { limits.concurrency > 0 && inFlight >= limits.concurrency }

    func hasTokens(for items: UInt64, at time: Timestamp) -> Bool { available(at: time).map { $0 >= items } ?? true }

    /// For checks.
    func contradiction(at time: Timestamp) -> String? {
        if isOpen { return letsThrough(at: time, atLeast: 1) ? nil : "a gate is open that lets nothing through" }
        guard let opening = opening(after: time) else { return nil }
        return alarm.map { $0 <= opening } ?? false ? nil : "a closed gate has no alarm"
    }

    /// When time alone opens it; nil: it does not.
    fileprivate func opening(after time: Timestamp) -> Timestamp? {
        guard !isPaused, !isFull else { return nil }
        return limits.items == 0 ? slowUntil : max(slowUntil, refill(after: time))
    }

    /// When a closed gate with a rate has the tokens that it is worth opening for.
    func refill(after time: Timestamp) -> Timestamp {
        let needed = limits.worthOpening * UInt64(limits.period)
        let missing = needed - min(needed, tokens(at: time))
        return time + (missing + UInt64(limits.items) - 1) / UInt64(limits.items)
    }
}

extension State {
    @inline(__always) func gate(_ id: GateID) -> Gate {
        id.isQueue ? queueGates[Int(id.name.rawValue)] : keyGates[Int(id.name.rawValue)]
    }

    @inline(__always) mutating func change(_ id: GateID, _ change: (inout Gate) -> Void) {
        if id.isQueue { change(&queueGates[Int(id.name.rawValue)]) } else { change(&keyGates[Int(id.name.rawValue)]) }
    }

    @inline(__always) func queueGate(of task: TaskIndex) -> GateID { GateID(isQueue: true, name: queue(of: task)) }

    /// nil: the task was submitted without a key.
    @inline(__always) func keyGate(of task: TaskIndex) -> GateID? {
        let key = policies[tasks[task].policy].key
        return key == .none ? nil : GateID(isQueue: false, name: key)
    }

    /// Items of the task that may be leased; nil: any number.
    @inline(__always) func available(to task: TaskIndex, at now: Timestamp) -> UInt64? {
        var least = gate(queueGate(of: task)).available(at: now)
        if let key = keyGate(of: task), let available = gate(key).available(at: now) {
            least = min(least ?? available, available)
        }
        return least
    }

    mutating func takeTokens(_ items: UInt32, of task: TaskIndex) {
        takeTokens(items, from: queueGate(of: task))
        if let key = keyGate(of: task) { takeTokens(items, from: key) }
    }

    @inline(__always) private mutating func takeTokens(_ items: UInt32, from id: GateID) {
        if gate(id).limits.items == 0 { return }
        let time = time
        change(id) { $0.take(items, at: time) }
        reconsider(id)
    }

    /// A lease of the task went out, or has ended.
    mutating func countLease(of task: TaskIndex, isNew: Bool) {
        countLease(through: queueGate(of: task), isNew: isNew)
        if let key = keyGate(of: task) { countLease(through: key, isNew: isNew) }
    }

    @inline(__always) private mutating func countLease(through id: GateID, isNew: Bool) {
        change(id) { if isNew { $0.inFlight += 1 } else { $0.inFlight -= 1 } }
        if gate(id).limits.concurrency > 0 { reconsider(id) }
    }

    mutating func setLimits(_ limits: GateLimits, of id: GateID) {
        let time = time
        depthLimits += (limits.depth > 0 ? 1 : 0) - (gate(id).limits.depth > 0 ? 1 : 0)
        change(id) { gate in
            // What was saved under the old rate counts as much under the new one; a first rate begins with its burst.
            let saved = gate.available(at: time) ?? UInt64(limits.burst)
            gate.limits = limits
            gate.tokens = min(saved, UInt64(limits.burst)) * UInt64(limits.period)
            gate.counted = time
        }
        reconsider(id)
    }

    mutating func pause(_ id: GateID, _ isPaused: Bool) {
        change(id) { $0.isPaused = isPaused }
        reconsider(id)
    }

    mutating func slowDown(_ id: GateID, until: Timestamp) {
        change(id) { $0.slowUntil = until }
        reconsider(id)
    }

    /// Opens or closes a gate, as it stands.
    mutating func reconsider(_ id: GateID) {
        let gate = gate(id)
        let opens = gate.letsThrough(at: time, atLeast: gate.isOpen ? 1 : gate.limits.worthOpening)
        if opens != gate.isOpen {
            change(id) { $0.isOpen = opens }
            if id.isQueue {
                for lane in gate.lanes { place(Int(lane.rawValue)) }
            } else {
                var group = gate.firstGroup
                while !group.isNone {
                    place(group)
                    group = groups[group].nextOfGate
                }
            }
        }
        if !opens, let due = gate.opening(after: time) { expectOpening(of: id, at: due) }
    }

    mutating func expectOpening(of id: GateID, at due: Timestamp) {
        if let alarm = gate(id).alarm, alarm <= due { return }
        change(id) { $0.alarm = due }
        dueGates.insert(due, id)
    }

    /// The gate whose time has come and that can open now; those that can't yet are looked at again. nil: none.
    mutating func popDueGate(at now: Timestamp) -> GateID? {
        while let entry = dueGates.first, entry.deadline <= now {
            dueGates.removeFirst()
            let gate = gate(entry.key)
            guard gate.alarm == entry.deadline else { continue }
            change(entry.key) { $0.alarm = nil }
            if gate.isOpen { continue }
            if gate.letsThrough(at: now, atLeast: gate.limits.worthOpening) { return entry.key }
            if let due = gate.opening(after: now), due > now { expectOpening(of: entry.key, at: due) }
        }
        return nil
    }
}
