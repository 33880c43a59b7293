/// Items that were appended together. Their payloads lie in the store, under this id: the core knows their sizes.
package struct BatchID: Hashable, Comparable, BitwiseCopyable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static func < (left: BatchID, right: BatchID) -> Bool { left.rawValue < right.rawValue }
}

/// What the core keeps of items that were appended together.
package struct ItemBatch: Hashable, BitwiseCopyable, Sendable {
    package var id: BatchID
    /// At least 1.
    package var count: UInt32
    /// Of all payloads.
    package var bytes: UInt32
    /// Of the largest payload.
    package var largest: UInt32

    package init(id: BatchID, count: UInt32, bytes: UInt32, largest: UInt32) {
        self.id = id
        self.count = count
        self.bytes = bytes
        self.largest = largest
    }
}

/// Items with payloads: those of the task that they were appended to, and of tasks of later jobs that work on some of
/// them again.
struct ListRecord: Sendable {
    struct Batch: BitwiseCopyable, Sendable {
        let id: BatchID
        /// The number of its first item.
        let begin: UInt32
        let bytes: UInt32
        let largest: UInt32
    }

    /// In order, without gaps.
    var batches: ContiguousArray<Batch> = []
    /// How many items there are.
    var count: UInt32 = 0
    /// Tasks that have items of it (derived).
    var uses: UInt32 = 1
    /// Milliseconds that an open list waits for an append.
    let patience: UInt32

    /// The batch that has the item.
    func place(of item: UInt32) -> Int {
        var (low, high) = (0, batches.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if batches[middle].begin <= item { low = middle } else { high = middle }
        }
        return low
    }

    func items(ofBatchAt place: Int) -> ItemRange {
        ItemRange(batches[place].begin, place + 1 < batches.count ? batches[place + 1].begin : count)
    }
}

typealias ListIndex = Slab<ListRecord>.Index

/// How much of what items carry may go with one lease, so that it fits a message.
package struct PayloadRoom {
    /// Bytes, where each item counts as its payload and `overhead` more.
    package static let most: UInt64 = 262_144
    package static let overhead: UInt64 = 48
    /// Batches that have to be read for one lease.
    private static let mostBatches = 64

    var bytes = Self.most
    var batches = Self.mostBatches
}

/// How facts about listed items change the state.
extension State {
    /// Where the task's items have payloads; `none`: they have none.
    @inline(__always) func list(of task: TaskIndex) -> ListIndex {
        let work = tasks[task].work
        return work.isNone ? .none : works[work].list
    }

    /// Items may be appended.
    @inline(__always) func takesItems(_ task: TaskIndex) -> Bool {
        let work = tasks[task].work
        return !work.isNone && works[work].isListOpen
            && (tasks[task].state.isActive || tasks[task].state == .waiting)
    }

    mutating func append(_ batch: ItemBatch, to task: TaskIndex) {
        precondition(takesItems(task) && batch.count > 0, "items are appended to an open list")
        precondition(batch.id.rawValue == nextBatch, "batch ids are given in order")
        nextBatch += 1
        let (list, begin) = (list(of: task), tasks[task].itemCount)
        lists[list].batches.append(
            ListRecord.Batch(id: batch.id, begin: begin, bytes: batch.bytes, largest: batch.largest))
        lists[list].count = begin + batch.count
        tasks[task].itemCount = begin + batch.count
        if self[work: task].fresh.isEmpty { self[work: task].fresh.begin = begin }
        self[work: task].fresh.end = begin + batch.count
        relist(task)
    }

    mutating func seal(_ task: TaskIndex) {
        precondition(takesItems(task), "an open list is sealed")
        self[work: task].isListOpen = false
        jobs[tasks[task].job].version += 1
    }

    mutating func shareList(of older: TaskIndex, with task: TaskIndex) {
        let list = list(of: older)
        precondition(!list.isNone && !self[work: task].isListOpen, "a list is shared by those that add nothing to it")
        lists[list].uses += 1
        self[work: task].list = list
    }

    mutating func leaveList(_ task: TaskIndex) {
        let list = list(of: task)
        if list.isNone { return }
        lists[list].uses -= 1
        guard lists[list].uses == 0 else { return }
        lists[list].batches = []
        lists.remove(list)
    }

    /// As much of the range as surely fits, and takes it from the room; all of it when the items carry nothing. In an
    /// untouched room every item fits. Cost: O(log batches + those of the range).
    @inline(__always) func fitting(_ range: ItemRange, of task: TaskIndex, _ room: inout PayloadRoom) -> ItemRange {
        let list = list(of: task)
        return list.isNone ? range : fitting(range, of: list, &room)
    }

    private func fitting(_ range: ItemRange, of list: ListIndex, _ room: inout PayloadRoom) -> ItemRange {
        var end = range.begin
        var place = lists[list].place(of: end)
        while end < range.end, room.batches > 0 {
            let batch = lists[list].batches[place]
            let wanted = UInt64(min(range.end, lists[list].items(ofBatchAt: place).end) - end)
            let most = UInt64(batch.largest) + PayloadRoom.overhead
            let bytes = min(UInt64(batch.bytes) + wanted * PayloadRoom.overhead, wanted * most)
            room.batches -= 1
            if bytes > room.bytes {
                end += UInt32(room.bytes / most)
                room.bytes = 0
                break
            }
            room.bytes -= bytes
            end += UInt32(wanted)
            place += 1
        }
        return ItemRange(range.begin, end)
    }
}
