/// Writes text of people into headers: no line longer than 76 characters where it can be broken, anything that is not
/// plain ASCII as encoded words (RFC 2047, UTF-8, base64). Control characters must have been refused before.
extension [UInt8] {
    static let lineEnd: [UInt8] = [.carriageReturn, .lineFeed]

    /// A header's free text; `column` is how many characters its line has already.
    mutating func appendHeaderText(_ text: [UInt8], column: Int) {
        if text.needsEncodedWords {
            _ = appendEncodedWords(text, column: column)
        } else if column + text.count <= HeaderLine.width {
            append(contentsOf: text)
        } else if text.canBeFolded {
            appendFolded(text, column: column)
        } else {
            _ = appendEncodedWords(text, column: column)
        }
    }

    /// `"Name" <address>`, or the address alone when there is no name.
    mutating func appendMailbox(name: [UInt8], address: [UInt8], column: Int) {
        guard !name.isEmpty else {
            append(contentsOf: address)
            return
        }
        var column = column
        if name.needsEncodedWords || column + name.count + 2 > HeaderLine.width {
            column = appendEncodedWords(name, column: column)
        } else {
            let start = count
            append(.quote)
            for byte in name {
                if byte == .quote || byte == .backslash { append(.backslash) }
                append(byte)
            }
            append(.quote)
            column += count - start
        }
        if column + address.count + 3 > HeaderLine.width { append(contentsOf: Self.lineEnd) }
        append(contentsOf: " <".utf8)
        append(contentsOf: address)
        append(UInt8(ascii: ">"))
    }

    /// Breaks before spaces: taking the breaks out again gives the same text.
    private mutating func appendFolded(_ text: [UInt8], column: Int) {
        var column = column
        for word in text.split(separator: .space) {
            let isFirst = word.startIndex == 0
            if !isFirst {
                if column + 1 + word.count > HeaderLine.width {
                    append(contentsOf: Self.lineEnd)
                    column = 0
                }
                append(.space)
                column += 1
            }
            append(contentsOf: word)
            column += word.count
        }
    }

    /// Answers the column it ended in.
    private mutating func appendEncodedWords(_ text: [UInt8], column: Int) -> Int {
        var column = column
        var rest = text[...]
        while !rest.isEmpty {
            let room = Swift.max(0, HeaderLine.width - column - HeaderLine.encodedWordFrame) / 4 * 3
            let piece = rest.prefix(ofWholeCharacters: Swift.min(room, HeaderLine.encodedWordBytes))
            if !piece.isEmpty {
                let start = count
                append(contentsOf: "=?UTF-8?B?".utf8)
                appendBase64(piece)
                append(contentsOf: "?=".utf8)
                column += count - start
                rest = rest[piece.endIndex...]
            }
            if !rest.isEmpty {
                append(contentsOf: Self.lineEnd)
                append(.space)
                column = 1
            }
        }
        return column
    }

    private mutating func appendBase64(_ bytes: ArraySlice<UInt8>) {
        let alphabet = HeaderLine.base64
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let group = bytes[index..<Swift.min(index + 3, bytes.endIndex)]
            var word: UInt32 = 0
            for position in 0..<3 {
                word = word << 8 | (position < group.count ? UInt32(group[index + position]) : 0)
            }
            for position in 0..<4 {
                let digit = Int(word >> (18 - 6 * UInt32(position))) & 63
                append(position <= group.count ? alphabet[digit] : UInt8(ascii: "="))
            }
            index += group.count
        }
    }

    private var needsEncodedWords: Bool {
        first == .space || last == .space || contains { $0 >= 0x80 || $0 == .tab }
            || zip(self, dropFirst()).contains { $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?") }
    }

    private var canBeFolded: Bool {
        split(separator: .space, omittingEmptySubsequences: false)
            .allSatisfy { (1..<HeaderLine.longestWord).contains($0.count) }
    }
}

extension ArraySlice<UInt8> {
    /// At most `limit` bytes, and no character cut; empty when not even one fits.
    fileprivate func prefix(ofWholeCharacters limit: Int) -> ArraySlice<UInt8> {
        guard limit < count else { return self }
        var end = startIndex + limit
        while end > startIndex, self[end] & 0xC0 == 0x80 { end -= 1 }
        return self[..<end]
    }
}

private enum HeaderLine {
    static let width = 76
    /// A longer one would not fit after the header's name.
    static let longestWord = 60
    /// `=?UTF-8?B?` and `?=`.
    static let encodedWordFrame = 12
    static let encodedWordBytes = 45
    static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
