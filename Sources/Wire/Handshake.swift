/// A client's first frame.
package struct Hello: Sendable, Hashable {
    /// The frame's first field: what else speaks on this port is told at its first bytes.
    package static let magic: [UInt8] = Array("LONGHAUL".utf8)

    package var lowestVersion: UInt16
    package var highestVersion: UInt16
    package var role: Role
    /// The longest frame that the client takes.
    package var maximumFrame: UInt32
    /// The credit with which the server starts on every stream.
    package var window: UInt32
    /// Proves the role. Empty where none is asked for.
    package var token: [UInt8]
    /// Program and version, for people who read logs.
    package var agent: String

    package init(
        lowestVersion: UInt16 = WireLimits.lowestVersion, highestVersion: UInt16 = WireLimits.highestVersion,
        role: Role, maximumFrame: UInt32, window: UInt32, token: [UInt8] = [], agent: String
    ) {
        self.lowestVersion = lowestVersion
        self.highestVersion = highestVersion
        self.role = role
        self.maximumFrame = maximumFrame
        self.window = window
        self.token = token
        self.agent = agent
    }
}

/// What a client may do, as it says; the token decides.
package enum Role: UInt8, Sendable, CaseIterable {
    case client = 1
    case worker = 2
    case observer = 3
    case admin = 4
}

/// A server's first frame, unless it refuses.
package struct Welcome: Sendable, Hashable {
    package var version: UInt16
    /// The longest frame that the server takes.
    package var maximumFrame: UInt32
    /// The credit with which the client starts on every stream.
    package var window: UInt32
    /// How many calls may be open at once.
    package var maximumStreams: UInt32
    /// After so long a silence the server asks whether the client is there; a client does the same.
    package var pingMilliseconds: UInt32
    package var agent: String

    package init(
        version: UInt16, maximumFrame: UInt32, window: UInt32, maximumStreams: UInt32, pingMilliseconds: UInt32,
        agent: String
    ) {
        self.version = version
        self.maximumFrame = maximumFrame
        self.window = window
        self.maximumStreams = maximumStreams
        self.pingMilliseconds = pingMilliseconds
        self.agent = agent
    }
}

/// The last thing that a side says about the connection as a whole.
package struct GoAway: Sendable, Hashable, Error, CustomStringConvertible {
    /// Later streams were not looked at: they can safely be called again elsewhere.
    package var lastStream: UInt32
    /// `ok`: a drain; streams up to the last are still served. Anything else: the connection ends at once.
    package var code: StatusCode
    package var text: String

    package init(lastStream: UInt32, code: StatusCode, text: String) {
        self.lastStream = lastStream
        self.code = code
        self.text = text
    }

    package var description: String { text.isEmpty ? "\(code)" : "\(code): \(text)" }
}
