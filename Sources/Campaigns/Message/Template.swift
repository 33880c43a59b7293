/// A text with places for a recipient's fields: a subset of Mustache, compiled once and rendered for each recipient.
///
/// `{{field}}` puts the value in, escaped for where it stands; `{{{field}}}` and `{{&field}}` put it in as it is.
/// `{{#field}}…{{/field}}` shows what is between when the value is not empty, `{{^field}}…{{/field}}` when it is;
/// `{{! … }}` is a comment. A section or comment tag alone on its line takes the line away with it. Field names are
/// the list's columns, without regard to ASCII case; one that the list has not is an error when compiling.
package struct Template: Sendable {
    /// How a value is made safe for the place where it stands.
    package enum Escaping: Sendable {
        case none
        /// `& < > " '` as entities.
        case html
        /// Everything but RFC 3986's unreserved characters as `%XX`.
        case uri
    }

    package enum Limits {
        /// Bytes of a template.
        package static let source = 1_048_576
        /// Bytes of what it renders to: small templates can repeat large fields.
        package static let rendered = 4_194_304
        /// Sections inside sections.
        package static let depth = 32
    }

    /// What a template is run as: a list without loops, so that rendering ends after each instruction once at most.
    enum Instruction: Equatable {
        case text(Range<Int>)
        case field(column: Int, isRaw: Bool)
        /// Goes on at `target` unless the field's being empty is `isEmpty`.
        case skip(column: Int, unlessEmpty: Bool, target: Int)
    }

    package let name: String
    let instructions: [Instruction]
    let source: [UInt8]
    private let escaping: Escaping

    /// `name` is for error messages. Throws what is wrong first, with its line and column.
    package init(
        _ source: some Sequence<UInt8>, name: String, columns: RecipientColumns, escaping: Escaping
    ) throws(CampaignContentError) {
        var compiler = TemplateCompiler(source: Array(source), name: name, columns: columns)
        instructions = try compiler.compile()
        self.source = compiler.source
        self.name = name
        self.escaping = escaping
    }

    /// Appends the text for `recipient`; on an error, what was appended before stays. One pass, no allocation but
    /// `output`'s.
    package func render(_ recipient: Recipient, into output: inout [UInt8]) throws(DeliveryFailure) {
        let limit = output.count + Limits.rendered
        var index = 0
        while index < instructions.count {
            switch instructions[index] {
            case .text(let range):
                output.append(contentsOf: source[range])
            case .field(let column, let isRaw):
                let value = recipient[column]
                if isRaw { output.append(contentsOf: value) } else { escaping.append(value, to: &output) }
            case .skip(let column, let unlessEmpty, let target):
                if recipient[column].isEmpty != unlessEmpty {
                    index = target
                    continue
                }
            }
            guard output.count <= limit else {
                throw .local("5.3.4", "\(name) grows over \(Limits.rendered) bytes for this recipient: shorten it")
            }
            index += 1
        }
    }
}

extension Template.Escaping {
    fileprivate func append(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
        switch self {
        case .none: output.append(contentsOf: value)
        case .html: for byte in value { Self.appendHTML(byte, to: &output) }
        case .uri: for byte in value { Self.appendURI(byte, to: &output) }
        }
    }

    private static func appendHTML(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
        default: output.append(byte)
        }
    }

    private static func appendURI(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case _ where byte.isASCIILetter || byte.isASCIIDigit: output.append(byte)
        case .hyphen, .dot, UInt8(ascii: "_"), UInt8(ascii: "~"): output.append(byte)
        default: output.appendHexadecimal(byte, after: UInt8(ascii: "%"))
        }
    }
}

extension [UInt8] {
    /// `mark` and two upper-case digits.
    mutating func appendHexadecimal(_ byte: UInt8, after mark: UInt8) {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
        append(mark)
        append(digit(byte >> 4))
        append(digit(byte & 0x0F))
    }
}
