import SeededRandom
import Testing

@testable import Console

@Suite struct JSONTests {
    @Test func valuesAreWrittenCompactlyInTheirOrder() {
        let value: JSON = [
            "name": "spring", "id": .id(.max), "done": JSON(UInt64.max), "share": 0.5, "tags": ["a", nil, true, -1],
            "none": [:], "empty": [],
        ]
        #expect(
            value.text
                == #"{"name":"spring","id":"18446744073709551615","done":18446744073709551615,"share":0.5,"#
                + #""tags":["a",null,true,-1],"none":{},"empty":[]}"#)
    }

    @Test(arguments: [
        ("\"\\/", #""\"\\/""#), ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("\u{0}\u{1F}", #""\u0000\u001f""#),
        ("\u{7F}\u{9B}\u{2028}", #""\u007f\u009b\u2028""#), ("é日👍", #""é日👍""#), ("e\u{301}\r\n", "\"e\u{301}\\r\\n\""),
    ])
    func stringsAreEscaped(string: String, text: String) throws {
        #expect(JSON.string(string).text == text)
        #expect(try JSON(parsing: text) == .string(string))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func whatIsNoNumberIsNull(value: Double) {
        #expect(JSON.number(value).text == "null")
    }

    @Test(arguments: [0.1, -0.0, 1e300, .leastNonzeroMagnitude, 1e20, 123_456_789.125, .greatestFiniteMagnitude])
    func doublesAreReadBackExactly(value: Double) throws {
        guard case .number(let read) = try JSON(parsing: JSON.number(value).text) else {
            Issue.record("not a double: \(JSON.number(value).text)")
            return
        }
        #expect(read.bitPattern == value.bitPattern)
    }

    @Test(
        arguments: [
            ("0", .integer(0)), ("-0", .number(-0.0)), ("18446744073709551615", .integer(18_446_744_073_709_551_615)),
            ("1.0", .number(1)), ("1e2", .number(100)), ("1E-2", .number(0.01)), (" [ 1 , 2 ] ", [1, 2]),
            (#"{"a":{"b":[]}}"#, ["a": ["b": []]]), (#""\ud83d\udc4d\u00e9\/""#, "👍é/"), ("\t\r\n null ", nil),
            ("170141183460469231731687303715884105728", .number(170_141_183_460_469_231_731_687_303_715_884_105_728)),
        ] as [(String, JSON)])
    func strictTextIsRead(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(arguments: [
        ("", 0, "the text ends where a value was expected"), ("nul", 0, "null was expected"),
        ("[1,]", 3, "no value starts with this byte"), ("[1 2]", 3, "a comma or a closing bracket was expected"),
        ("{\"a\":1,}", 7, "a name in quotes was expected"), ("{a:1}", 1, "a name in quotes was expected"),
        ("{\"a\" 1}", 5, "a colon was expected"), ("{\"a\":1", 6, "a comma or a closing brace was expected"),
        ("{\"a\":1,\"a\":2}", 7, "a name for the second time in an object"), ("1 2", 2, "something follows the value"),
        ("01", 1, "something follows the value"), ("1.", 2, "a digit was expected"), ("-", 1, "a digit was expected"),
        (".5", 0, "no value starts with this byte"), ("1e", 2, "a digit was expected"),
        ("1e999", 0, "a number beyond what a double holds"), ("\"a", 0, "a string without its end"),
        ("\"\n\"", 1, "a control character that is not escaped"), (#""\x""#, 2, "an unknown escape"),
        (#""\u12g4""#, 5, "four hexadecimal digits were expected"), (#""\ud800""#, 3, "half of a surrogate pair"),
        (#""\udc00""#, 3, "half of a surrogate pair"), (#""\ud800\u0041""#, 3, "half of a surrogate pair"),
        ("\"\\", 2, "the text ends in an escape"), ("// no", 0, "no value starts with this byte"),
        ("NaN", 0, "no value starts with this byte"), ("\u{FEFF}1", 0, "no value starts with this byte"),
    ])
    func anythingElseIsRefusedWithItsPlace(text: String, offset: Int, problem: String) {
        #expect(throws: JSONError(line: 1, column: offset + 1, problem: problem)) { try JSON(parsing: text) }
    }

    @Test func aMistakeIsFoundByItsLineAndColumn() throws {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\n  \"a\": 1,\r\n  \"b\" 2\n}") }
        #expect(error?.description == "not JSON at line 3, column 7: a colon was expected")
        #expect(throws: JSONError(line: 2, column: 1, problem: "something follows the value")) {
            try JSON(parsing: "1\n2")
        }
    }

    @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]])
    func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
        #expect(throws: JSONError(line: 1, column: 1, problem: "a string that is not UTF-8")) {
            try JSON(parsing: bytes)
        }
    }

    @Test func theDepthLimitIsExact() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        for depth in [63, 64] { _ = try JSON(parsing: nested(depth)) }
        #expect(throws: JSONError(line: 1, column: 65, problem: "nested deeper than 64")) {
            try JSON(parsing: nested(65))
        }
        // Siblings are not depth.
        _ = try JSON(parsing: "[" + Array(repeating: "[]", count: 100).joined(separator: ",") + "]")
    }

    @Test func theSizeLimitIsExact() throws {
        for text in ["\"1234567\"", "\"12345678\""] { _ = try JSON(parsing: text, maximumBytes: 10) }
        #expect(throws: JSONError(line: 1, column: 11, problem: "longer than 10 bytes")) {
            try JSON(parsing: "\"123456789\"", maximumBytes: 10)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func whatIsWrittenIsReadBack(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let value = JSON.random(depth: 4, using: &random)
            #expect(try JSON(parsing: value.text) == value, "seed \(seed)")
        }
    }

    /// Bytes changed at random: an error or a value, never a trap; and a value is read back from what it is written as.
    @Test(arguments: [4, 5, 6] as [UInt64])
    func damagedTextIsReadOrRefused(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            var bytes = Array(JSON.random(depth: 4, using: &random).text.utf8)
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            guard let value = try? JSON(parsing: bytes) else { continue }
            #expect(try JSON(parsing: value.text) == value, "seed \(seed)")
        }
    }

    @Test func membersAreFoundByName() throws {
        let value = try JSON(parsing: #"{"a":[1,{"b":"c"}]}"#)
        #expect(value["a"]?[1]?["b"] == "c")
        #expect(value["x"] == nil)
        #expect(value["a"]?[2] == nil)
        #expect(value[0] == nil)
    }
}

extension JSON {
    fileprivate static func random(depth: Int, using random: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return JSON(Int64.random(in: .min ... .max, using: &random))
        case 3: return .number(.random(in: -1e6...1e6, using: &random))
        case 4: return .string(randomString(using: &random))
        case 5: return .array((0..<3).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            return .object(
                (0..<3).map {
                    Member("\($0)" + randomString(using: &random), .random(depth: depth - 1, using: &random))
                })
        }
    }

    private static func randomString(using random: inout SplitMix64) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<8, using: &random) {
            let limit: UInt32 = .random(using: &random) ? 0x80 : 0x11_0000
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
