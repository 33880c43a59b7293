/// The open streams of a connection, each in a slot that doesn't move; found by number in a small hash index.
///
/// All costs are O(1); the table grows with the streams that are open at once, and its driver bounds those.
struct StreamTable {
    private var slots: ContiguousArray<Stream> = []
    private var freeSlots: ContiguousArray<Int> = []
    /// Slot + 1, by hash, with linear probing; 0 is empty. Its size is a power of two, at least twice the slots.
    private var index: ContiguousArray<Int> = ContiguousArray(repeating: 0, count: 16)

    var count: Int { slots.count - freeSlots.count }

    mutating func insert(_ stream: Stream) -> StreamKey {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            slots[slot] = stream
        } else {
            slot = slots.count
            slots.append(stream)
            if 2 * slots.count > index.count { grow() }
        }
        index[vacancy(for: stream.id)] = slot + 1
        return StreamKey(id: stream.id, slot: slot)
    }

    func find(_ id: UInt32) -> StreamKey? {
        var position = home(of: id)
        while index[position] != 0 {
            let slot = index[position] - 1
            if slots[slot].id == id { return StreamKey(id: id, slot: slot) }
            position = (position + 1) & (index.count - 1)
        }
        return nil
    }

    func contains(_ key: StreamKey) -> Bool {
        key.slot < slots.count && slots[key.slot].id == key.id
    }

    /// The key must be in the table.
    subscript(key: StreamKey) -> Stream {
        get {
            assert(contains(key))
            return slots[key.slot]
        }
        _modify {
            assert(contains(key))
            yield &slots[key.slot]
        }
    }

    mutating func remove(_ key: StreamKey) {
        precondition(contains(key), "A stream is removed once")
        var gap = home(of: key.id)
        while index[gap] != key.slot + 1 { gap = (gap + 1) & (index.count - 1) }
        closeGap(gap)
        slots[key.slot].id = 0
        freeSlots.append(key.slot)
    }

    /// In the order of their slots.
    var keys: [StreamKey] {
        slots.indices.compactMap { slots[$0].id == 0 ? nil : StreamKey(id: slots[$0].id, slot: $0) }
    }

    /// Multiplied by the golden ratio, numbers that follow one another lie far apart: left together they would make one
    /// long run, and each removal would walk to its end.
    private func home(of id: UInt32) -> Int {
        Int((id >> 1) &* 0x9E37_79B9) >> 8 & (index.count - 1)
    }

    private func vacancy(for id: UInt32) -> Int {
        var position = home(of: id)
        while index[position] != 0 { position = (position + 1) & (index.count - 1) }
        return position
    }

    /// Moves back what probed past the gap, so that no search stops too early.
    private mutating func closeGap(_ start: Int) {
        let mask = index.count - 1
        var gap = start
        var position = (start + 1) & mask
        while index[position] != 0 {
            let distanceFromHome = (position - home(of: slots[index[position] - 1].id)) & mask
            if distanceFromHome >= (position - gap) & mask {
                index[gap] = index[position]
                gap = position
            }
            position = (position + 1) & mask
        }
        index[gap] = 0
    }

    private mutating func grow() {
        index = ContiguousArray(repeating: 0, count: 2 * index.count)
        // The newest slot is not in the index yet.
        for slot in slots.indices.dropLast() where slots[slot].id != 0 {
            index[vacancy(for: slots[slot].id)] = slot + 1
        }
    }
}
