package import Wire

/// How a client presents itself, and what it bears.
package struct ClientOptions: Sendable {
    package var role: Role
    /// Proves the role; empty where the server asks for none.
    package var token: [UInt8] = []
    /// Program and version, for the server's log.
    package var agent = "longhaul"
    package var wire = WireLimits()
    package var connectTime = Duration.seconds(5)
    /// Calls that wait for others to end, because the server allows no more at once.
    package var waitingCalls = 10_000
    /// Bytes waiting for a server that takes too little; past it the connection is cut.
    package var unsentBytes = 16_777_216
    package var readBytes = 262_144

    package init(role: Role) {
        self.role = role
    }
}
