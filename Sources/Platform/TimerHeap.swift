/// Names a timer of one loop until it has fired or was cancelled; afterwards it names nothing.
package struct TimerID: Sendable, Hashable {
    let slot: UInt32
    let generation: UInt32
}

/// Deadlines with what to do at them. Equal deadlines fire in the order they were scheduled in.
///
/// Scheduling and firing cost O(log n), cancelling O(1) amortized: what was cancelled stays in the heap, without what it
/// would have done, until it is first or more than half of all.
struct TimerHeap: ~Copyable {
    private struct Entry: Comparable {
        let deadline: MonotonicTime
        let order: UInt64
        let timer: TimerID

        static func < (one: Entry, other: Entry) -> Bool {
            (one.deadline, one.order) < (other.deadline, other.order)
        }
    }

    private struct Slot {
        var generation: UInt32 = 0
        var body: (() -> Void)?
    }

    private var heap = BinaryHeap<Entry>()
    private var slots: ContiguousArray<Slot> = []
    private var freeSlots: ContiguousArray<UInt32> = []

    /// Counts the timers that were ever scheduled.
    private(set) var newest: UInt64 = 0

    /// The first is never a cancelled one: a loop does not wake up for nothing.
    var nextDeadline: MonotonicTime? { heap.first?.deadline }

    mutating func schedule(at deadline: MonotonicTime, _ body: @escaping () -> Void) -> TimerID {
        let slot: UInt32
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot())
        }
        slots[Int(slot)].body = body
        newest += 1
        let timer = TimerID(slot: slot, generation: slots[Int(slot)].generation)
        heap.insert(Entry(deadline: deadline, order: newest, timer: timer))
        return timer
    }

    /// False when the timer has fired or was cancelled before.
    mutating func cancel(_ timer: TimerID) -> Bool {
        guard take(timer) != nil else { return false }
        dropCancelled()
        return true
    }

    /// Takes out the earliest timer, when it is due and not younger than `newest`.
    mutating func popDue(_ now: MonotonicTime, scheduledUpTo newest: UInt64) -> (() -> Void)? {
        guard let first = heap.first, first.deadline <= now, first.order <= newest else { return nil }
        heap.popFirst()
        let body = take(first.timer)
        dropCancelled()
        return body
    }

    private func isScheduled(_ timer: TimerID) -> Bool {
        timer.slot < slots.count && slots[Int(timer.slot)].generation == timer.generation
    }

    private mutating func take(_ timer: TimerID) -> (() -> Void)? {
        guard isScheduled(timer) else { return nil }
        let slot = Int(timer.slot)
        let body = slots[slot].body
        slots[slot].body = nil
        slots[slot].generation &+= 1
        freeSlots.append(timer.slot)
        return body
    }

    private mutating func dropCancelled() {
        while let first = heap.first, !isScheduled(first.timer) { heap.popFirst() }
        let scheduled = slots.count - freeSlots.count
        guard heap.count > 64, heap.count > 2 * scheduled else { return }
        let slots = slots
        heap.removeAll { slots[Int($0.timer.slot)].generation != $0.timer.generation }
    }
}
