/// Whether the peer is there, by what was heard of it: deadlines as data, for the driver's one timer.
package struct Liveness: Sendable, Hashable {
    package enum OnElapsed: Sendable, Hashable {
        /// Ask again at `nextDeadline`.
        case nothing
        case ping(PingFrame)
        /// Cut the connection, for this reason.
        case gone(String)
    }

    private let limits: WireLimits
    private var pingMilliseconds: UInt64
    private var lastHeard: Moment
    private var pingsSent = 0
    private var greetingDeadline: Moment?
    private var frameDeadline: Moment?
    private var writeDeadline: Moment?

    /// Of a connection whose greeting is still to come.
    init(limits: WireLimits, now: Moment) {
        self.limits = limits
        pingMilliseconds = limits.pingMilliseconds
        lastHeard = now
        greetingDeadline = now + limits.helloMilliseconds
    }

    package var nextDeadline: Moment {
        if let greetingDeadline { return greetingDeadline }
        let silence = lastHeard + pingMilliseconds * UInt64(pingsSent + 1)
        return min(silence, frameDeadline ?? .distantFuture, writeDeadline ?? .distantFuture)
    }

    /// The greeting has been accepted; `pingMilliseconds` is what the server asked for.
    mutating func greeted(pingMilliseconds: UInt64, now: Moment) {
        greetingDeadline = nil
        self.pingMilliseconds = pingMilliseconds
        lastHeard = now
    }

    /// Bytes have come: `frames` were complete, and `isPartial` says whether the start of another is left over.
    package mutating func heard(frames: Int, isPartial: Bool, now: Moment) {
        lastHeard = now
        pingsSent = 0
        if !isPartial {
            frameDeadline = nil
        } else if frames > 0 || frameDeadline == nil {
            frameDeadline = now + limits.frameMilliseconds
        }
    }

    /// This side stopped listening for a while, and listens again: the silence was its own.
    package mutating func resumed(now: Moment) {
        lastHeard = now
        pingsSent = 0
        if frameDeadline != nil { frameDeadline = now + limits.frameMilliseconds }
    }

    /// The peer took something; `isBlocked` says whether there is still more than it has room for.
    package mutating func writeProgressed(isBlocked: Bool, now: Moment) {
        writeDeadline = isBlocked ? now + limits.writeMilliseconds : nil
    }

    package mutating func elapsed(now: Moment) -> OnElapsed {
        if let greetingDeadline {
            return now < greetingDeadline ? .nothing : .gone("no greeting within \(limits.helloMilliseconds) ms")
        }
        if let writeDeadline, now >= writeDeadline {
            return .gone("it took nothing of what was written for \(limits.writeMilliseconds) ms")
        }
        if let frameDeadline, now >= frameDeadline {
            return .gone("a frame was not whole after \(limits.frameMilliseconds) ms")
        }
        guard now >= nextDeadline else { return .nothing }
        guard pingsSent < limits.pings else {
            return .gone(
                "silent for \(now.milliseconds - lastHeard.milliseconds) ms, and \(pingsSent) pings unanswered")
        }
        pingsSent += 1
        return .ping(PingFrame(value: now.milliseconds))
    }
}
