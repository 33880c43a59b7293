import Platform
import Wire

/// When calls end by themselves, the earliest first: a binary heap from which nothing but the first is ever taken.
///
/// Most calls are over long before their deadlines. They stay until they are first, or until they are more than half of
/// all: adding costs amortized O(log n), and next to nothing when deadlines ascend, as those of equal limits do.
struct Deadlines {
    enum Target {
        case stream(StreamKey)
        case waiting(CallID)
    }

    private typealias Entry = (deadline: MonotonicTime, target: Target)

    private var heap: ContiguousArray<Entry> = []
    private var tidyAt = 64

    var count: Int { heap.count }

    /// Of calls that are over too: whoever waits for it asks again.
    var next: MonotonicTime? { heap.first?.deadline }

    /// `isOpen` says which of the others are still of interest.
    mutating func add(_ deadline: MonotonicTime, _ target: Target, isOpen: (Target) -> Bool) {
        if heap.count == tidyAt {
            heap.removeAll { !isOpen($0.target) }
            tidyAt = max(64, 2 * heap.count)
            // An ascending array is a heap.
            heap.sort { $0.deadline < $1.deadline }
        }
        heap.append((deadline, target))
        siftUp(heap.count - 1)
    }

    /// The earliest, when it has passed.
    mutating func popPassed(_ now: MonotonicTime) -> Target? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            siftDown(0)
        }
        return first.target
    }

    private mutating func siftUp(_ start: Int) {
        var position = start
        while position > 0 {
            let parent = (position - 1) / 2
            guard heap[position].deadline < heap[parent].deadline else { return }
            heap.swapAt(position, parent)
            position = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var position = start
        while true {
            let left = 2 * position + 1
            let right = left + 1
            var first = position
            if left < heap.count, heap[left].deadline < heap[first].deadline { first = left }
            if right < heap.count, heap[right].deadline < heap[first].deadline { first = right }
            guard first != position else { return }
            heap.swapAt(position, first)
            position = first
        }
    }
}
