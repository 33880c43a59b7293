/// A range of items in a list, with what its items have in common.
struct Segment: Sendable {
    var range: ItemRange
    var next: Slab<Segment>.Index = .none
    /// The try that comes next; the first is 1.
    var attempt: UInt16 = 1
    /// How often a worker was lost that held these items.
    var losses: UInt16 = 0
    /// Of the first item.
    var checkpoint: BlobHandle = .none
}

/// A list of segments in a slab; who keeps it says in which order.
struct SegmentList: Equatable, BitwiseCopyable {
    var head: Slab<Segment>.Index = .none
    var tail: Slab<Segment>.Index = .none

    var isEmpty: Bool { head.isNone }
}

extension Slab<Segment> {
    mutating func append(_ segment: Segment, to list: inout SegmentList) {
        let index = insert(segment)
        if list.isEmpty { list.head = index } else { self[list.tail].next = index }
        list.tail = index
    }

    /// Items that begin anew, behind the others, and as one with their neighbour where that begins anew too.
    mutating func appendFresh(_ range: ItemRange, to list: inout SegmentList) {
        let tail = list.tail
        if !tail.isNone, self[tail].range.end == range.begin, self[tail].attempt == 1, self[tail].losses == 0 {
            self[tail].range.end = range.end
        } else {
            append(Segment(range: range), to: &list)
        }
    }

    /// Puts all of `other` behind `list`.
    mutating func concatenate(_ other: inout SegmentList, to list: inout SegmentList) {
        if other.isEmpty { return }
        if list.isEmpty { list.head = other.head } else { self[list.tail].next = other.head }
        list.tail = other.tail
        other = SegmentList()
    }

    /// Removes the first `count` items; they are all in the first segment.
    mutating func removeFirst(_ count: UInt32, from list: inout SegmentList) {
        let first = list.head
        precondition(count <= self[first].range.count, "no more is taken than the first segment has")
        self[first].range.begin += count
        self[first].checkpoint = .none
        if self[first].range.isEmpty { removeHead(of: &list) }
    }

    mutating func removeHead(of list: inout SegmentList) {
        let first = list.head
        list.head = self[first].next
        if list.head.isNone { list.tail = .none }
        remove(first)
    }

    mutating func removeAll(_ list: inout SegmentList) {
        while !list.isEmpty { removeHead(of: &list) }
    }

    /// Inserts items that are not in the list yet into an ascending list, joining neighbours. The search starts
    /// at `hint` where that helps: items mostly come in order. Returns the hint for the next time.
    @discardableResult
    mutating func insertSorted(_ segment: Segment, into list: inout SegmentList, hint: Index = .none) -> Index {
        var previous: Index = .none
        if !list.isEmpty, self[list.tail].range.begin < segment.range.begin {
            previous = list.tail
        } else if !hint.isNone, self[hint].range.begin < segment.range.begin {
            previous = hint
        }
        var next = previous.isNone ? list.head : self[previous].next
        while !next.isNone, self[next].range.begin < segment.range.begin {
            previous = next
            next = self[next].next
        }
        if !previous.isNone, self[previous].range.end == segment.range.begin {
            self[previous].range.end = segment.range.end
            if !next.isNone, self[next].range.begin == segment.range.end {
                self[previous].range.end = self[next].range.end
                self[previous].next = self[next].next
                if list.tail == next { list.tail = previous }
                remove(next)
            }
            return previous
        }
        if !next.isNone, self[next].range.begin == segment.range.end {
            self[next].range.begin = segment.range.begin
            return next
        }
        let index = insert(segment)
        self[index].next = next
        if previous.isNone { list.head = index } else { self[previous].next = index }
        if next.isNone { list.tail = index }
        return index
    }

    func contains(_ item: UInt32, in list: SegmentList) -> Bool {
        var index = list.head
        while !index.isNone, self[index].range.begin <= item {
            if self[index].range.contains(item) { return true }
            index = self[index].next
        }
        return false
    }

    func count(of list: SegmentList) -> Int {
        var count = 0
        var index = list.head
        while !index.isNone {
            count += 1
            index = self[index].next
        }
        return count
    }

    func ranges(of list: SegmentList) -> [ItemRange] {
        segments(of: list).map(\.range)
    }

    func segments(of list: SegmentList) -> [Segment] {
        var segments: [Segment] = []
        var index = list.head
        while !index.isNone {
            segments.append(self[index])
            index = self[index].next
        }
        return segments
    }
}
