/// One row of a list, with values of its own: two allocations.
package struct Recipient: Equatable, Sendable {
    /// Counted from 0, in the order of the list.
    package let number: UInt64
    package let columns: RecipientColumns

    private let bytes: [UInt8]
    private let ends: [UInt32]

    /// `values` stand in the order of the columns, and are as many.
    package init(number: UInt64, columns: RecipientColumns, values: [String]) {
        precondition(values.count == columns.names.count, "a recipient needs a value for each column")
        var bytes: [UInt8] = []
        var ends: [UInt32] = []
        for value in values {
            bytes += value.utf8
            ends.append(UInt32(bytes.count))
        }
        self.number = number
        self.columns = columns
        self.bytes = bytes
        self.ends = ends
    }

    init(number: UInt64, columns: RecipientColumns, row: CSVRow) {
        self.number = number
        self.columns = columns
        bytes = Array(row.bytes[..<row.used])
        ends = row.fields.map { UInt32($0.end) }
    }

    /// A view of the column's value: UTF-8, of any content, line breaks too.
    package subscript(column: Int) -> ArraySlice<UInt8> {
        bytes[(column == 0 ? 0 : Int(ends[column - 1]))..<Int(ends[column])]
    }

    package var email: ArraySlice<UInt8> { self[columns.email] }
}
