/// What an operator decides about the core. Milliseconds where nothing else is said.
package struct Settings: Sendable {
    /// A worker that was silent for so long has lost its leases.
    package var leaseTimeToLive: UInt64 = 10_000
    /// The same after its connection closed without a goodbye.
    package var reconnectGrace: UInt64 = 1_000
    /// A worker that was asked to hand a lease back has so long to do it.
    package var recallTime: UInt64 = 5_000
    /// For jobs that don't say it themselves.
    package var retention: UInt64 = 7 * 24 * 3_600_000
    /// Leases whose length follows the measured rate last about so long.
    package var leaseLength: UInt64 = 1_500
    /// A lone item is dead after so many lost workers.
    package var lossLimit: UInt16 = 3

    /// Workers are wanted for what waits to be gone in about so long.
    package var drainTarget: UInt64 = 60_000

    package init() {}

    /// What one long lease can cost its tenant: nobody waits for ever.
    var mostDebt: UInt64 { leaseLength * 1_000 }

    /// Workers that hear nothing to say send a heartbeat so often.
    package var heartbeat: UInt64 { max(leaseTimeToLive / 4, 1) }
}
