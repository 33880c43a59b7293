/// Makes a template's source into instructions, in one pass without recursion.
struct TemplateCompiler {
    let source: [UInt8]
    private let name: String
    private let columns: RecipientColumns
    private var instructions: [Template.Instruction] = []
    private var openSections: [OpenSection] = []
    /// Where the text begins that is not yet in an instruction.
    private var textStart = 0

    private struct OpenSection {
        let column: Int
        let instruction: Int
        let offset: Int
    }

    private struct Tag {
        enum Kind { case escaped, raw, section, inverted, end, comment }
        let kind: Kind
        let range: Range<Int>
        let content: ArraySlice<UInt8>
    }

    private static let open = Array("{{".utf8)
    private static let hint =
        "Tags are {{field}}, {{{field}}}, {{#field}}…{{/field}}, {{^field}}…{{/field}} and {{! … }}."

    init(source: [UInt8], name: String, columns: RecipientColumns) {
        self.source = source
        self.name = name
        self.columns = columns
    }

    mutating func compile() throws(CampaignContentError) -> [Template.Instruction] {
        guard source.count <= Template.Limits.source else {
            let limit = Template.Limits.source
            throw CampaignContentError(
                .templateTooLong, in: name, "the template has \(source.count) bytes, and may have \(limit): shorten it")
        }
        try checkUTF8()
        var offset = 0
        while let start = indexOfTag(from: offset) {
            let tag = try readTag(at: start)
            offset = try compile(tag)
        }
        appendText(upTo: source.count)
        if let section = openSections.last {
            let field = columns.names[section.column]
            throw error(
                .unbalancedSection, at: section.offset, "the section `\(field)` is never closed: add {{/\(field)}}")
        }
        return instructions
    }

    // MARK: Tags

    private func indexOfTag(from start: Int) -> Int? {
        var index = start
        while index + 1 < source.count {
            if source[index] == UInt8(ascii: "{"), source[index + 1] == UInt8(ascii: "{") { return index }
            index += 1
        }
        return nil
    }

    private func readTag(at start: Int) throws(CampaignContentError) -> Tag {
        let isTriple = start + 2 < source.count && source[start + 2] == UInt8(ascii: "{")
        let braces = isTriple ? 3 : 2
        var end = start + braces
        while end < source.count, !closes(at: end, braces) { end += 1 }
        guard end < source.count else {
            let close = isTriple ? "}}}" : "}}"
            throw error(.malformedTag, at: start, "the tag that opens here is never closed: add \(close)")
        }
        let range = start..<(end + braces)
        let inner = source[(start + braces)..<end]
        if isTriple { return Tag(kind: .raw, range: range, content: inner) }
        let kind: Tag.Kind? =
            switch inner.first {
            case UInt8(ascii: "#"): .section
            case UInt8(ascii: "^"): .inverted
            case UInt8(ascii: "/"): .end
            case UInt8(ascii: "!"): .comment
            case UInt8(ascii: "&"): .raw
            case UInt8(ascii: ">"), UInt8(ascii: "="):
                throw error(.malformedTag, at: start, "partials and other delimiters are not known here. \(Self.hint)")
            default: nil
            }
        return Tag(kind: kind ?? .escaped, range: range, content: kind == nil ? inner : inner.dropFirst())
    }

    private func closes(at index: Int, _ braces: Int) -> Bool {
        index + braces <= source.count && source[index..<(index + braces)].allSatisfy { $0 == UInt8(ascii: "}") }
    }

