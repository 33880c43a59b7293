import SeededRandom
import Testing

@testable import LonghaulWorker

@Suite struct RangeSetTests {
    private func set(_ ranges: Range<UInt64>...) -> RangeSet {
        var set = RangeSet()
        for range in ranges { set.insert(range) }
        return set
    }

    @Test func `ranges that touch become one`() {
        #expect(set(0..<3, 5..<8, 3..<5).ranges == [0..<8])
        #expect(set(5..<8, 0..<3).ranges == [0..<3, 5..<8])
        #expect(set(0..<10, 2..<4).ranges == [0..<10])
        #expect(set(3..<3).isEmpty)
    }

    @Test func `what is taken out splits a range`() {
        var items = set(0..<10, 20..<30)
        items.remove(4..<5)
        #expect(items.ranges == [0..<4, 5..<10, 20..<30])
        items.remove(8..<25)
        #expect(items.ranges == [0..<4, 5..<8, 25..<30])
        items.remove(set(0..<4, 29..<40))
        #expect(items.ranges == [5..<8, 25..<29])
    }

    @Test func `the first missing item, the gaps, and the ranges behind`() {
        let items = set(0..<3, 5..<8)
        #expect(items.first == 0)
        #expect(items.firstMissing(in: 0..<10) == 3)
        #expect(items.firstMissing(in: 5..<8) == nil)
        #expect(items.firstMissing(in: 8..<9) == 8)
        #expect(items.gaps(in: 1..<10) == [3..<5, 8..<10])
        #expect(items.ranges(after: 3) == [5..<8])
        #expect(items.ranges(after: 8).isEmpty)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `it holds what a plain set would`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var items = RangeSet()
        var model = Set<UInt64>()
        for _ in 1...60 {
            let begin = UInt64(random.below(60))
            let range = begin..<begin + UInt64(random.below(8))
            if random.below(3) > 0 {
                items.insert(range)
                model.formUnion(range)
            } else {
                items.remove(range)
                model.subtract(range)
            }
            #expect(items.count == model.count)
            #expect(items.ranges.flatMap(Array.init) == model.sorted())
            #expect(zip(items.ranges, items.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            #expect((0..<70).allSatisfy { items.contains($0) == model.contains($0) })
            #expect(items.gaps(in: 10..<50).flatMap(Array.init) == (10..<50).filter { !model.contains($0) })
            #expect(items.firstMissing(in: range) == range.first { !model.contains($0) })
        }
    }
}
