import SeededRandom
import Testing

@testable import Contract

/// Good messages with bytes changed, cut out, doubled and put in: never a crash, and whatever still decodes is a value
/// like any other.
@Suite struct MutationTests {
    private static let rounds = 8_000

    @Test(arguments: [UInt64(1), 2, 3, 4]) func mutatedBytes(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try mutate(Samples.scalars[1...], &random, seed)
        try mutate(Samples.optionals[1...], &random, seed)
        try mutate(Samples.lists[1...1], &random, seed)
        try mutate(Samples.choices[...], &random, seed)
        try mutate(Samples.maps[1...], &random, seed)
        try mutate(Samples.trees[1...], &random, seed)
        try mutate([Samples.grant], &random, seed)
    }

    private func mutate<Value: Message>(
        _ values: ArraySlice<Value>, _ random: inout SplitMix64, _ seed: UInt64
    ) throws {
        let codec = Codec()
        let originals = try values.map { try codec.bytes(of: $0) }
        var decoded = 0
        for round in 0..<Self.rounds / 7 {
            let bytes = Self.mutated(originals[round % originals.count], &random)
            guard let value = try? codec.decode(Value.self, from: bytes) else {
                #expect(codec.arena.used == 0, "seed \(seed), round \(round), \(Value.self)")
                continue
            }
            decoded += 1
            let again = try codec.bytes(of: value)
            let copy = try codec.decode(Value.self, from: again)
            // Bytes are compared, because a number that is none is unequal to itself.
            let bytesOfCopy = try codec.bytes(of: copy)
            #expect(bytesOfCopy == again, "seed \(seed), round \(round), \(Value.self)")
        }
        // Else the mutations are too wild to say anything about what decodes.
        #expect(decoded > 0, "seed \(seed), \(Value.self)")
    }

    private static func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = original
        for _ in 0...Int.random(in: 0..<4, using: &random) {
            guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &random)] }
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[position] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes[position] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
            case 3: bytes.remove(at: position)
            case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
            case 5: bytes.removeSubrange(position...)
            default: bytes += bytes[..<position]
            }
        }
        return bytes
    }
}
