/// What is wrong with the form of a CSV text, and where.
package struct CSVProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        case unterminatedQuote
        case strayQuote
        case textAfterQuote
        case bareCarriageReturn
        case nulByte
        case tooManyFields(limit: Int)
        case rowTooLong(limit: Int)
    }

    package let kind: Kind
    /// Counted from 1.
    package let line: UInt64
    /// Counted in bytes, from 1.
    package let column: UInt64

    /// Whether nothing sensible can be read after it: there is no telling where the next row begins.
    package var endsParsing: Bool {
        switch kind {
        case .unterminatedQuote, .rowTooLong: true
        case .strayQuote, .textAfterQuote, .bareCarriageReturn, .nulByte, .tooManyFields: false
        }
    }

    /// What is wrong and what to do; the place is not in it.
    package var description: String {
        switch kind {
        case .unterminatedQuote:
            "the quote that opens here is never closed: close it, or double each quote that is part of the text"
        case .strayQuote:
            "a quote inside a field that does not begin with one: put the whole field in quotes and double this one"
        case .textAfterQuote:
            "text after a closing quote: put a comma or the line's end there, or double the quote before it"
        case .bareCarriageReturn:
            "a carriage return that no line feed follows: end lines with LF or CRLF, or put the field in quotes"
        case .nulByte:
            "a NUL byte: save the file as UTF-8 text (UTF-16 looks like this)"
        case .tooManyFields(let limit):
            "more than \(limit) fields: drop the columns that no template uses"
        case .rowTooLong(let limit):
            "the row is longer than \(limit) bytes: shorten it, and look for a quote that was left open"
        }
    }
}
