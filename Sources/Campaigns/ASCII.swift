extension UInt8 {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let comma: UInt8 = 0x2C
    static let hyphen: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let at: UInt8 = 0x40
    static let backslash: UInt8 = 0x5C

    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

    var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }

    /// A control character: it must never reach a header or a command.
    var isControl: Bool { self < .space || self == 0x7F }

    var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension Sequence<UInt8> {
    func lowercasedASCII() -> [UInt8] { map(\.lowercasedASCII) }
}

extension String {
    /// For messages to people: at most 64 characters, control characters replaced; what is not UTF-8 is shown so.
    static func excerpt(_ bytes: some Collection<UInt8>) -> String {
        let shown = bytes.prefix(64).map { $0.isControl ? UInt8(ascii: "?") : $0 }
        return String(decoding: shown, as: UTF8.self) + (bytes.count > 64 ? "…" : "")
    }
}
