import SeededRandom
import Testing

@testable import Wire

@Suite struct StreamTableTests {
    private func stream(_ id: UInt32) -> Stream {
        Stream(id: id, isRemoteEnded: false, sendCredit: 0, receiveCredit: 0)
    }

    @Test(arguments: [1, 2, 3, 4]) func `agrees with a dictionary`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var table = StreamTable()
        var model: [UInt32: StreamKey] = [:]
        for _ in 0..<5_000 {
            // Few homes for many numbers, so that probes meet.
            let number = generator.next() % 256
            let id = UInt32(number / 4 * 32 + number % 4 * 2 + 1)
            if let key = model[id] {
                #expect(table.find(id) == key)
                if generator.next() % 2 == 0 {
                    table.remove(key)
                    model[id] = nil
                    #expect(!table.contains(key))
                }
            } else {
                #expect(table.find(id) == nil, "seed \(seed)")
                model[id] = table.insert(stream(id))
            }
            #expect(table.count == model.count)
        }
        #expect(Set(table.keys) == Set(model.values))
    }

    @Test func `a slot that is used again doesn't answer to the old key`() {
        var table = StreamTable()
        let old = table.insert(stream(1))
        table.remove(old)
        let new = table.insert(stream(3))
        #expect(new.slot == old.slot)
        #expect(!table.contains(old))
        #expect(table.contains(new))
    }
}
