import SeededRandom
import Testing

@testable import Platform

@Suite struct QueueTests {
    @Test(arguments: [1, 2, 3, 4]) func `agrees with an array`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var queue = Queue<Int>()
        var model: [Int] = []
        for number in 0..<5_000 {
            switch generator.next() % 16 {
            case 0:
                let divisor = Int(2 + generator.next() % 5)
                queue.removeAll { $0 % divisor == 0 }
                model.removeAll { $0 % divisor == 0 }
            case 1...7:
                let element = queue.popFirst()
                #expect(element == (model.isEmpty ? nil : model.removeFirst()), "seed \(seed), step \(number)")
            default:
                queue.append(number)
                model.append(number)
            }
            #expect(queue.count == model.count && queue.isEmpty == model.isEmpty && queue.first == model.first)
        }
    }

    @Test func `a queue that is never empty does not grow with what passes through`() {
        var queue = Queue<Int>()
        for number in 0..<100 { queue.append(number) }
        for number in 100..<100_000 {
            queue.append(number)
            #expect(queue.popFirst() == number - 100)
            guard queue.places.count <= 202 else {
                Issue.record("\(queue.places.count) places for 100 elements")
                return
            }
        }
    }

    @Test func `what was taken is let go of at once`() {
        final class Payload {}
        var queue = Queue<Payload>()
        weak var first: Payload?
        do {
            let payload = Payload()
            first = payload
            queue.append(payload)
        }
        for _ in 0..<10 { queue.append(Payload()) }
        #expect(first != nil)
        _ = queue.popFirst()
        #expect(first == nil)
    }
}
