import SeededRandom
import Testing

@testable import Scheduling

@Suite struct IdentifierTableTests {
    private struct Record {}

    /// Against a dictionary, with keys that share groups and keys far apart, through growth and removal.
    @Test(arguments: 1...8) func itFindsWhatADictionaryFinds(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var table = IdentifierTable<Record>()
        var model: [UInt64: UInt32] = [:]
        for step in 0..<20_000 {
            let key = random.below(2) == 0 ? UInt64(random.below(600)) : UInt64(random.below(50)) << 40
            if let place = model[key] {
                #expect(table[key].rawValue == place, "seed \(seed), step \(step)")
                if random.below(3) == 0 {
                    table.remove(key)
                    model[key] = nil
                }
            } else {
                #expect(table[key].isNone, "seed \(seed), step \(step)")
                table.insert(key, .init(rawValue: UInt32(step)))
                model[key] = UInt32(step)
            }
            if table.count != model.count {
                Issue.record("seed \(seed), step \(step): \(table.count) keys, expected \(model.count)")
                return
            }
        }
        #expect(model.allSatisfy { table[$0.key].rawValue == $0.value })
    }
}
