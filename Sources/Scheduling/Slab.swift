/// Records at stable places: an insert takes the place freed last, a removal gives it back, and nothing moves.
///
/// The order of free places is part of what a run determines, so equal facts give equal places. Insert and
/// removal cost O(1) and allocate only when the slab grows past its largest size so far.
struct Slab<Record> {
    /// A place in a slab of this kind of record. `none` stands for no place, in four bytes.
    struct Index: Hashable, BitwiseCopyable, Sendable {
        let rawValue: UInt32

        static var none: Index { Index(rawValue: .max) }
        var isNone: Bool { rawValue == .max }
    }

    private var records: ContiguousArray<Record> = []
    private var free: ContiguousArray<UInt32> = []
    private var live: ContiguousArray<Bool> = []

    var count: Int { records.count - free.count }

    /// The place that the next insert takes.
    var next: Index { Index(rawValue: free.last ?? UInt32(records.count)) }

    mutating func insert(_ record: Record) -> Index {
        if let place = free.popLast() {
            records[Int(place)] = record
            live[Int(place)] = true
            return Index(rawValue: place)
        }
        precondition(records.count < Int(UInt32.max), "a slab holds fewer than 2^32 records")
        records.append(record)
        live.append(true)
        return Index(rawValue: UInt32(records.count - 1))
    }

    mutating func remove(_ index: Index) {
        precondition(live[Int(index.rawValue)], "only a live record is removed")
        live[Int(index.rawValue)] = false
        free.append(index.rawValue)
    }

    subscript(index: Index) -> Record {
        _read { yield records[Int(index.rawValue)] }
        _modify { yield &records[Int(index.rawValue)] }
    }

    /// The live places, ascending. For checks and rare walks: O(the largest count so far).
    var indices: some Sequence<Index> {
        records.indices.lazy.filter { live[$0] }.map { Index(rawValue: UInt32($0)) }
    }
}

extension Slab: Sendable where Record: Sendable {}
