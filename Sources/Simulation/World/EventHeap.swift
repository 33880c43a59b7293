/// What is to happen, by time; what is to happen at one moment, in the order in which it was scheduled.
struct EventHeap {
    struct Event {
        var time: Moment
        let number: UInt64
        /// nil: it happens whoever is stopped or dead.
        let process: Process?
        let run: () -> Void

        static func < (left: Event, right: Event) -> Bool {
            left.time == right.time ? left.number < right.number : left.time < right.time
        }
    }

    private var events: ContiguousArray<Event> = []
    private var scheduled: UInt64 = 0

    mutating func insert(at time: Moment, on process: Process?, _ run: @escaping () -> Void) {
        scheduled += 1
        events.append(Event(time: time, number: scheduled, process: process, run: run))
        var child = events.count - 1
        while child > 0, events[child] < events[(child - 1) / 2] {
            events.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> Event? {
        guard let first = events.first, let last = events.popLast() else { return nil }
        if events.isEmpty { return first }
        events[0] = last
        var parent = 0
        while 2 * parent + 1 < events.count {
            var child = 2 * parent + 1
            if child + 1 < events.count, events[child + 1] < events[child] { child += 1 }
            guard events[child] < events[parent] else { break }
            events.swapAt(child, parent)
            parent = child
        }
        return first
    }
}

/// A process of the simulated system: what was meant for a dead one does not happen, and a stopped one does it later.
final class Process {
    /// Of each process that ever was its own.
    let number: UInt64
    private(set) var isAlive = true
    var stoppedUntil = Moment.zero
    /// What came while it was stopped, in order.
    var backlog: [() -> Void] = []
    /// By how much its monotonic clock lags, for the times it was suspended with its machine.
    var suspended: Int64 = 0

    init(_ number: UInt64) { self.number = number }

    func die() {
        isAlive = false
        backlog = []
    }
}
