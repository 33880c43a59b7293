import Platform
import Wire

/// When calls end by themselves, the earliest first.
///
/// Most calls are over long before their deadlines. They stay until they are first, or until they are more than half of
/// all: adding costs amortized O(log n).
struct Deadlines {
    enum Target {
        case stream(StreamKey)
        case waiting(CallID)
    }

    private struct Entry: Comparable {
        let deadline: MonotonicTime
        let target: Target

        static func < (one: Entry, other: Entry) -> Bool { one.deadline < other.deadline }
        static func == (one: Entry, other: Entry) -> Bool { one.deadline == other.deadline }
    }

    private var heap = BinaryHeap<Entry>()
    private var tidyAt = 64

    var count: Int { heap.count }

    /// Of calls that are over too: whoever waits for it asks again.
    var next: MonotonicTime? { heap.first?.deadline }

    /// `isOpen` says which of the others are still of interest.
    mutating func add(_ deadline: MonotonicTime, _ target: Target, isOpen: (Target) -> Bool) {
        if heap.count == tidyAt {
            heap.removeAll { !isOpen($0.target) }
            tidyAt = max(64, 2 * heap.count)
        }
        heap.insert(Entry(deadline: deadline, target: target))
    }

    /// The earliest, when it has passed.
    mutating func popPassed(_ now: MonotonicTime) -> Target? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        heap.popFirst()
        return first.target
    }
}
