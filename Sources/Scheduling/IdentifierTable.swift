/// A record that is found by a number of its own.
protocol Identified {
    var identifier: UInt64 { get }
}

/// Where the record of an id is: open addressing on plain arrays, because Dictionary costs four times as much.
///
/// A cell is eight bytes: half of the id, scrambled, and the place in the slab, where the whole id is. Ids are counters,
/// so neighbours are used together: sixteen of them share a group of adjacent cells, and the groups are scattered.
/// Linear probing, at most half full; removal closes the gap, so there are no tombstones.
struct IdentifierTable<Record: Identified>: Sendable {
    typealias Index = Slab<Record>.Index

    private struct Cell: BitwiseCopyable, Sendable {
        var tag: UInt32
        /// `none`: the cell is empty.
        var index: Index
    }

    private var cells: ContiguousArray<Cell>
    private(set) var count = 0
    /// Leaves as many bits of 32 as number the groups.
    private var groupShift: UInt32 = 30

    init() {
        cells = ContiguousArray(repeating: Cell(tag: 0, index: .none), count: 64)
    }

    private var mask: Int { cells.count - 1 }

    /// Keeps the lowest four bits, for the group.
    @inline(__always) private func tag(_ key: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: key) ^ (UInt32(truncatingIfNeeded: key >> 32) &* 0x9E37_79B1) << 4
    }

    /// Groups are spread by the golden ratio: those that follow each other lie evenly, far from each other.
    @inline(__always) private func home(_ tag: UInt32) -> Int {
        let group = ((tag >> 4) &* 0x9E37_79B9) >> groupShift
        return Int(truncatingIfNeeded: group << 4 | tag & 15)
    }

    /// `none` when it is not there.
    @inline(__always) func find(_ key: UInt64, in records: Slab<Record>) -> Index {
        let tag = tag(key)
        var place = home(tag)
        while true {
            let cell = cells[place]
            if cell.index.isNone { return .none }
            if cell.tag == tag, records[cell.index].identifier == key { return cell.index }
            place = (place + 1) & mask
        }
    }

    /// One that is not there yet.
    mutating func insert(_ key: UInt64, _ index: Index) {
        if (count + 1) * 2 > cells.count { grow() }
        place(Cell(tag: tag(key), index: index))
        count += 1
    }

    /// One that is there.
    mutating func remove(_ key: UInt64, _ index: Index) {
        var hole = home(tag(key))
        while cells[hole].index != index {
            precondition(!cells[hole].index.isNone, "only an id that is there is removed")
            hole = (hole + 1) & mask
        }
        var next = (hole + 1) & mask
        while !cells[next].index.isNone {
            let distance = (next - home(cells[next].tag)) & mask
            if distance >= (next - hole) & mask {
                cells[hole] = cells[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        cells[hole].index = .none
        count -= 1
    }

    private mutating func place(_ cell: Cell) {
        var place = home(cell.tag)
        while !cells[place].index.isNone { place = (place + 1) & mask }
        cells[place] = cell
    }

    private mutating func grow() {
        let old = cells
        cells = ContiguousArray(repeating: Cell(tag: 0, index: .none), count: old.count * 2)
        groupShift -= 1
        for cell in old where !cell.index.isNone { place(cell) }
    }
}
