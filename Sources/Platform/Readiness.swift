import CLinux

/// What a descriptor is ready for, and which of it somebody wants to hear of.
package struct Readiness: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: CLINUX_READABLE)
    package static let writable = Readiness(rawValue: CLINUX_WRITABLE)
    /// Both directions are over, or there is an error to collect. Told whether it was asked for or not, each turn until
    /// the registration is cancelled.
    package static let hungUp = Readiness(rawValue: CLINUX_HUNG_UP)
}

/// Hears on the loop's thread what its descriptor is ready for.
package protocol ReadinessHandler: AnyObject {
    /// Level-triggered: what is not dealt with is told again in the next turn.
    func ready(_ readiness: Readiness)
}

/// One descriptor's place in a loop. Touched on the loop's thread alone.
///
/// The loop keeps the handler, and the handler usually keeps this: `cancel()` cuts the knot, and must come before the
/// descriptor is closed.
package final class Registration {
    package let descriptor: CInt
    let slot: UInt32
    private(set) var handler: (any ReadinessHandler)?
    private unowned let loop: EventLoop

    /// What the handler hears of; setting it to what it was costs nothing, else it is one system call.
    package var interest: Readiness {
        didSet {
            if interest != oldValue && handler != nil { loop.interestChanged(self) }
        }
    }

    init(descriptor: CInt, slot: UInt32, interest: Readiness, handler: any ReadinessHandler, loop: EventLoop) {
        self.descriptor = descriptor
        self.slot = slot
        self.interest = interest
        self.handler = handler
        self.loop = loop
    }

    /// After this the handler hears nothing, not even what this turn had in store for it. Again: no effect.
    package func cancel() {
        guard handler != nil else { return }
        loop.cancelled(self)
        // Last: the handler may own the descriptor, and close it as it goes.
        handler = nil
    }
}
