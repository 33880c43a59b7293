/// How a body's text is written so that every server passes it on unchanged.
enum BodyEncoding: String {
    case sevenBit = "7bit"
    case quotedPrintable = "quoted-printable"

    /// RFC 5322's limit, without the line's end.
    static let longestLine = 998
    /// RFC 2045's limit for quoted-printable.
    private static let width = 76

    /// 7bit when nothing needs encoding. `=_` counts as such: it cannot stand in quoted-printable, so that a boundary
    /// with it in is in no part's text.
    init(for text: [UInt8]) {
        var length = 0
        var previous: UInt8 = 0
        for byte in text {
            switch byte {
            case .lineFeed, .carriageReturn: length = 0
            case .tab, 0x20...0x7E:
                length += 1
                if length > Self.longestLine || (previous == UInt8(ascii: "=") && byte == UInt8(ascii: "_")) {
                    self = .quotedPrintable
                    return
                }
            default:
                self = .quotedPrintable
                return
            }
            previous = byte
        }
        self = .sevenBit
    }

    /// Appends `text` with its lines (LF, CRLF or CR) ended by CRLF, the last one too.
    func append(_ text: [UInt8], to output: inout [UInt8]) {
        output.reserveCapacity(output.count + text.count + text.count / 16)
        var index = 0
        while index < text.count {
            var end = index
            while end < text.count, text[end] != .lineFeed, text[end] != .carriageReturn { end += 1 }
            switch self {
            case .sevenBit: output.append(contentsOf: text[index..<end])
            case .quotedPrintable: Self.appendQuotedPrintable(text[index..<end], to: &output)
            }
            output.append(contentsOf: [UInt8].lineEnd)
            let isPair = end + 1 < text.count && text[end] == .carriageReturn && text[end + 1] == .lineFeed
            index = end + (isPair ? 2 : 1)
        }
    }

    private static func appendQuotedPrintable(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var column = 0
        for index in line.indices {
            let byte = line[index]
            let isLast = index == line.endIndex - 1
            let isSpace = byte == .space || byte == .tab
            let isPlain = isSpace ? !isLast : (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
            let length = isPlain ? 1 : 3
            // The last character may take the place that a soft line break would need.
            if column + length > (isLast ? width : width - 1) {
                output.append(contentsOf: "=\r\n".utf8)
                column = 0
            }
            if isPlain { output.append(byte) } else { output.appendHexadecimal(byte, after: UInt8(ascii: "=")) }
            column += length
        }
    }
}
