import Contract
import Platform
package import Wire

/// What a server bears before it refuses.
package struct ServerLimits: Sendable {
    /// For each connection.
    package var wire = WireLimits(frame: Limits.frame)
    /// One more is closed as soon as it is accepted.
    package var connections: Int
    /// That have not said hello; one more pushes out the oldest.
    package var unauthenticated = 256
    /// The greatest is what all streams of a connection together have windows for.
    package var unsent = UnsentLimits(full: 2_097_152, greatest: 67_108_864)
    /// What is read from a connection in a turn at most, before the others have theirs.
    package var readBytes = 262_144

    /// For files, pipes, and the connections that this side makes.
    private static let reservedDescriptors = 64

    /// More connections than there are descriptors for would be left waiting, with nobody to tell them why.
    package init() { self.init(descriptors: DescriptorLimit.current) }

    init(descriptors: Int) {
        connections = max(1, min(4_096, descriptors - Self.reservedDescriptors))
    }
}
