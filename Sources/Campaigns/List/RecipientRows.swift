/// A range of a list's recipients, read as they are asked for. Memory: one block of at most 256 KiB and one row.
package struct RecipientRows {
    private let list: RecipientList
    private let range: Range<UInt64>
    private let endOffset: UInt64
    private var parser: CSVParser
    private var block: [UInt8] = []
    private var position = 0
    private var nextOffset: UInt64
    private var number: UInt64

    init(of list: RecipientList, range: Range<UInt64>) {
        let start = range.isEmpty ? (number: range.lowerBound, offset: 0) : list.landmark(before: range.lowerBound)
        self.list = list
        self.range = range
        endOffset = list.endOffset(ofRowsBefore: range.upperBound)
        parser = CSVParser(resumingAt: start.offset)
        nextOffset = start.offset
        number = start.number
    }

    /// Nil after the last one. Throws `listChanged` when the rows are no longer where the index has them.
    package mutating func next() throws(RecipientListError) -> Recipient? {
        while number < range.upperBound {
            switch try nextEvent() {
            case .row:
                number += 1
                guard parser.row.fields.count == list.columns.names.count else { throw list.damaged() }
                if number > range.lowerBound {
                    return Recipient(number: number - 1, columns: list.columns, row: parser.row)
                }
            case .problem, .exhausted:
                throw list.damaged()
            }
        }
        return nil
    }

    /// Answers `exhausted` only at the end of what the range can reach.
    private mutating func nextEvent() throws(RecipientListError) -> CSVParser.Event {
        while true {
            let current = block
            let event = parser.next(in: current.span, at: &position)
            if event != .exhausted { return event }
            guard nextOffset < endOffset else { return parser.finish() }
            try readBlock()
        }
    }

    private mutating func readBlock() throws(RecipientListError) {
        let wanted = min(RecipientListLimits.block, Int(endOffset - nextOffset))
        if block.count != wanted { block = [UInt8](repeating: 0, count: wanted) }
        position = 0
        guard try list.read(into: &block, at: nextOffset) == wanted else { throw list.damaged() }
        nextOffset += UInt64(wanted)
    }
}