    /// Answers where to go on.
    private mutating func compile(_ tag: Tag) throws(CampaignContentError) -> Int {
        let taken = tag.kind == .escaped || tag.kind == .raw ? tag.range : wholeLine(around: tag.range) ?? tag.range
        appendText(upTo: taken.lowerBound)
        textStart = taken.upperBound
        switch tag.kind {
        case .comment:
            break
        case .escaped, .raw:
            instructions.append(.field(column: try column(of: tag), isRaw: tag.kind == .raw))
        case .section, .inverted:
            guard openSections.count < Template.Limits.depth else {
                throw error(
                    .unbalancedSection, at: tag.range.lowerBound,
                    "more than \(Template.Limits.depth) sections inside each other: close some before")
            }
            let column = try column(of: tag)
            openSections.append(
                OpenSection(column: column, instruction: instructions.count, offset: tag.range.lowerBound))
            instructions.append(.skip(column: column, unlessEmpty: tag.kind == .inverted, target: 0))
        case .end:
            try closeSection(tag)
        }
        return textStart
    }

    private mutating func closeSection(_ tag: Tag) throws(CampaignContentError) {
        let column = try column(of: tag)
        guard let section = openSections.popLast() else {
            throw error(
                .unbalancedSection, at: tag.range.lowerBound,
                "no section is open here: remove this tag, or open one with {{#\(columns.names[column])}}")
        }
        guard section.column == column else {
            throw error(
                .unbalancedSection, at: tag.range.lowerBound,
                """
                this closes `\(columns.names[column])`, but the section open here is \
                `\(columns.names[section.column])` (line \(place(of: section.offset).line)): close that one first
                """)
        }
        guard case .skip(_, let unlessEmpty, _) = instructions[section.instruction] else {
            preconditionFailure("a section begins with a skip")
        }
        instructions[section.instruction] = .skip(
            column: column, unlessEmpty: unlessEmpty, target: instructions.count)
    }

    private mutating func appendText(upTo end: Int) {
        if textStart < end { instructions.append(.text(textStart..<end)) }
    }

    /// The line with its end, when nothing but spaces stands beside the tag.
    private func wholeLine(around tag: Range<Int>) -> Range<Int>? {
        var start = tag.lowerBound
        while start > textStart, source[start - 1] == .space || source[start - 1] == .tab { start -= 1 }
        guard start == 0 || source[start - 1] == .lineFeed else { return nil }
        var end = tag.upperBound
        while end < source.count, source[end] == .space || source[end] == .tab { end += 1 }
        if end == source.count { return start..<end }
        if source[end] == .carriageReturn, end + 1 < source.count { end += 1 }
        return source[end] == .lineFeed ? start..<(end + 1) : nil
    }

    // MARK: Fields and errors

    private func column(of tag: Tag) throws(CampaignContentError) -> Int {
        let trimmed = tag.content.trimmingSpaces()
        let field = String(decoding: trimmed, as: UTF8.self)
        guard !field.isEmpty else {
            throw error(.malformedTag, at: tag.range.lowerBound, "the tag names no field. \(Self.hint)")
        }
        if let column = columns.index(of: field) { return column }
        let near = columns.names.nearest(to: field).map { " Did you mean `\($0)`?" } ?? ""
        throw error(
            .unknownField, at: tag.range.lowerBound,
            """
            the list has no column `\(String.excerpt(trimmed))`.\(near) \
            Its columns are \(columns.names.joined(separator: ", ")).
            """)
    }

    private func checkUTF8() throws(CampaignContentError) {
        do {
            _ = try UTF8Span(validating: source.span)
        } catch {
            throw self.error(
                .templateNotUTF8, at: error.byteOffsets.lowerBound, "this is not UTF-8: save the template as UTF-8")
        }
    }

    private func error(
        _ code: CampaignContentError.Code, at offset: Int, _ message: String
    ) -> CampaignContentError {
        let place = place(of: offset)
        return CampaignContentError(code, in: name, line: place.line, column: place.column, message)
    }

    private func place(of offset: Int) -> (line: Int, column: Int) {
        let before = source[..<offset]
        let lineStart = before.lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
        return (before.count { $0 == .lineFeed } + 1, offset - lineStart + 1)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimmingSpaces() -> ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first == .space || first == .tab { slice.removeFirst() }
        while let last = slice.last, last == .space || last == .tab { slice.removeLast() }
        return slice
    }
}
