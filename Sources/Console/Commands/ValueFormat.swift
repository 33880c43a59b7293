/// How a type of value is typed by people, both ways.
package struct ValueFormat<Value: Sendable>: Sendable {
    /// Stands for the value in help texts: "DURATION".
    package let placeholder: String
    /// Ends the sentence "expected …": "an integer from 1 to 100".
    package let expectation: String
    private let read: @Sendable (String) -> Value?
    private let write: @Sendable (Value) -> String

    /// `parse` gives nil for what is not such a value; `text` must parse back to the same.
    package init(
        placeholder: String, expectation: String, parse: @escaping @Sendable (String) -> Value?,
        text: @escaping @Sendable (Value) -> String
    ) {
        self.placeholder = placeholder
        self.expectation = expectation
        read = parse
        write = text
    }

    package func parse(_ text: String) -> Value? { read(text) }
    package func text(of value: Value) -> String { write(value) }
}

extension ValueFormat where Value == String {
    /// Anything of at most `maximumBytes` bytes of UTF-8, but nothing.
    package static func text(upTo maximumBytes: Int = 4096) -> Self {
        ValueFormat(
            placeholder: "TEXT", expectation: "1 to \(Format.count(maximumBytes)) bytes of text",
            parse: { (1...maximumBytes).contains($0.utf8.count) ? $0 : nil }, text: { $0 })
    }

    /// A file or folder; whether it exists is for the command to find out.
    package static var path: Self {
        ValueFormat(
            placeholder: "PATH", expectation: "a path", parse: { (1...4095).contains($0.utf8.count) ? $0 : nil },
            text: { $0 })
    }

    package static func oneOf(_ choices: [String]) -> Self {
        ValueFormat(
            placeholder: choices.joined(separator: "|"), expectation: listed(choices),
            parse: { choices.contains($0) ? $0 : nil }, text: { $0 })
    }
}

extension ValueFormat where Value: FixedWidthInteger {
    /// Decimal digits, with `_` or `,` between them as one likes.
    package static func integer(in range: ClosedRange<Value> = Value.min...Value.max) -> Self {
        ValueFormat(
            placeholder: "N", expectation: "an integer from \(range.lowerBound) to \(range.upperBound)",
            parse: { text in
                guard text.first?.isASCIIDigit == true || text.first == "-", text.last?.isASCIIDigit == true else {
                    return nil
                }
                return Value(text.filter { $0 != "_" && $0 != "," }).flatMap { range.contains($0) ? $0 : nil }
            },
            text: { String($0) })
    }
}

extension ValueFormat where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of an enum's cases, by its raw value.
    package static var choice: Self {
        let choices = Value.allCases.map(\.rawValue)
        return ValueFormat(
            placeholder: choices.joined(separator: "|"), expectation: listed(choices),
            parse: { Value(rawValue: $0) }, text: { $0.rawValue })
    }
}

extension ValueFormat where Value == HostAndPort {
    /// "host:port"; with a default port the host alone will do.
    package static func address(defaultPort: UInt16? = nil) -> Self {
        let short = defaultPort.map { "; the port may be left out: \($0)" } ?? ""
        return ValueFormat(
            placeholder: "HOST:PORT", expectation: "an address such as 127.0.0.1:7600 or [::1]:7600\(short)",
            parse: { HostAndPort($0, defaultPort: defaultPort) }, text: { $0.description })
    }
}

func listed(_ choices: [String]) -> String {
    guard let last = choices.last, choices.count > 1 else { return choices.first ?? "" }
    return "\(choices.dropLast().joined(separator: ", ")) or \(last)"
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
