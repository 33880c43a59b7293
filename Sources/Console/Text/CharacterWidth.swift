/// The columns that terminals give to a scalar, after Unicode's East Asian Width (UAX #11): wide and fullwidth are two.
enum CharacterWidth {
    static func columns(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return isWide(scalar.value) ? 2 : 1
    }

    /// Blocks that are wide as a whole; their few narrow members are marks, which were sorted out before.
    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul initial consonants
        0x2E80...0x303E,  // radicals, CJK punctuation
        0x3041...0x33FF,  // kana, Bopomofo, CJK compatibility
        0x3400...0x4DBF,  // CJK extension A
        0x4E00...0xA4CF,  // CJK, Yi
        0xA960...0xA97F,  // Hangul extended A
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // CJK compatibility ideographs
        0xFE30...0xFE6F,  // vertical and small forms
        0xFF00...0xFF60,  // fullwidth forms
        0xFFE0...0xFFE6,  // fullwidth signs
        0x17000...0x18AFF,  // Tangut
        0x1B000...0x1B2FF,  // kana supplement, Nushu
        0x1F200...0x1F2FF,  // enclosed ideographs
        0x20000...0x3FFFD,  // the ideographic planes
    ]

    private static func isWide(_ value: UInt32) -> Bool {
        guard let block = wideBlocks.first(where: { value <= $0.upperBound }) else { return false }
        return block.contains(value)
    }
}
