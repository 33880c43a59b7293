import SeededRandom
import Testing

@testable import Campaigns

/// What a text parses to: rows as lists of fields, problems as text.
private func parse(
    _ text: [UInt8], cutAt cuts: [Int] = [], limits: CSVParser.Limits = CSVParser.Limits()
) -> [String] {
    var parser = CSVParser(limits: limits)
    var events: [String] = []
    func note(_ event: CSVParser.Event) {
        switch event {
        case .row:
            let fields = parser.row.fields.indices.map { String(decoding: parser.row[$0], as: UTF8.self) }
            let places = parser.row.fields.map { "\($0.line):\($0.column)" }
            events.append("@\(parser.row.offset) \(fields) \(places) \(parser.row.isASCII)")
        case .problem(let problem): events.append("\(problem.kind) \(problem.line):\(problem.column)")
        case .exhausted: break
        }
    }
    let bounds = [0] + cuts + [text.count]
    for (start, end) in zip(bounds, bounds.dropFirst()) {
        let chunk = Array(text[start..<end])
        var position = 0
        while true {
            let event = parser.next(in: chunk.span, at: &position)
            note(event)
            if event == .exhausted { break }
        }
    }
    while true {
        let event = parser.finish()
        note(event)
        if event == .exhausted { return events }
    }
}

/// The fields alone, for readable expectations.
private func rows(_ text: String) -> [[String]] {
    var parser = CSVParser()
    let bytes = Array(text.utf8)
    var position = 0
    var rows: [[String]] = []
    func take() { rows.append(parser.row.fields.indices.map { String(decoding: parser.row[$0], as: UTF8.self) }) }
    while parser.next(in: bytes.span, at: &position) == .row { take() }
    while parser.finish() == .row { take() }
    return rows
}

struct CSVParserTests {
    @Test(
        arguments: [
            ("", []),
            ("\n", []),
            ("\r\n\n\r\n", []),
            ("a,b", [["a", "b"]]),
            ("a,b\n", [["a", "b"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,\n,b\n", [["a", ""], ["", "b"]]),
            ("a,", [["a", ""]]),
            ("\"\"\n", [[""]]),
            ("\"a,b\",\"c\"\"d\"\"\"\n", [["a,b", "c\"d\""]]),
            ("\"two\r\nlines\",x\n\ny,z", [["two\r\nlines", "x"], ["y", "z"]]),
            ("\u{FEFF}a,b\n", [["a", "b"]]),
            ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
            ("a\u{FEFF},b\n", [["a\u{FEFF}", "b"]]),
            ("  a , b \n", [["  a ", " b "]]),
            ("Łukasz,東京\n", [["Łukasz", "東京"]]),
        ] as [(String, [[String]])])
    func splitsRows(text: String, expected: [[String]]) {
        #expect(rows(text) == expected)
    }

    @Test(
        arguments: [
            ("a\nb\"c\nd", CSVProblem.Kind.strayQuote, 2, 2),
            ("\"a\"b\nd", .textAfterQuote, 1, 4),
            ("a\rb\nd", .bareCarriageReturn, 1, 2),
            ("a\0b\nd", .nulByte, 1, 2),
            ("\"a\0b\nd", .nulByte, 1, 3),
            ("x\n\"a\n\nb", .unterminatedQuote, 2, 1),
            ("\"x\ny\",a\0\n", .nulByte, 2, 5),
            ("x\r", .bareCarriageReturn, 1, 2),
        ] as [(String, CSVProblem.Kind, UInt64, UInt64)])
    func placesProblems(text: String, kind: CSVProblem.Kind, line: UInt64, column: UInt64) {
        let problem = CSVProblem(kind: kind, line: line, column: column)
        #expect(parse(Array(text.utf8)).contains("\(problem.kind) \(problem.line):\(problem.column)"))
    }

    @Test func goesOnAtTheLineAfterAProblem() {
        #expect(parse(Array("a\"b\nc,d\n".utf8)) == ["strayQuote 1:2", "@4 [\"c\", \"d\"] [\"2:1\", \"2:3\"] true"])
    }

    static let cutTexts: [String] = [
        "\u{FEFF}email,name\r\n\"a\"\"b\",\"x\r\n\r\ny\"\r\n\r\n東京,é,\n",
        "\u{FEFF}\u{FEFF}a\n", "a\rb\nc\"d\n\"e\"f\nabcdefghijklmnop qrstuvwxyz,0123456789 abcdefgh\n\"open",
        "\r\n\"\"\n\"\"\"\"\n,,\n\r\n,", "é\0x\n\"é\n\0y\nz\r",
    ]

    @Test(arguments: cutTexts)
    func givesTheSameHoweverItIsCut(text: String) {
        let bytes = Array(text.utf8)
        let whole = parse(bytes)
        for cut in 0...bytes.count {
            #expect(parse(bytes, cutAt: [cut]) == whole, "cut at \(cut)")
        }
        #expect(parse(bytes, cutAt: Array(1..<bytes.count)) == whole, "byte by byte")
    }

    @Test func aCutMarkIsText() {
        #expect(parse([0xEF, 0xBB]).count == 1)
        #expect(parse([0xEF, 0xBB, 0x41, 0x0A]).count == 1)
    }

    @Test(arguments: [15, 16, 17])
    func limitsTheRow(length: Int) {
        var limits = CSVParser.Limits()
        limits.row = 16
        for text in [String(repeating: "a", count: length), "\"" + String(repeating: "b", count: length) + "\""] {
            let events = parse(Array("x\n\(text)\ny\n".utf8), limits: limits)
            #expect(events.contains("rowTooLong(limit: 16) 2:1") == (length > 16), "\(events)")
            #expect(events.count == (length > 16 ? 2 : 3), "nothing is read after a row too long")
        }
        let doubled = "\"" + String(repeating: "\"\"", count: length) + "\""
        let events = parse(Array(doubled.utf8), limits: limits)
        #expect(events.contains("rowTooLong(limit: 16) 1:1") == (length > 16))
    }

    @Test(arguments: [63, 64, 65])
    func limitsTheFields(count: Int) {
        let header = Array(repeating: "a", count: count).joined(separator: ",")
        let empty = String(repeating: ",", count: count - 1)
        for text in [header + "\n", header, empty + "\n", empty] {
            let events = parse(Array(text.utf8))
            #expect(events.count == 1)
            #expect(events[0].hasPrefix("tooManyFields") == (count > 64), "\(events)")
        }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func readsBackWhatWasWritten(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet: [Character] = ["a", "b", ",", "\"", "\n", "\r\n", "é", "語", " ", "x"]
        let table = (0..<20).map { _ in
            (0..<3).map { _ in
                let length = Int.random(in: 0...20, using: &random)
                return String((0..<length).map { _ in alphabet.randomElement(using: &random)! })
            }
        }
        let text = table.map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n")
        #expect(rows(text) == table, "seed \(seed)")
        let bytes = Array(text.utf8)
        let cuts = (0..<5).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
        #expect(parse(bytes, cutAt: cuts) == parse(bytes), "seed \(seed)")
    }
}
