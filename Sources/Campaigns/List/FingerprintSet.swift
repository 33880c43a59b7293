/// A set of 64-bit hashes that only grows: 11 to 21 bytes an entry, half as much again for the moment in which it grows,
/// and no other allocation.
///
/// One bit marks a slot as taken, so two different things fall together with a chance of n² / 2⁶⁴: for a million
/// entries about 5 in 100 million.
struct FingerprintSet {
    private var slots: [UInt64]
    private(set) var count = 0

    init() {
        slots = [UInt64](repeating: 0, count: 1_024)
    }

    /// FNV-1a of the bytes, ASCII letters as lower case.
    static func fingerprint(folding bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in bytes.indices {
            hash = (hash ^ UInt64(bytes[index].lowercasedASCII)) &* 0x100_0000_01B3
        }
        return hash ^ (hash >> 29)
    }

    /// Answers whether it is new.
    mutating func insert(_ fingerprint: UInt64) -> Bool {
        if count * 4 >= slots.count * 3 { grow() }
        let inserted = Self.place(fingerprint | 1, in: &slots)
        if inserted { count += 1 }
        return inserted
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        for entry in slots where entry != 0 { _ = Self.place(entry, in: &larger) }
        slots = larger
    }

    /// Zero marks an empty slot: entries carry a one in the lowest bit, and are placed by the others.
    private static func place(_ entry: UInt64, in slots: inout [UInt64]) -> Bool {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: entry >> 1) & mask
        while slots[index] != 0 {
            if slots[index] == entry { return false }
            index = (index + 1) & mask
        }
        slots[index] = entry
        return true
    }
}
