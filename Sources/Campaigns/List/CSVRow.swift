/// One row of a CSV text: its fields' values, quotes taken away, and where each of them stands in the text.
package struct CSVRow: Sendable {
    package struct Field: Sendable {
        var start: Int
        var end: Int
        /// Counted from 1.
        package let line: UInt64
        /// Counted in bytes, from 1.
        package let column: UInt64
    }

    /// The offset of the row's first byte in the whole text.
    package internal(set) var offset: UInt64 = 0
    package internal(set) var fields: [Field] = []
    package internal(set) var isASCII = true

    /// As long as the longest row allowed; what lies past `used` is left over from earlier rows.
    var bytes: [UInt8]
    var used = 0

    init(limit: Int) {
        bytes = [UInt8](repeating: 0, count: limit)
    }

    /// A view without a copy; let go of it before the parser goes on, or the parser must copy.
    package subscript(field: Int) -> ArraySlice<UInt8> {
        bytes[fields[field].start..<fields[field].end]
    }

    /// Whether the field's first byte continues a UTF-8 character that the field before it began.
    func beginsInsideCharacter(_ field: Field) -> Bool {
        field.start < field.end && bytes[field.start] & 0xC0 == 0x80
    }

    mutating func clear() {
        fields.removeAll(keepingCapacity: true)
        used = 0
        isASCII = true
    }

    mutating func beginField(line: UInt64, column: UInt64) {
        fields.append(Field(start: used, end: used, line: line, column: column))
    }

    mutating func endField() {
        fields[fields.count - 1].end = used
    }
}
