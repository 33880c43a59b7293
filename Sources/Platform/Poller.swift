import CLinux
import Glibc

/// The epoll descriptor, and who is registered with it.
///
/// An event carries its registration's slot and that slot's generation, so that one that was fetched for a cancelled
/// registration finds nobody, even when the slot has been given to the next.
struct Poller: ~Copyable {
    private static let capacity = 256
    private static let wakeUpData = UInt64.max

    private let descriptor: FileDescriptor
    private let events: UnsafeMutablePointer<epoll_event>
    private var registrations: ContiguousArray<Registration?> = []
    private var generations: ContiguousArray<UInt32> = []
    private var freeSlots: ContiguousArray<UInt32> = []

    init(wakeUp: CInt) throws(SystemError) {
        descriptor = try FileDescriptor("epoll_create1", clinux_epoll_create)
        events = .allocate(capacity: Self.capacity)
        // Edge-triggered: each write wakes once, and nobody need read it back.
        let code = clinux_epoll_add(
            descriptor.rawValue, wakeUp, CLINUX_READABLE | CLINUX_EDGE_TRIGGERED, Self.wakeUpData)
        precondition(code == 0, "A new epoll takes a new eventfd")
    }

    deinit {
        events.deallocate()
    }

    /// Sleeps until something is ready, at most so long; -1: for ever. Returns how many events there are to look at.
    func wait(milliseconds: CInt) -> Int {
        let count = epoll_wait(descriptor.rawValue, events, CInt(Self.capacity), milliseconds)
        if count >= 0 { return Int(count) }
        let code = errno
        precondition(code == EINTR, "epoll_wait failed (errno \(code)): its descriptor was closed by somebody else")
        return 0
    }

    /// Who the event is for; nil when it was a wake-up, or its registration is gone.
    func event(_ index: Int) -> (registration: Registration, readiness: Readiness)? {
        let data = clinux_epoll_data(events + index)
        guard data != Self.wakeUpData else { return nil }
        let slot = Int(truncatingIfNeeded: data & 0xFFFF_FFFF)
        guard generations[slot] == UInt32(truncatingIfNeeded: data >> 32), let registration = registrations[slot] else {
            return nil
        }
        return (registration, Readiness(rawValue: clinux_epoll_events(events + index)))
    }

    mutating func register(
        _ target: CInt, _ interest: Readiness, _ handler: any ReadinessHandler, loop: EventLoop
    ) throws(SystemError) -> Registration {
        let slot = freeSlots.popLast() ?? UInt32(registrations.count)
        if slot == registrations.count {
            registrations.append(nil)
            generations.append(0)
        }
        let registration = Registration(
            descriptor: target, slot: slot, interest: interest, handler: handler, loop: loop)
        guard clinux_epoll_add(descriptor.rawValue, target, interest.rawValue, data(of: slot)) == 0 else {
            let code = errno
            freeSlots.append(slot)
            throw SystemError("epoll_ctl", code: code)
        }
        registrations[Int(slot)] = registration
        return registration
    }

    func update(_ registration: Registration) {
        let code = clinux_epoll_modify(
            descriptor.rawValue, registration.descriptor, registration.interest.rawValue, data(of: registration.slot))
        precondition(code == 0, "A descriptor was closed before its registration was cancelled")
    }

    mutating func remove(_ registration: Registration) {
        let code = clinux_epoll_remove(descriptor.rawValue, registration.descriptor)
        precondition(code == 0, "A descriptor was closed before its registration was cancelled")
        registrations[Int(registration.slot)] = nil
        generations[Int(registration.slot)] &+= 1
        freeSlots.append(registration.slot)
    }

    var all: [Registration] { registrations.compactMap { $0 } }

    private func data(of slot: UInt32) -> UInt64 {
        UInt64(generations[Int(slot)]) << 32 | UInt64(slot)
    }
}
