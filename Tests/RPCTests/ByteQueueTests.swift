import SeededRandom
import Testing

@testable import RPC

@Suite struct ByteQueueTests {
    @Test(arguments: [1, 2, 3, 4]) func `agrees with an array`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var queue = ByteQueue()
        var model: [UInt8] = []
        for _ in 0..<3_000 {
            switch generator.next() % 5 {
            case 0:
                let count = Int(generator.next() % UInt64(model.count + 1))
                queue.removeFirst(count)
                model.removeFirst(count)
            case 1:
                let count = Int(generator.next() % UInt64(min(model.count, 100) + 1))
                queue.removeLast(count)
                model.removeLast(count)
            default:
                let bytes = (0..<generator.next() % 700).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
                bytes.withUnsafeBytes { queue.append($0) }
                model += bytes
            }
            let isEqual = queue.bytes.elementsEqual(model)
            #expect(isEqual, "seed \(seed)")
        }
    }
}
