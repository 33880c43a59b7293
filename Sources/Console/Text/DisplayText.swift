/// Text measured in terminal columns: wide characters take two, combining ones none.
package enum DisplayText {
    /// The columns `text` takes. For text without line breaks and escape sequences.
    package static func width(_ text: String) -> Int {
        let bytes = text.utf8
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return bytes.count }
        return text.reduce(0) { $0 + width($1) }
    }

    static func width(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        // A variation selector turns a text symbol into a picture, and pictures are wide.
        if scalars.contains("\u{FE0F}") { return 2 }
        return scalars.lazy.map(CharacterWidth.columns).first { $0 > 0 } ?? 0
    }

    /// At most `columns` wide, ending in "…" if something was cut off.
    package static func truncated(_ text: String, to columns: Int) -> String {
        if width(text) <= columns { return text }
        if columns < 1 { return "" }
        var taken = 0
        let kept = text.prefix { character in
            taken += width(character)
            return taken <= columns - 1
        }
        return kept + "…"
    }

    /// Filled with spaces on the right to `columns`; wider text stays as it is.
    package static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - width(text)))
    }

    /// Filled with spaces on the left to `columns`; wider text stays as it is.
    package static func rightAligned(_ text: String, to columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - width(text))) + text
    }

    /// Lines of at most `columns`, broken at spaces; a longer word stands alone on its line.
    package static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ").map(String.init) {
            if line.isEmpty {
                line = word
            } else if width(line) + 1 + width(word) <= columns {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// The same text with nothing in it that moves the cursor, changes colours or turns the direction of writing:
    /// names come from other people, and a terminal obeys whoever writes to it.
    package static func printable(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.map { isHarmless($0) ? $0 : "\u{FFFD}" })
        return String(scalars)
    }

    /// The lines of a text from elsewhere, each printable; empty ones at its end are left out.
    package static func lines(_ text: String) -> [String] {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { printable(String($0)) }
    }

    /// The first line of such a text, ending in "…" if there are more.
    package static func firstLine(_ text: String) -> String {
        let lines = lines(text)
        return (lines.first ?? "") + (lines.count > 1 ? " …" : "")
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
        // Joiners and variation selectors make pictures; the other format characters only hide things.
        case .format: scalar == "\u{200D}" || scalar == "\u{200C}" || scalar.properties.isVariationSelector
        default: true
        }
    }
}
