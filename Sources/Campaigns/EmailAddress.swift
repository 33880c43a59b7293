/// The syntax of an address `local@domain`; whether it exists only its server knows.
///
/// Accepted: a local part of 1 to 64 bytes of letters, digits, non-ASCII characters and `!#$%&'*+-/=?^_`{|}~`, with
/// single dots between; a domain of at least two labels of letters, digits, hyphens and non-ASCII characters, each of
/// 1 to 63 bytes, the last one not all digits; at most 254 bytes in all. Refused, though RFC 5321 has them: quoted
/// local parts and address literals, which in a list are always a slip. One pass, no allocation.
package enum EmailAddress {
    package enum Flaw: Error, Equatable, Sendable {
        case empty
        case surroundedBySpace
        case tooLong
        case noAtSign
        case localPartLength
        case localPartDots
        case localPartCharacter(UInt8)
        case domainHasOneLabel
        case domainLabelLength
        case domainHyphen
        case domainCharacter(UInt8)
        case domainEndsInDigits

        /// What is wrong and what to do.
        package var advice: String {
            switch self {
            case .empty: "there is no address: fill it in or delete the row"
            case .surroundedBySpace: "there is space around the address: remove it"
            case .tooLong: "the address is longer than 254 bytes"
            case .noAtSign: "an address has the form name@domain: this has no @"
            case .localPartLength: "before the @ there must be 1 to 64 bytes"
            case .localPartDots: "before the @ a dot must stand between two other characters"
            case .localPartCharacter(let byte): "\(Self.show(byte)) cannot stand before the @"
            case .domainHasOneLabel: "after the @ there must be a whole domain, such as example.org"
            case .domainLabelLength: "each part of the domain must have 1 to 63 bytes: look for a doubled dot"
            case .domainHyphen: "no part of the domain may begin or end with a hyphen"
            case .domainCharacter(let byte): "\(Self.show(byte)) cannot stand in a domain"
            case .domainEndsInDigits: "the domain ends in a number: write a name, not an IP address"
            }
        }

        private static func show(_ byte: UInt8) -> String {
            switch byte {
            case .space: "a space"
            case _ where byte.isControl: "control character \(byte)"
            default: "'\(Character(UnicodeScalar(byte)))'"
            }
        }
    }

    package static let lengthLimit = 254
    static let localPartLimit = 64
    static let labelLimit = 63

    /// Nil when the syntax is good. `bytes` must be UTF-8.
    package static func flaw(in bytes: Span<UInt8>) -> Flaw? {
        guard !bytes.isEmpty else { return .empty }
        if bytes[0] == .space || bytes[bytes.count - 1] == .space { return .surroundedBySpace }
        guard bytes.count <= lengthLimit else { return .tooLong }
        var at = 0
        while at < bytes.count, bytes[at] != .at { at += 1 }
        guard at < bytes.count else { return .noAtSign }
        return localPartFlaw(in: bytes, end: at) ?? domainFlaw(in: bytes, start: at + 1)
    }

    package static func flaw(in bytes: some Sequence<UInt8>) -> Flaw? {
        flaw(in: Array(bytes).span)
    }

    private static func localPartFlaw(in bytes: Span<UInt8>, end: Int) -> Flaw? {
        guard (1...localPartLimit).contains(end) else { return .localPartLength }
        var previous: UInt8 = .dot
        for index in 0..<end {
            let byte = bytes[index]
            if byte == .dot {
                if previous == .dot { return .localPartDots }
            } else if !byte.isAtomText {
                return .localPartCharacter(byte)
            }
            previous = byte
        }
        return previous == .dot ? .localPartDots : nil
    }

    private static func domainFlaw(in bytes: Span<UInt8>, start: Int) -> Flaw? {
        var labels = 0
        var labelStart = start
        var onlyDigits = true
        for index in start...bytes.count {
            let byte = index < bytes.count ? bytes[index] : .dot
            if byte == .dot {
                guard (1...labelLimit).contains(index - labelStart) else {
                    return index == bytes.count && labels == 0 ? .domainHasOneLabel : .domainLabelLength
                }
                if bytes[labelStart] == .hyphen || bytes[index - 1] == .hyphen { return .domainHyphen }
                labels += 1
                labelStart = index + 1
                if index < bytes.count { onlyDigits = true }
            } else if byte.isASCIILetter || byte == .hyphen || byte >= 0x80 {
                onlyDigits = false
            } else if !byte.isASCIIDigit {
                return .domainCharacter(byte)
            }
        }
        if labels < 2 { return .domainHasOneLabel }
        return onlyDigits ? .domainEndsInDigits : nil
    }
}

extension UInt8 {
    /// RFC 5322's `atext`, and non-ASCII bytes (RFC 6532).
    var isAtomText: Bool {
        if isASCIILetter || isASCIIDigit || self >= 0x80 { return true }
        switch self {
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"),
            UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"),
            UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "~"):
            return true
        default:
            return false
        }
    }
}
