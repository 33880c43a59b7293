import SeededRandom
import Testing

@testable import Scheduling

@Suite struct IdentifierTableTests {
    private struct Record: Identified {
        let identifier: UInt64
    }

    /// Against a dictionary, with keys that share groups and keys far apart, through growth and removal.
    @Test(arguments: 1...8) func itFindsWhatADictionaryFinds(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var table = IdentifierTable<Record>()
        var records = Slab<Record>()
        var model: [UInt64: Slab<Record>.Index] = [:]
        for step in 0..<20_000 {
            let key =
                random.below(2) == 0
                ? UInt64(random.below(600)) : UInt64(random.below(50)) << UInt64(32 + random.below(9))
            if let place = model[key] {
                #expect(table.find(key, in: records) == place, "seed \(seed), step \(step)")
                if random.below(3) == 0 {
                    table.remove(key, place)
                    records.remove(place)
                    model[key] = nil
                }
            } else {
                #expect(table.find(key, in: records).isNone, "seed \(seed), step \(step)")
                let place = records.insert(Record(identifier: key))
                table.insert(key, place)
                model[key] = place
            }
            if table.count != model.count {
                Issue.record("seed \(seed), step \(step): \(table.count) keys, expected \(model.count)")
                return
            }
        }
        #expect(model.allSatisfy { table.find($0.key, in: records) == $0.value })
    }
}
