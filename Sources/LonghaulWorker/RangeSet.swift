/// A set of items as ascending ranges that do not touch.
struct RangeSet: Equatable {
    private(set) var ranges: [Range<UInt64>] = []

    var isEmpty: Bool { ranges.isEmpty }
    var count: Int { ranges.reduce(0) { $0 + $1.count } }
    var first: UInt64? { ranges.first?.lowerBound }

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

    mutating func insert(_ others: RangeSet) {
        for range in others.ranges { insert(range) }
    }

    /// Takes items out, some of which may not be there.
    mutating func remove(_ range: Range<UInt64>) {
        if range.isEmpty { return }
        let first = index(firstEndingAtOrAfter: range.lowerBound + 1)
        var end = first
        var rest: [Range<UInt64>] = []
        while end < ranges.count, ranges[end].lowerBound < range.upperBound {
            let old = ranges[end]
            if old.lowerBound < range.lowerBound { rest.append(old.lowerBound..<range.lowerBound) }
            if range.upperBound < old.upperBound { rest.append(range.upperBound..<old.upperBound) }
            end += 1
        }
        ranges.replaceSubrange(first..<end, with: rest)
    }

    mutating func remove(_ others: RangeSet) {
        for range in others.ranges { remove(range) }
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

    /// The first item of `range` that is not in the set; nil when all are.
    func firstMissing(in range: Range<UInt64>) -> UInt64? {
        let place = index(firstEndingAtOrAfter: range.lowerBound + 1)
        guard place < ranges.count, ranges[place].contains(range.lowerBound) else {
            return range.isEmpty ? nil : range.lowerBound
        }
        let end = ranges[place].upperBound
        return end < range.upperBound ? end : nil
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
