/// A set of items as ascending ranges that do not touch.
struct RangeSet: Equatable {
    private(set) var ranges: [Range<UInt64>] = []

    var count: Int { ranges.reduce(0) { $0 + $1.count } }

    /// Adds items, some of which may be there already.
    mutating func insert(_ range: Range<UInt64>) {
        if range.isEmpty { return }
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            return
        }
        let first = index(firstEndingAtOrAfter: range.lowerBound)
        var end = first
        var joined = range
        while end < ranges.count, ranges[end].lowerBound <= joined.upperBound {
            joined = min(joined.lowerBound, ranges[end].lowerBound)..<max(joined.upperBound, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(first..<end, with: CollectionOfOne(joined))
    }

    /// Takes out every range that begins at or after `item`.
    mutating func remove(from item: UInt64) {
        ranges.removeLast(ranges(after: item).count)
    }

    func contains(_ item: UInt64) -> Bool {
        let place = index(firstEndingAtOrAfter: item + 1)
        return place < ranges.count && ranges[place].contains(item)
    }

    /// What of `range` is not in the set.
    func gaps(in range: Range<UInt64>) -> [Range<UInt64>] {
        var gaps: [Range<UInt64>] = []
        var begin = range.lowerBound
        var place = index(firstEndingAtOrAfter: begin + 1)
        while begin < range.upperBound {
            if place == ranges.count || ranges[place].lowerBound >= range.upperBound {
                gaps.append(begin..<range.upperBound)
                break
            }
            if ranges[place].lowerBound > begin { gaps.append(begin..<ranges[place].lowerBound) }
            begin = ranges[place].upperBound
            place += 1
        }
        return gaps
    }

    /// The ranges that begin at or after `item`, which lies in no other range.
    func ranges(after item: UInt64) -> ArraySlice<Range<UInt64>> {
        ranges[index(firstEndingAtOrAfter: item + 1)...]
    }

    private func index(firstEndingAtOrAfter item: UInt64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < item { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
