/// Checks a whole list in one pass and notes where its rows are. Pure: bytes in, a result out.
///
/// Memory: a row, the problems, 8 bytes for every 64th row and for every block, and 11 to 32 bytes a row to count
/// duplicates. A line without an end costs no more than another: a row has a limit.
struct RecipientListScanner {
    struct Result {
        let summary: RecipientListSummary
        let index: RecipientIndex
    }

    private enum Section { case header, rows, stopped }

    private var parser = CSVParser()
    private var blocks = ListBlocksMaker()
    private var section = Section.header
    private var names: [String] = []
    private var columns: RecipientColumns?
    private var recipients: UInt64 = 0
    private var offsets: [UInt64] = []
    private var addresses = FingerprintSet()
    private var duplicates: UInt64 = 0
    private var duplicateLines: [UInt64] = []
    private var problems: [RecipientListProblem] = []
    private let recipientLimit: UInt64

    init(recipientLimit: UInt64 = RecipientListLimits.recipients) {
        self.recipientLimit = recipientLimit
    }

    /// Whether the rest of the list no longer matters: `finish` will throw.
    var hasStopped: Bool { section == .stopped }

    mutating func consume(_ chunk: Span<UInt8>) {
        blocks.update(chunk)
        var position = 0
        while section != .stopped {
            switch parser.next(in: chunk, at: &position) {
            case .row: takeRow()
            case .problem(let problem): report(problem)
            case .exhausted: return
            }
        }
    }

    /// To be called once, after the last chunk.
    mutating func finish() throws(RecipientListError) -> Result {
        while section != .stopped {
            let event = parser.finish()
            if event == .row { takeRow() }
            if case .problem(let problem) = event { report(problem) }
            if event == .exhausted { break }
        }
        guard problems.isEmpty else { throw failure() }
        guard let columns else {
            throw RecipientListError(
                .invalidList, "The list is empty. Its first line must name the columns, one of them `email`.")
        }
        guard recipients > 0 else {
            throw RecipientListError(.invalidList, "The list has a header and no recipients. Add a row for each.")
        }
        let blocks = blocks.blocks
        return Result(
            summary: RecipientListSummary(
                columns: columns, recipients: recipients, duplicates: duplicates, duplicateLines: duplicateLines,
                identity: blocks.identity),
            index: RecipientIndex(blocks: blocks, columns: columns, recipients: recipients, offsets: offsets))
    }

    // MARK: Rows

    private mutating func takeRow() {
        switch section {
        case .header: takeHeader()
        case .rows: takeRecipient()
        case .stopped: break
        }
    }

    private mutating func takeHeader() {
        section = .rows
        // A tab in it stands between columns: that is told below.
        let isAlone = parser.row.fields.count == 1
        for field in parser.row.fields.indices {
            guard let name = String(validating: parser.row[field], as: UTF8.self) else {
                report("the name is not UTF-8: save the file as UTF-8", field: field)
                return
            }
            if name.isEmpty {
                report("a column has no name: name it or delete it", field: field)
            } else if name.utf8.contains(where: { $0.isControl && !($0 == .tab && isAlone) }) {
                report("a column's name holds a control character: take it out", field: field)
            } else if names.contains(where: { $0.utf8.lowercasedASCII() == name.utf8.lowercasedASCII() }) {
                report("a second column `\(String.excerpt(name.utf8))`: rename or delete one of them", field: field)
            }
            names.append(name)
        }
        columns = RecipientColumns(names)
        if columns == nil {
            report(HeaderAdvice.withoutEmail(names), field: 0)
        }
        // Rows cannot be judged by a header that is wrong.
        if !problems.isEmpty { section = .stopped }
    }

    private mutating func takeRecipient() {
        guard let columns else { return }
        let count = parser.row.fields.count
        guard count == names.count else {
            let advice = count < names.count ? "look for a missing comma" : "look for a comma to quote"
            report(
                "the row has \(count) field\(count == 1 ? "" : "s"), the header \(names.count): \(advice)", field: 0)
            return
        }
        guard recipients < recipientLimit else {
            report("more than \(recipientLimit) recipients: split the list", field: 0)
            section = .stopped
            return
        }
        if !parser.row.isASCII, let field = firstFieldNotUTF8() {
            report("column `\(names[field])` is not UTF-8: save the file as UTF-8", field: field)
            return
        }
        if recipients % RecipientListLimits.rowsPerOffset == 0 { offsets.append(parser.row.offset) }
        recipients += 1
        takeAddress(columns.email)
    }

    private mutating func takeAddress(_ field: Int) {
        let (flaw, fingerprint) = judgeAddress(field)
        if let flaw {
            report("\(flaw.advice) (`\(String.excerpt(parser.row[field]))`)", field: field)
        } else if !addresses.insert(fingerprint) {
            duplicates += 1
            if duplicateLines.count < RecipientListLimits.duplicatesShown {
                duplicateLines.append(parser.row.fields[field].line)
            }
        }
    }

    private func judgeAddress(_ field: Int) -> (flaw: EmailAddress.Flaw?, fingerprint: UInt64) {
        let range = parser.row.fields[field]
        let address = parser.row.bytes.span.extracting(range.start..<range.end)
        return (EmailAddress.flaw(in: address), FingerprintSet.fingerprint(folding: address))
    }

    /// All values at once, which is several times faster than one by one.
    private func firstFieldNotUTF8() -> Int? {
        let row = parser.row
        if Self.isUTF8(row.bytes.span.extracting(..<row.used)), !row.fields.contains(where: row.beginsInsideCharacter) {
            return nil
        }
        return row.fields.firstIndex { !Self.isUTF8(row.bytes.span.extracting($0.start..<$0.end)) }
    }

    private static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        (try? UTF8Span(validating: bytes)) != nil
    }

    // MARK: Problems

    private mutating func report(_ problem: CSVProblem) {
        report(problem.description, line: problem.line, column: problem.column)
        if problem.endsParsing || section == .header { section = .stopped }
    }

    private mutating func report(_ message: String, field: Int) {
        report(message, line: parser.row.fields[field].line, column: parser.row.fields[field].column)
    }

    private mutating func report(_ message: String, line: UInt64, column: UInt64) {
        guard problems.count < RecipientListLimits.problems else { return }
        problems.append(RecipientListProblem(line: line, column: column, message: message))
        if problems.count == RecipientListLimits.problems { section = .stopped }
    }

    private func failure() -> RecipientListError {
        let found =
            problems.count == RecipientListLimits.problems
            ? "The list has \(problems.count) problems or more (reading stopped there)"
            : "The list has \(problems.count) problem\(problems.count == 1 ? "" : "s")"
        return RecipientListError(
            .invalidList, "\(found). Nothing was indexed; correct these and try again.", problems: problems)
    }
}
