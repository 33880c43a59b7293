import SeededRandom
import Testing

@testable import Campaigns

struct ContentHashTests {
    @Test(
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)])
    func isXXH64(text: String, expected: UInt64) {
        #expect(ContentHash.of(Array(text.utf8).span) == expected)
    }

    @Test func isTheSameHoweverItIsCut() {
        let bytes = (0..<100).map { UInt8($0 * 7 % 251) }
        for length in 0...bytes.count {
            let whole = ContentHash.of(bytes.span.extracting(..<length))
            for cut in 0...length {
                var hash = ContentHash()
                hash.update(bytes.span.extracting(..<cut))
                hash.update(bytes.span.extracting(cut..<length))
                #expect(hash.value == whole)
            }
        }
    }

    @Test func fingerprintsKnowEachOther() {
        var set = FingerprintSet()
        var seen: Set<UInt64> = []
        var random = SplitMix64(seed: 5)
        for _ in 0..<20_000 {
            let entry = UInt64.random(in: 0..<15_000, using: &random) &* 0x9E37_79B9_7F4A_7C15 | 1
            #expect(set.insert(entry) == seen.insert(entry).inserted)
        }
        #expect(set.count == seen.count)
    }

    @Test func fingerprintsFoldLetters() {
        func print(_ text: String) -> UInt64 { FingerprintSet.fingerprint(folding: Array(text.utf8).span) }
        #expect(print("Ada@Example.ORG") == print("ada@example.org"))
        #expect(print("ada@example.org") != print("adb@example.org"))
    }
}
