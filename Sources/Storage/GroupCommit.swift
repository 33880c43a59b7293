/// One batch is written while the next one fills; there is no timer. Pure: it says what to do, the shell does it.
package struct GroupCommit {
    private enum Phase: Equatable {
        case idle
        case writing
        /// Certainly not written: the same row is offered again.
        case refused
    }

    private var phase = Phase.idle
    /// Of the row that is being written, or was written last.
    private var sequence: UInt64

    /// Goes on behind the journal's last row.
    package init(lastSequence: UInt64) { sequence = lastSequence }

    /// The batch that facts emitted now belong to.
    package var filling: UInt64 { sequence + 1 }

    /// The newest batch that something computed now can depend on.
    package func dependency(hasFacts: Bool) -> UInt64 { hasFacts ? filling : sequence }

    /// Nothing is on its way to the store.
    package var isIdle: Bool { phase == .idle }

    /// False while the store refuses rows: nothing new should be accepted then.
    package var isAccepting: Bool { phase != .refused }

    /// The sequence for a row of the facts that are there, when the journal is free to take it.
    package mutating func begin() -> UInt64? {
        guard phase == .idle else { return nil }
        phase = .writing
        sequence += 1
        return sequence
    }

    /// Everything up to the returned batch is durable: release what waited for it, then begin the next one if there
    /// are facts.
    package mutating func durable() -> UInt64 {
        precondition(phase != .idle, "only a row that was offered becomes durable")
        phase = .idle
        return sequence
    }

    /// The row was refused: offer it again, unchanged, after a while.
    package mutating func refused() {
        precondition(phase != .idle, "only a row that was offered is refused")
        phase = .refused
    }
}
