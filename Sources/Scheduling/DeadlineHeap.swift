/// A binary heap of (deadline, key): the earliest first, equal deadlines by key, so that the order is the same in
/// every process. Entries are never removed from inside: whoever pops one asks whether it still holds.
struct DeadlineHeap<Key: Comparable & BitwiseCopyable & Sendable>: Sendable {
    struct Entry: Sendable {
        let deadline: Timestamp
        let key: Key

        func precedes(_ other: Entry) -> Bool {
            deadline != other.deadline ? deadline < other.deadline : key < other.key
        }
    }

    private var entries: ContiguousArray<Entry> = []

    var first: Entry? { entries.first }
    var count: Int { entries.count }

    mutating func insert(_ deadline: Timestamp, _ key: Key) {
        entries.append(Entry(deadline: deadline, key: key))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].precedes(entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// The earliest entry, when its deadline has come.
    mutating func pop(at now: Timestamp) -> Key? {
        guard let first = entries.first, first.deadline <= now else { return nil }
        removeFirst()
        return first.key
    }

    mutating func removeFirst() {
        let last = entries.removeLast()
        guard !entries.isEmpty else { return }
        entries[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].precedes(entries[smallest]) { smallest = child }
            }
            if smallest == parent { return }
            entries.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
