import SeededRandom
import Testing

@testable import Scheduling

@Suite struct DeadlineHeapTests {
    @Test(arguments: 1...8) func entriesComeInOrderOfTimeThenKey(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var heap = DeadlineHeap<UInt64>()
        var model: [(Int64, UInt64)] = []
        for _ in 0..<500 {
            let (time, key) = (Int64(random.below(40)), UInt64(random.below(1_000)))
            heap.insert(Timestamp(milliseconds: time), key)
            model.append((time, key))
            guard random.below(3) == 0 else { continue }
            let now = Int64(random.below(40))
            let due = model.filter { $0.0 <= now }.min { $0 < $1 }
            #expect(heap.pop(at: Timestamp(milliseconds: now)) == due?.1, "seed \(seed)")
            if let due, let place = model.firstIndex(where: { $0 == due }) { model.remove(at: place) }
            #expect(heap.count == model.count)
        }
        var last: (Int64, UInt64) = (-1, 0)
        while let entry = heap.first {
            #expect(last <= (entry.deadline.milliseconds, entry.key), "seed \(seed)")
            last = (entry.deadline.milliseconds, entry.key)
            heap.removeFirst()
        }
    }
}
