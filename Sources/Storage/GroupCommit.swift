/// One batch is written while the next one fills; there is no timer. Pure: it says what to do, the shell does it.
package struct GroupCommit {
    /// Of the row that is being written, or was written last.
    private var sequence: UInt64

    /// Goes on behind the journal's last row.
    package init(lastSequence: UInt64) { sequence = lastSequence }

    /// The newest batch that something computed now can depend on: with facts waiting, the one that they will be.
    package func dependency(hasFacts: Bool) -> UInt64 { hasFacts ? sequence + 1 : sequence }

    /// No row is on its way to the store. One that was refused still is: it is offered again, unchanged.
    package private(set) var isIdle = true

    /// The sequence for a row of the facts that are there, when the journal is free to take it.
    package mutating func begin() -> UInt64? {
        guard isIdle else { return nil }
        isIdle = false
        sequence += 1
        return sequence
    }

    /// Everything up to the returned batch is durable: release what waited for it, then begin the next one if there
    /// are facts.
    package mutating func durable() -> UInt64 {
        precondition(!isIdle, "only a row that was offered becomes durable")
        isIdle = true
        return sequence
    }
}
