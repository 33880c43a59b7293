package import Wire

/// What a server bears before it refuses.
package struct ServerLimits: Sendable {
    /// For each connection.
    package var wire = WireLimits()
    /// One more is closed as soon as it is accepted.
    package var connections = 4_096
    /// That have not said hello; one more pushes out the oldest.
    package var unauthenticated = 256
    /// Bytes waiting for a peer that takes too little; past it the connection is cut.
    package var unsentBytes = 4_194_304
    /// What is read from a connection in a turn at most, before the others have theirs.
    package var readBytes = 262_144

    package init() {}
}
