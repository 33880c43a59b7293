/// Makes replies of a server's bytes, however they are cut.
struct SMTPReplyParser: Sendable {
    enum Limits {
        /// Bytes of a line; RFC 5321 has 512.
        static let line = 2_048
        static let lines = 128
    }

    enum Malformed: Error, Equatable {
        case lineTooLong
        case tooManyLines
        case noCode
        case codesDiffer
    }

    private var line: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []

    /// Takes the next byte; answers the reply that it completes.
    mutating func take(_ byte: UInt8) throws(Malformed) -> SMTPReply? {
        guard byte == .lineFeed else {
            guard line.count < Limits.line else { throw .lineTooLong }
            line.append(byte)
            return nil
        }
        if line.last == .carriageReturn { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        return try endLine()
    }

    private mutating func endLine() throws(Malformed) -> SMTPReply? {
        guard line.count >= 3, line[..<3].allSatisfy(\.isASCIIDigit) else { throw .noCode }
        let lineCode = line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (200..<600).contains(lineCode) else { throw .noCode }
        guard code == nil || code == lineCode else { throw .codesDiffer }
        let isLast = line.count == 3 || line[3] == .space
        guard isLast || line[3] == .hyphen else { throw .noCode }
        guard lines.count < Limits.lines else { throw .tooManyLines }
        // Shown to people and kept: what a server may put in it must not move a cursor.
        lines.append(String(decoding: line.dropFirst(4).map { $0.isControl ? UInt8(ascii: "?") : $0 }, as: UTF8.self))
        code = isLast ? nil : lineCode
        guard isLast else { return nil }
        defer { lines.removeAll(keepingCapacity: true) }
        return SMTPReply(code: lineCode, lines: lines)
    }
}
