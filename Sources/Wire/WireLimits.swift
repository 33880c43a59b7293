/// Every limit of the protocol in one place. A peer that passes one loses its connection, with a reason, before
/// anything was allocated for it.
package struct WireLimits: Sendable, Hashable {
    package static let lowestVersion: UInt16 = 1
    package static let highestVersion: UInt16 = 1

    /// The greatest length of a frame before the server has accepted the client's hello.
    package static let helloFrame = 65_536
    /// What a peer must take: a status with its longest text fits.
    package static let smallestFrame = 8_192
    package static let tokenBytes = 4_096
    package static let agentBytes = 256
    package static let methodBytes = 256
    /// A longer text is cut by its sender.
    package static let textBytes = 4_096
    /// Stream numbers end here, and then the client opens another connection.
    package static let lastStream = UInt32(Int32.max)
    /// No credit ever stands higher.
    package static let greatestCredit = Int(Int32.max)

    /// The greatest length of a frame that this side takes.
    package var frame: Int
    /// Calls open at once on a connection; on a server a cancelled one counts until the work for it has ended.
    package var streams = 256
    /// Bytes of messages on one stream that this side keeps for a slow consumer; a last message may pass it.
    package var window = 262_144
    package var helloMilliseconds: UInt64 = 5_000
    /// From a frame's first byte to its last.
    package var frameMilliseconds: UInt64 = 10_000
    /// How long a peer may take nothing of what is written to it.
    package var writeMilliseconds: UInt64 = 10_000
    package var pingMilliseconds: UInt64 = 15_000
    /// Pings without an answer after which a peer is gone.
    package var pings = 3

    package init(frame: Int) {
        self.frame = frame
    }
}
