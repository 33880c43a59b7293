/// Splits CSV (RFC 4180) into rows: chunks of bytes in, one event at a time out.
///
/// Chunks may be cut anywhere, also inside a character or between two quotes. Lines end with LF or CRLF, and quoted
/// fields may hold both; the last line's end may be missing; empty lines are passed over; a UTF-8 byte order mark is
/// dropped. Encoding, headers and equal numbers of fields are the reader's business.
///
/// After a problem the parser goes on at the next line, unless the problem `endsParsing`. Memory is one row
/// (`Limits.row` bytes); the cost of a row is its bytes once, without an allocation.
package struct CSVParser: Sendable {
    package struct Limits: Sendable {
        /// Bytes of values in a row, quotes and commas not counted.
        package var row = 65_536
        package var fields = 64

        package init() {}
    }

    package enum Event: Equatable, Sendable {
        /// `row` holds it until the next call.
        case row
        case problem(CSVProblem)
        /// The chunk is used up, or the text has ended.
        case exhausted
    }

    private enum Phase {
        case mark(matched: Int)
        case fieldStart
        case plain
        case quoted
        case afterQuote
        case afterReturn
        case skippingLine
        case rowDelivered
        case ended
    }

    package private(set) var row: CSVRow
    /// The line that the next byte belongs to, from 1.
    package private(set) var line: UInt64 = 1

    private let limits: Limits
    private var phase: Phase
    /// The offsets in the whole text of the current chunk's first byte and of the current line's.
    private var chunkStart: Int
    private var lineStart: Int

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    package init(limits: Limits = Limits()) {
        self.init(limits: limits, phase: .mark(matched: 0), offset: 0)
    }

    /// A parser that begins at a row in the middle of a text; lines are counted from there.
    package init(resumingAt offset: UInt64, limits: Limits = Limits()) {
        self.init(limits: limits, phase: .fieldStart, offset: offset)
    }

    private init(limits: Limits, phase: Phase, offset: UInt64) {
        self.limits = limits
        self.phase = phase
        row = CSVRow(limit: limits.row)
        row.offset = offset
        chunkStart = Int(offset)
        lineStart = Int(offset)
    }

    /// The next event in `chunk` from `position` on; moves `position` past what was read. Call it with the same chunk
    /// until it answers `exhausted`, then with the next chunk and position 0.
    package mutating func next(in chunk: Span<UInt8>, at position: inout Int) -> Event {
        while position < chunk.count {
            switch phase {
            case .mark(let matched):
                skipMark(matched: matched, chunk[position], &position)
            case .rowDelivered:
                beginRow(at: position)
            case .fieldStart:
                if let problem = beginField(chunk[position], &position) { return problem }
            case .plain:
                if let event = readPlain(chunk, &position) { return event }
            case .quoted:
                if let problem = readQuoted(chunk, &position) { return problem }
            case .afterQuote:
                if let event = closeQuote(chunk[position], &position) { return event }
            case .afterReturn:
                guard chunk[position] == .lineFeed else { return skip(.bareCarriageReturn, at: position - 1) }
                position += 1
                if let row = endRow(at: position) { return row }
            case .skippingLine:
                skipLine(chunk, &position)
            case .ended:
                position = chunk.count
            }
        }
        chunkStart += chunk.count
        return .exhausted
    }

    /// What the text's end makes of the bytes that were not yet a row. Call it until it answers `exhausted`.
    package mutating func finish() -> Event {
        let last = phase
        phase = .ended
        switch last {
        case .mark(let matched) where matched > 0:
            keepMark(matched)
            row.endField()
            return .row
        case .fieldStart where !row.fields.isEmpty:
            row.beginField(line: line, column: column(at: 0))
            guard row.fields.count <= limits.fields else {
                return .problem(problem(.tooManyFields(limit: limits.fields), at: 0))
            }
            return .row
        case .plain, .afterQuote:
            row.endField()
            return .row
        case .quoted:
            let field = row.fields[row.fields.count - 1]
            return .problem(CSVProblem(kind: .unterminatedQuote, line: field.line, column: field.column))
        case .afterReturn:
            return .problem(problem(.bareCarriageReturn, at: -1))
        case .mark, .fieldStart, .skippingLine, .rowDelivered, .ended:
            return .exhausted
        }
    }

    // MARK: One phase each

    private mutating func beginField(_ byte: UInt8, _ position: inout Int) -> Event? {
        if row.fields.isEmpty, byte == .lineFeed || byte == .carriageReturn {
            phase = .afterReturn
            if byte == .carriageReturn { position += 1 }
            return nil
        }
        row.beginField(line: line, column: column(at: position))
        if row.fields.count > limits.fields { return skip(.tooManyFields(limit: limits.fields), at: position) }
        if byte == .quote {
            position += 1
            phase = .quoted
        } else {
            phase = .plain
        }
        return nil
    }

    private mutating func readPlain(_ chunk: Span<UInt8>, _ position: inout Int) -> Event? {
        copyRun(chunk, &position, quoted: false)
        // Most fields are plain ones between commas: a loop of their own spares a turn of the machine for each.
        while position + 1 < chunk.count, chunk[position] == .comma, chunk[position + 1] != .quote,
            row.fields.count < limits.fields
        {
            position += 1
            row.endField()
            row.beginField(line: line, column: column(at: position))
            copyRun(chunk, &position, quoted: false)
        }
        guard position < chunk.count else { return nil }
        switch chunk[position] {
        case .comma, .lineFeed, .carriageReturn: return endField(chunk[position], &position)
        case .quote: return skip(.strayQuote, at: position)
        case 0: return skip(.nulByte, at: position)
        default: return rowTooLong()
        }
    }

    private mutating func readQuoted(_ chunk: Span<UInt8>, _ position: inout Int) -> Event? {
        copyRun(chunk, &position, quoted: true)
        guard position < chunk.count else { return nil }
        switch chunk[position] {
        case .quote:
            position += 1
            phase = .afterQuote
            return nil
        case 0: return skip(.nulByte, at: position)
        default: return rowTooLong()
        }
    }

    private mutating func closeQuote(_ byte: UInt8, _ position: inout Int) -> Event? {
        switch byte {
        case .quote:
            guard row.used < limits.row else { return rowTooLong() }
            row.bytes[row.used] = .quote
            row.used += 1
            position += 1
            phase = .quoted
            return nil
        case .comma, .lineFeed, .carriageReturn: return endField(byte, &position)
        default: return skip(.textAfterQuote, at: position)
        }
    }

    private mutating func endField(_ byte: UInt8, _ position: inout Int) -> Event? {
        position += 1
        switch byte {
        case .comma:
            row.endField()
            phase = .fieldStart
            return nil
        case .carriageReturn:
            phase = .afterReturn
            return nil
        default:
            return endRow(at: position)
        }
    }

    /// The inner loop: copies what is neither the end of a plain field nor, in quotes, a quote; stops at a NUL and
    /// where the row is full. Takes eight bytes at a time, and looks closely only at those up to a comma: all that
    /// matter are among them, and text has few others but spaces.
    private mutating func copyRun(_ chunk: Span<UInt8>, _ position: inout Int, quoted: Bool) {
        let end = min(chunk.count, position + limits.row - row.used)
        var source = position
        var target = row.used
        var seen: UInt64 = 0
        var lineFeeds: UInt64 = 0
        var lineEnd = 0
        let input = chunk.bytes
        var values = row.bytes.mutableSpan
        var output = values.mutableBytes
        while source < end {
            if source + 8 <= end {
                let word = UInt64(littleEndian: input.unsafeLoadUnaligned(fromByteOffset: source, as: UInt64.self))
                output.storeBytes(of: word.littleEndian, toByteOffset: target, as: UInt64.self)
                let length = word.bytesAboveComma
                seen |= length == 8 ? word : word & ((1 << (8 * UInt64(length))) - 1)
                source += length
                target += length
                if length == 8 { continue }
            }
            let byte = chunk[source]
            if quoted ? byte == .quote || byte == 0 : byte.endsPlainRun { break }
            output.storeBytes(of: byte, toByteOffset: target, as: UInt8.self)
            seen |= UInt64(byte)
            source += 1
            target += 1
            if quoted, byte == .lineFeed {
                lineFeeds += 1
                lineEnd = source
            }
        }
        if lineFeeds > 0 {
            line += lineFeeds
            lineStart = chunkStart + lineEnd
        }
        if seen & 0x8080_8080_8080_8080 != 0 { row.isASCII = false }
        row.used = target
        position = source
    }

    private mutating func skipLine(_ chunk: Span<UInt8>, _ position: inout Int) {
        while position < chunk.count, chunk[position] != .lineFeed { position += 1 }
        guard position < chunk.count else { return }
        position += 1
        startLine(at: position)
        beginRow(at: position)
    }

    private mutating func skipMark(matched: Int, _ byte: UInt8, _ position: inout Int) {
        if byte == Self.byteOrderMark[matched] {
            position += 1
            guard matched == 2 else { return phase = .mark(matched: matched + 1) }
            // No editor shows it: the first column is behind it.
            lineStart = chunkStart + position
            phase = .rowDelivered
        } else if matched == 0 {
            phase = .fieldStart
        } else {
            keepMark(matched)
            phase = .plain
        }
    }

    /// What began like a byte order mark was the first field's text.
    private mutating func keepMark(_ matched: Int) {
        row.beginField(line: 1, column: 1)
        row.isASCII = false
        for byte in Self.byteOrderMark[..<matched] {
            row.bytes[row.used] = byte
            row.used += 1
        }
    }

    // MARK: Rows, lines, problems

    /// Answers nil after an empty line, which is no row.
    private mutating func endRow(at position: Int) -> Event? {
        startLine(at: position)
        guard !row.fields.isEmpty else {
            beginRow(at: position)
            return nil
        }
        row.endField()
        phase = .rowDelivered
        return .row
    }

    private mutating func beginRow(at position: Int) {
        row.clear()
        row.offset = UInt64(chunkStart + position)
        phase = .fieldStart
    }

    private mutating func startLine(at position: Int) {
        line += 1
        lineStart = chunkStart + position
    }

    private func column(at position: Int) -> UInt64 {
        UInt64(chunkStart + position - lineStart + 1)
    }

    private func problem(_ kind: CSVProblem.Kind, at position: Int) -> CSVProblem {
        CSVProblem(kind: kind, line: line, column: column(at: position))
    }

    private mutating func skip(_ kind: CSVProblem.Kind, at position: Int) -> Event {
        phase = .skippingLine
        return .problem(problem(kind, at: position))
    }

    private mutating func rowTooLong() -> Event {
        phase = .ended
        let first = row.fields[0]
        return .problem(CSVProblem(kind: .rowTooLong(limit: limits.row), line: first.line, column: first.column))
    }
}

extension UInt64 {
    /// How many of its bytes, from the lowest on, are greater than a comma.
    fileprivate var bytesAboveComma: Int {
        let atMostComma = (self &- 0x2D2D_2D2D_2D2D_2D2D) & ~self & 0x8080_8080_8080_8080
        return atMostComma.trailingZeroBitCount / 8
    }
}

extension UInt8 {
    fileprivate var endsPlainRun: Bool {
        self <= .comma
            && (self == .comma || self == .quote || self == .lineFeed || self == .carriageReturn || self == 0)
    }
}
