/// One line of the log in the making; what would make it longer than its limit is left out, and marked.
struct LogLine {
    private static let cutText = "…\n"
    private static let cutJSON = ",\"truncated\":true}\n"

    private(set) var bytes: [UInt8] = []
    private var isCut = false
    private let room: Int

    /// With the line break.
    init(limit: Int) {
        // A quotation mark that is open and the longer of the two marks always fit.
        room = limit - 1 - Self.cutJSON.utf8.count
        bytes.reserveCapacity(256)
    }

    mutating func appendText(
        time: String, level: Logger.Level, role: String, message: String, fields: Logger.Fields
    ) {
        append("\(time) \(level.word) \(role) ")
        appendEscaped(message)
        for (key, value) in fields {
            append(" \(key)=")
            let text = value.description
            if Self.needsQuotes(text) { appendQuoted(text) } else { append(text) }
        }
        bytes.append(contentsOf: (isCut ? Self.cutText : "\n").utf8)
    }

    mutating func appendJSON(
        time: String, level: Logger.Level, role: String, message: String, fields: Logger.Fields
    ) {
        append("{\"time\":\"\(time)\",\"level\":\"\(level)\",\"role\":")
        appendQuoted(role)
        append(",\"message\":")
        appendQuoted(message)
        for (key, value) in fields where !isCut {
            let start = bytes.count
            append(",")
            appendQuoted(key)
            append(":")
            if value is any BinaryInteger || value is Bool {
                append(value.description)
            } else {
                appendQuoted(value.description)
            }
            // Half a field would not be JSON.
            if isCut { bytes.removeSubrange(start...) }
        }
        bytes.append(contentsOf: (isCut ? Self.cutJSON : "}\n").utf8)
    }

    private mutating func append(_ text: String) {
        isCut = isCut || bytes.count + text.utf8.count > room
        if !isCut { bytes.append(contentsOf: text.utf8) }
    }

    private mutating func appendQuoted(_ text: String) {
        guard !isCut else { return }
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A line break or a control character in a value must not start a line that looks like another event, nor tell the
    /// terminal that shows it what to do.
    private mutating func appendEscaped(_ text: String) {
        for scalar in text.unicodeScalars where !isCut {
            switch scalar {
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\"", "\\": append("\\\(scalar)")
            case _ where scalar.isHarmless: append(String(scalar))
            default:
                for unit in scalar.utf16 {
                    let digits = String(unit, radix: 16)
                    append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
                }
            }
        }
    }

    private static func needsQuotes(_ text: String) -> Bool {
        text.isEmpty
            || text.unicodeScalars.contains { $0 == " " || $0 == "\"" || $0 == "=" || !$0.isHarmless }
    }
}

extension Unicode.Scalar {
    /// Whether it only shows something. The same rule as `DisplayText.printable`, which stands where this module is not
    /// known.
    fileprivate var isHarmless: Bool {
        if isASCII { return (0x20..<0x7F).contains(value) }
        return switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
        case .format: self == "\u{200D}" || self == "\u{200C}" || properties.isVariationSelector
        default: true
        }
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
