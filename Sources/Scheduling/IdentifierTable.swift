/// Where the record of an id is: open addressing on plain arrays, because Dictionary costs four times as much.
///
/// Ids are counters, so neighbours are used together: sixteen of them share a group of adjacent cells, and the
/// groups are scattered. Linear probing, at most half full; removal closes the gap, so there are no tombstones.
struct IdentifierTable<Record>: Sendable {
    typealias Index = Slab<Record>.Index

    private struct Cell: Sendable {
        var key: UInt64
        var index: Index
    }

    private static var empty: Cell { Cell(key: .max, index: .none) }

    private var cells: ContiguousArray<Cell>
    private(set) var count = 0

    init() {
        cells = ContiguousArray(repeating: Self.empty, count: 64)
    }

    private var mask: Int { cells.count - 1 }

    private func home(_ key: UInt64) -> Int {
        let group = (key >> 4) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (group >> 20) << 4 | key & 15) & mask
    }

    /// `none` when the key is not there.
    subscript(key: UInt64) -> Index {
        var place = home(key)
        while true {
            let cell = cells[place]
            if cell.key == key { return cell.index }
            if cell.key == .max { return .none }
            place = (place + 1) & mask
        }
    }

    mutating func insert(_ key: UInt64, _ index: Index) {
        precondition(key != .max, "the largest key marks an empty cell")
        if (count + 1) * 2 > cells.count { grow() }
        place(Cell(key: key, index: index))
        count += 1
    }

    mutating func remove(_ key: UInt64) {
        var hole = home(key)
        while cells[hole].key != key {
            precondition(cells[hole].key != .max, "only a key that is there is removed")
            hole = (hole + 1) & mask
        }
        var next = (hole + 1) & mask
        while cells[next].key != .max {
            let distance = (next - home(cells[next].key)) & mask
            if distance >= (next - hole) & mask {
                cells[hole] = cells[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        cells[hole] = Self.empty
        count -= 1
    }

    private mutating func place(_ cell: Cell) {
        var place = home(cell.key)
        while cells[place].key != .max {
            precondition(cells[place].key != cell.key, "a key is inserted once")
            place = (place + 1) & mask
        }
        cells[place] = cell
    }

    private mutating func grow() {
        let old = cells
        cells = ContiguousArray(repeating: Self.empty, count: old.count * 2)
        for cell in old where cell.key != .max { place(cell) }
    }
}
