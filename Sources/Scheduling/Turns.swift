/// One of many that take turns: those with the least in flight first, those with as much in a ring.
protocol TurnTaker {
    /// In its ring; itself when it is alone there.
    var previous: Slab<Self>.Index { get set }
    var next: Slab<Self>.Index { get set }
    /// Of the ring that it is in; `Turns.outside`: of none.
    var level: UInt16 { get set }
}

/// Members that take turns, by level. A place in the rings costs O(1), and O(levels in use) when one opens or closes:
/// they are few, see `level(of:weight:)`.
struct Turns<Member: TurnTaker>: BitwiseCopyable, Sendable {
    fileprivate(set) var lowest = Slab<Ring<Member>>.Index.none

    var isEmpty: Bool { lowest.isNone }

    static var outside: UInt16 { .max }
}

/// The members of one level.
struct Ring<Member: TurnTaker>: Sendable {
    fileprivate let level: UInt16
    fileprivate(set) var head: Slab<Member>.Index
    fileprivate var next: Slab<Ring<Member>>.Index
}

/// How much is in flight for a weight of 1 to 1,000. At weight 1 a step is a lease up to eight of them, and at most a
/// quarter more above: who is a step behind another is served first.
@inline(__always) func level(of inFlight: UInt32, weight: UInt32) -> UInt16 {
    let ratio = UInt64(inFlight) * 1_024 / UInt64(weight)
    if ratio < 8 { return UInt16(ratio) }
    let exponent = 63 - ratio.leadingZeroBitCount
    return UInt16(exponent * 4 + Int(ratio >> UInt64(exponent - 2) & 3))
}

extension Slab where Record: TurnTaker {
    /// `first`: before the others of its level.
    mutating func join(
        _ member: Index, _ turns: inout Turns<Record>, level: UInt16, first: Bool, rings: inout Slab<Ring<Record>>
    ) {
        precondition(self[member].level == Turns<Record>.outside, "a member takes turns once")
        self[member].level = level
        var before = Slab<Ring<Record>>.Index.none
        var ring = turns.lowest
        while !ring.isNone, rings[ring].level < level {
            before = ring
            ring = rings[ring].next
        }
        guard !ring.isNone, rings[ring].level == level else {
            self[member].previous = member
            self[member].next = member
            let opened = rings.insert(Ring(level: level, head: member, next: ring))
            if before.isNone { turns.lowest = opened } else { rings[before].next = opened }
            return
        }
        let head = rings[ring].head
        let tail = self[head].previous
        self[member].previous = tail
        self[member].next = head
        self[tail].next = member
        self[head].previous = member
        if first { rings[ring].head = member }
    }

    mutating func leave(_ member: Index, _ turns: inout Turns<Record>, rings: inout Slab<Ring<Record>>) {
        let (level, previous, next) = (self[member].level, self[member].previous, self[member].next)
        self[member].level = Turns<Record>.outside
        if next != member {
            self[previous].next = next
            self[next].previous = previous
        }
        var before = Slab<Ring<Record>>.Index.none
        var ring = turns.lowest
        while rings[ring].level < level {
            before = ring
            ring = rings[ring].next
        }
        if rings[ring].head != member { return }
        if next != member {
            rings[ring].head = next
            return
        }
        if before.isNone { turns.lowest = rings[ring].next } else { rings[before].next = rings[ring].next }
        rings.remove(ring)
    }

    /// Whose turn it is; there is somebody.
    @inline(__always) func next(of turns: Turns<Record>, rings: Slab<Ring<Record>>) -> Index {
        rings[turns.lowest].head
    }

    @inline(__always) func lowestLevel(of turns: Turns<Record>, rings: Slab<Ring<Record>>) -> UInt16 {
        rings[turns.lowest].level
    }

    /// For checks: all members, level by level.
    func members(of turns: Turns<Record>, rings: Slab<Ring<Record>>) -> [(member: Index, level: UInt16)] {
        var found: [(Index, UInt16)] = []
        forEachMember(of: turns, rings: rings) { member, level in
            found.append((member, level))
            return true
        }
        return found
    }

    /// In the order of their turns, for as long as `body` wants more. False: it wanted no more.
    @discardableResult
    func forEachMember(
        of turns: Turns<Record>, rings: Slab<Ring<Record>>, _ body: (_ member: Index, _ level: UInt16) -> Bool
    ) -> Bool {
        var ring = turns.lowest
        while !ring.isNone {
            var member = rings[ring].head
            repeat {
                if !body(member, rings[ring].level) { return false }
                member = self[member].next
            } while member != rings[ring].head
            ring = rings[ring].next
        }
        return true
    }
}
