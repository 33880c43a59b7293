/// A range of a list's recipients, read as they are asked for, and only if they are still the
/// bytes that were indexed. Memory: one block and one row.
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

    /// Nil after the last one. Throws `listChanged` when the block that it stands in is not the one that was indexed.
    package mutating func next() throws(RecipientListError) -> Recipient? {
        while number < range.upperBound {
            switch try nextEvent() {
            case .row:
                number += 1
                guard parser.row.fields.count == list.columns.names.count else { throw list.contradictsIndex() }
                if number > range.lowerBound {
                    return Recipient(number: number - 1, columns: list.columns, row: parser.row)
                }
            case .problem, .exhausted:
                throw list.contradictsIndex()
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
        let range = try list.readBlock(at: nextOffset, into: &block)
        // Only the first block may begin before what is wanted of it.
        if nextOffset > range.lowerBound { block.removeFirst(Int(nextOffset - range.lowerBound)) }
        position = 0
        nextOffset = range.upperBound
    }
}
