/// One line of the log in the making; what would make it longer than its limit is left out, and marked.
struct LogLine {
    private(set) var bytes: [UInt8] = []
    private let limit: Int

    /// With the line break.
    init(limit: Int) {
        self.limit = limit
        bytes.reserveCapacity(256)
    }

    mutating func appendText(
        time: String, level: Logger.Level, role: String, message: String, fields: Logger.Fields
    ) {
        append("\(time) \(level.word) \(role) ")
        appendEscaped(message, quoted: false)
        for (key, value) in fields {
            append(" \(key)=")
            let text = value.description
            appendEscaped(text, quoted: Self.needsQuotes(text))
        }
        end(mark: "…\n", closing: "\n")
    }

    mutating func appendJSON(
        time: String, level: Logger.Level, role: String, message: String, fields: Logger.Fields
    ) {
        append("{\"time\":\"\(time)\",\"level\":\"\(level)\",\"role\":")
        appendEscaped(role, quoted: true)
        append(",\"message\":")
        appendEscaped(message, quoted: true)
        for (key, value) in fields {
            let start = bytes.count
            append(",")
            appendEscaped(key, quoted: true)
            append(":")
            if value is any BinaryInteger || value is Bool {
                append(value.description)
            } else {
                appendEscaped(value.description, quoted: true)
            }
            // Half a field would not be JSON.
            guard bytes.count <= limit - Self.jsonEnd.utf8.count else {
                bytes.removeSubrange(start...)
                append(Self.jsonEnd)
                return
            }
        }
        if bytes.count > limit - 2 {
            bytes.removeAll()
            append("{\"time\":\"\(time)\",\"level\":\"\(level)\",\"message\":\"(too long to log)\"}\n")
        } else {
            append("}\n")
        }
    }

    private static let jsonEnd = ",\"truncated\":true}\n"

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A line break or a control character in a value must not start a line that looks like another event.
    private mutating func appendEscaped(_ text: String, quoted: Bool) {
        if quoted { bytes.append(UInt8(ascii: "\"")) }
        // Past the limit nothing will be kept: don't make it.
        for byte in text.utf8.prefix(max(0, limit - bytes.count)) {
            switch byte {
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\r"): append("\\r")
            case UInt8(ascii: "\t"): append("\\t")
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                if quoted { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                append("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        if quoted { bytes.append(UInt8(ascii: "\"")) }
    }

    private mutating func end(mark: String, closing: String) {
        guard bytes.count + closing.utf8.count > limit else { return append(closing) }
        var length = limit - mark.utf8.count
        // Not in the middle of a character.
        while length > 0 && bytes[length] & 0xC0 == 0x80 { length -= 1 }
        bytes.removeSubrange(length...)
        append(mark)
    }

    private static func needsQuotes(_ text: String) -> Bool {
        text.isEmpty || text.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "=") }
    }
}

extension Logger.Level {
    /// All as wide, so that lines align.
    fileprivate var word: String {
        switch self {
        case .debug: "DEBUG"
        case .info: "INFO "
        case .warning: "WARN "
        case .error: "ERROR"
        }
    }
}
