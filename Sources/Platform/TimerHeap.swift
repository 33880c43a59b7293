/// Names a timer of one loop until it has fired or was cancelled; afterwards it names nothing.
package struct TimerID: Sendable, Hashable {
    let slot: UInt32
    let generation: UInt32
}

/// Deadlines with what to do at them: a binary heap whose entries can be taken out of the middle.
///
/// Scheduling, cancelling and firing cost O(log n). Equal deadlines fire in the order they were scheduled in.
struct TimerHeap: ~Copyable {
    private struct Entry {
        var deadline: MonotonicTime
        var order: UInt64
        var slot: UInt32

        func comes(before other: Entry) -> Bool {
            (deadline, order) < (other.deadline, other.order)
        }
    }

    private struct Slot {
        var generation: UInt32 = 0
        var position = -1
        var body: (() -> Void)?
    }

    private var heap: ContiguousArray<Entry> = []
    private var slots: ContiguousArray<Slot> = []
    private var freeSlots: ContiguousArray<UInt32> = []

    /// Counts the timers that were ever scheduled.
    private(set) var newest: UInt64 = 0

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
        heap.append(Entry(deadline: deadline, order: newest, slot: slot))
        slots[Int(slot)].position = heap.count - 1
        siftUp(heap.count - 1)
        return TimerID(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// False when the timer has fired or was cancelled before.
    mutating func cancel(_ timer: TimerID) -> Bool {
        let slot = Int(timer.slot)
        guard slot < slots.count, slots[slot].generation == timer.generation else { return false }
        _ = remove(at: slots[slot].position)
        return true
    }

    /// Takes out the earliest timer, when it is due and not younger than `newest`.
    mutating func popDue(_ now: MonotonicTime, scheduledUpTo newest: UInt64) -> (() -> Void)? {
        guard let first = heap.first, first.deadline <= now, first.order <= newest else { return nil }
        return remove(at: 0)
    }

    private mutating func remove(at position: Int) -> (() -> Void)? {
        let slot = Int(heap[position].slot)
        let last = heap.removeLast()
        if position < heap.count {
            heap[position] = last
            slots[Int(last.slot)].position = position
            siftDown(position)
            siftUp(position)
        }
        let body = slots[slot].body
        slots[slot].body = nil
        slots[slot].position = -1
        slots[slot].generation &+= 1
        freeSlots.append(UInt32(slot))
        return body
    }

    private mutating func siftUp(_ start: Int) {
        var position = start
        while position > 0 {
            let parent = (position - 1) / 2
            guard heap[position].comes(before: heap[parent]) else { return }
            swap(position, parent)
            position = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var position = start
        while true {
            let left = 2 * position + 1
            let right = left + 1
            var first = position
            if left < heap.count && heap[left].comes(before: heap[first]) { first = left }
            if right < heap.count && heap[right].comes(before: heap[first]) { first = right }
            guard first != position else { return }
            swap(position, first)
            position = first
        }
    }

    private mutating func swap(_ a: Int, _ b: Int) {
        heap.swapAt(a, b)
        slots[Int(heap[a].slot)].position = a
        slots[Int(heap[b].slot)].position = b
    }
}
