import Contract

/// Tells failures apart that are different in kind, and not those that differ in numbers, addresses and names only.
enum FailureFingerprint {
    /// 0 for a failure that says nothing.
    static func of(_ failure: V1.Failure) -> UInt64 {
        if failure == V1.Failure() { return 0 }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Array(failure.code.utf8) + [0] + Array(normalized(failure.text).utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return max(1, hash)
    }

    /// Quoted parts become ", words with an @ become @, and words with a digit (numbers, hexadecimal ids, addresses) #.
    /// A word is a run of letters and digits; the text is compared without regard to case and repeated spaces.
    static func normalized(_ text: String) -> String {
        var words: [String] = []
        for word in withoutQuotes(text.lowercased()).split(whereSeparator: \.isWhitespace) {
            words.append(word.contains("@") ? "@" : withoutNumbers(word))
        }
        return words.joined(separator: " ")
    }

    /// An apostrophe inside a word opens nothing.
    private static func withoutQuotes(_ text: String) -> String {
        let quotes: [Character: Character] = ["\"": "\"", "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»"]
        var kept = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            let isInside = kept.last.map { $0.isLetter || $0.isNumber } ?? false
            if let end = quotes[character], !isInside, let close = rest.firstIndex(of: end) {
                kept.append("\"")
                rest = rest[rest.index(after: close)...]
            } else {
                kept.append(character)
            }
        }
        return kept
    }

    private static func withoutNumbers(_ word: Substring) -> String {
        var kept = ""
        var run = ""
        func close() {
            kept += run.contains(where: \.isNumber) ? "#" : run
            run = ""
        }
        for character in word {
            if character.isLetter || character.isNumber {
                run.append(character)
            } else {
                close()
                kept.append(character)
            }
        }
        close()
        return kept
    }
}
