/// The name of a job: short text for people ("7k2m"), 63 bits for programs. Ids ascend with submission.
public struct JobID: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// The bits, as the protocol has them. 0 names no job.
    public let rawValue: UInt64

    /// Takes the bits as they are.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Reads the text form; capital letters, and o, i and l for the digits they look like, are taken too.
    /// nil when it is none.
    public init?(_ description: String) {
        guard let value = Base32.decode(description), value > 0, value < 1 << 63 else { return nil }
        rawValue = value
    }

    /// The text form, in Crockford's base 32.
    public var description: String { Base32.encode(rawValue) }

    /// In the order of submission, within one partition.
    public static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

/// The name of a dead letter, like that of a job.
public struct DeadLetterID: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// The bits, as the protocol has them. 0 names no letter.
    public let rawValue: UInt64

    /// Takes the bits as they are.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Reads the text form. nil when it is none.
    public init?(_ description: String) {
        guard let value = Base32.decode(description), value > 0 else { return nil }
        rawValue = value
    }

    /// The text form, in Crockford's base 32.
    public var description: String { Base32.encode(rawValue) }

    /// In the order in which the letters were written.
    public static func < (left: DeadLetterID, right: DeadLetterID) -> Bool { left.rawValue < right.rawValue }
}

/// The name of a group of dead letters, like that of a job.
public struct DeadLetterGroupID: Hashable, Sendable, LosslessStringConvertible {
    /// The bits, as the protocol has them. 0 names no group.
    public let rawValue: UInt64

    /// Takes the bits as they are.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Reads the text form. nil when it is none.
    public init?(_ description: String) {
        guard let value = Base32.decode(description), value > 0 else { return nil }
        rawValue = value
    }

    /// The text form, in Crockford's base 32.
    public var description: String { Base32.encode(rawValue) }
}

/// The name of an order to requeue dead letters, like that of a job.
public struct RequeueOrderID: Hashable, Sendable, LosslessStringConvertible {
    /// The bits, as the protocol has them. 0 names no order.
    public let rawValue: UInt64

    /// Takes the bits as they are.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Reads the text form. nil when it is none.
    public init?(_ description: String) {
        guard let value = Base32.decode(description), value > 0 else { return nil }
        rawValue = value
    }

    /// The text form, in Crockford's base 32.
    public var description: String { Base32.encode(rawValue) }
}

/// Crockford's base 32 (crockford.com/base32.html), without padding, lower case.
enum Base32 {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func encode(_ value: UInt64) -> String {
        var text: [UInt8] = []
        var rest = value
        repeat {
            text.append(digits[Int(rest & 31)])
            rest >>= 5
        } while rest > 0
        return String(decoding: text.reversed(), as: UTF8.self)
    }

    static func decode(_ text: String) -> UInt64? {
        guard !text.isEmpty, text.utf8.count <= 13 else { return nil }
        var value: UInt64 = 0
        for character in text.utf8 {
            guard let digit = digit(character), value <= UInt64.max >> 5 else { return nil }
            value = value << 5 | digit
        }
        return value
    }

    private static func digit(_ character: UInt8) -> UInt64? {
        let lower = (0x41...0x5A).contains(character) ? character | 0x20 : character
        let meant: UInt8 =
            switch lower {
            case UInt8(ascii: "o"): UInt8(ascii: "0")
            case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
            default: lower
            }
        return digits.firstIndex(of: meant).map { UInt64($0) }
    }
}
