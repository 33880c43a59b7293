import Contract
package import Wire

/// How a client presents itself, and what it bears.
package struct ClientOptions: Sendable {
    package var role: Role
    /// Proves the role; empty where the server asks for none.
    package var token: [UInt8] = []
    /// Program and version, for the server's log.
    package var agent = "longhaul"
    package var wire = WireLimits(frame: Limits.frame)
    package var connectTime = Duration.seconds(5)
    /// Calls that wait for others to end, because the server allows no more at once, or takes what is sent too slowly.
    package var waitingCalls = 10_000
    /// The greatest is what all streams of a connection have windows for, and as much for the calls.
    package var unsent = UnsentLimits(full: 8_388_608, greatest: 134_217_728)
    package var readBytes = 262_144

    package init(role: Role) {
        self.role = role
    }
}
