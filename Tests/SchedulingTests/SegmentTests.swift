import SeededRandom
import Testing

@testable import Scheduling

@Suite struct SegmentTests {
    /// Items inserted one by one or in runs, in any order, with hints: ascending, joined, and all there.
    @Test(arguments: 1...8) func sortedListsHoldWhatWasInserted(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var slab = Slab<Segment>()
        var list = SegmentList()
        var hint = Slab<Segment>.Index.none
        var model: Set<UInt32> = []
        for _ in 0..<300 {
            let begin = UInt32(random.below(400))
            let end = begin + 1 + UInt32(random.below(3))
            if (begin..<end).contains(where: { model.contains($0) }) { continue }
            hint = slab.insertSorted(
                Segment(range: ItemRange(begin, end)), into: &list, hint: random.below(2) == 0 ? hint : .none)
            model.formUnion(begin..<end)
            let ranges = slab.ranges(of: list)
            #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.end < $1.begin }, "seed \(seed)")
            #expect(Set(ranges.flatMap { $0.begin..<$0.end }) == model, "seed \(seed)")
            #expect(slab.count == ranges.count, "seed \(seed): what was joined is given back")
        }
        for item in 0..<UInt32(400) { #expect(slab.contains(item, in: list) == model.contains(item)) }
    }

    @Test func listsAreJoinedAndTakenFromTheFront() {
        var slab = Slab<Segment>()
        var (first, second) = (SegmentList(), SegmentList())
        slab.append(Segment(range: ItemRange(0, 3)), to: &first)
        slab.append(Segment(range: ItemRange(8, 9)), to: &second)
        slab.concatenate(&second, to: &first)
        #expect(second.isEmpty)
        slab.removeFirst(2, from: &first)
        #expect(slab.ranges(of: first) == [ItemRange(2, 3), ItemRange(8, 9)])
        slab.removeFirst(1, from: &first)
        slab.append(Segment(range: ItemRange(9, 12)), to: &first)
        #expect(slab.ranges(of: first) == [ItemRange(8, 9), ItemRange(9, 12)])
        slab.removeAll(&first)
        #expect(first.isEmpty && slab.count == 0)
    }
}
