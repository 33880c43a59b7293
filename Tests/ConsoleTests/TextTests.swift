import Glibc
import Testing

@testable import Console

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("", 0), ("plain", 5), ("naïve", 5), ("cafe\u{301}", 4), ("日本語", 6), ("한국", 4), ("ｆｕ", 4), ("👍", 2), ("👨‍👩‍👧‍👦", 2),
        ("❤️", 2), ("❤", 1), ("🇩🇪", 2), ("…", 1), ("█▌", 2), ("a\u{200B}b", 2), ("ไทย", 3), ("→", 1),
    ])
    func widthIsInColumns(text: String, columns: Int) {
        #expect(DisplayText.width(text) == columns)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"), ("cafe\u{301}s", 5, "cafe\u{301}s"), ("", 0, ""),
    ])
    func truncationCountsColumns(text: String, columns: Int, expected: String) {
        #expect(DisplayText.truncated(text, to: columns) == expected)
        #expect(DisplayText.width(DisplayText.truncated(text, to: columns)) <= columns)
    }

    @Test func paddingCountsColumns() {
        #expect(DisplayText.padded("日本", to: 6) == "日本  ")
        #expect(DisplayText.rightAligned("日本", to: 6) == "  日本")
        #expect(DisplayText.padded("long", to: 2) == "long")
    }

    @Test func linesBreakAtSpaces() {
        #expect(DisplayText.wrapped("one two three", to: 7) == ["one two", "three"])
        #expect(DisplayText.wrapped("one two three", to: 6) == ["one", "two", "three"])
        #expect(DisplayText.wrapped("a incomprehensible b", to: 5) == ["a", "incomprehensible", "b"])
        #expect(DisplayText.wrapped("", to: 5) == [])
    }

    @Test func whatATerminalWouldObeyIsReplaced() {
        #expect(DisplayText.printable("a\u{1B}[2Jb\n\r\u{7F}\u{9B}") == "a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(DisplayText.printable("ab\u{202E}cd\u{2066}") == "ab\u{FFFD}cd\u{FFFD}")
        #expect(DisplayText.printable("日本 👨‍👩‍👧‍👦 ❤️ é") == "日本 👨‍👩‍👧‍👦 ❤️ é")
    }

    @Test(arguments: [
        ("one", ["one"]), ("one\n  two\u{1B}\n", ["one", "  two\u{FFFD}"]),
        ("a\r\nb\rc\u{2028}d", ["a", "b", "c", "d"]),
        ("a\n\nb\n\n", ["a", "", "b"]), ("\n", []), ("", []),
    ])
    func linesAreSplitBeforeTheyAreMadePrintable(text: String, lines: [String]) {
        #expect(DisplayText.lines(text) == lines)
    }

    @Test func theFirstLineTellsOfTheOthers() {
        #expect(DisplayText.firstLine("bad row\n  line 3") == "bad row …")
        #expect(DisplayText.firstLine("bad row\n") == "bad row")
        #expect(DisplayText.firstLine("") == "")
    }
}

@Suite struct TableTests {
    private static func table() -> Table {
        var table = Table([.init("job"), .init("name", shrinks: true), .init("items", .right), .init("state")])
        table.append(["1f3", "spring campaign", "1,000,000", "running"])
        table.append(["日本", "x\u{1B}y", "1", ""])
        return table
    }

    @Test func columnsAreAligned() {
        #expect(
            Self.table().text() == """
                job   name                 items  state
                1f3   spring campaign  1,000,000  running
                日本  x\u{FFFD}y                      1

                """)
    }

    @Test func aNarrowTerminalShrinksTheColumnsThatMay() {
        #expect(
            Self.table().text(width: 35) == """
                job   name           items  state
                1f3   spring c…  1,000,000  running
                日本  x\u{FFFD}y                1

                """)
        #expect(Self.table().text(width: 1) == Self.table().text(width: 34))
    }

    @Test func aRowOfAnotherLengthTraps() async {
        await #expect(processExitsWith: .failure) {
            var table = Table([.init("one")])
            table.append(["a", "b"])
        }
    }
}

@Suite struct FormatTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"), (-100, "-100"),
    ])
    func counts(value: Int, text: String) {
        #expect(Format.count(value) == text)
    }

    @Test func theLargestCount() {
        #expect(Format.count(UInt64.max) == "18,446,744,073,709,551,615")
        #expect(Format.count(Int64.min) == "-9,223,372,036,854,775,808")
    }

    @Test(arguments: [
        (0, "0.0/s"), (0.44, "0.4/s"), (9.94, "9.9/s"), (9.96, "10/s"), (4811.7, "4,812/s"), (.nan, "–"),
        (.infinity, "–"), (-1, "–"),
    ])
    func rates(value: Double, text: String) {
        #expect(Format.rate(value) == text)
    }

    @Test(arguments: [
        (0, "0ms"), (999, "999ms"), (1000, "1s"), (59_999, "59s"), (60_000, "1m00s"), (79_000, "1m19s"),
        (3_599_999, "59m59s"), (3_600_000, "1h00m"), (7_380_000, "2h03m"), (86_400_000, "1d00h"), (-5, "0ms"),
    ])
    func durations(milliseconds: Int64, text: String) {
        #expect(Format.duration(.milliseconds(milliseconds)) == text)
    }

    @Test(arguments: [(999, "now"), (1000, "1s"), (60_000, "1m"), (3_600_000, "1h"), (172_800_000, "2d"), (-1, "now")])
    func ages(milliseconds: Int64, text: String) {
        #expect(Format.age(.milliseconds(milliseconds)) == text)
    }

    @Test(arguments: [
        (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (65_536, "64 KiB"), (1_048_575, "1.0 MiB"),
        (5 << 30, "5.0 GiB"), (Int.max, "8.0 EiB"),
    ])
    func sizes(bytes: Int, text: String) {
        #expect(Format.size(bytes: bytes) == text)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_777_638_896_789, "2026-05-01T12:34:56.789Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"), (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
        (253_402_300_800_000, "+10000-01-01T00:00:00.000Z"),
    ])
    func timestamps(milliseconds: Int64, text: String) {
        #expect(Format.timestamp(unixMilliseconds: milliseconds) == text)
    }

    /// Every day of 800 years around now, against the C library.
    @Test func datesAgreeWithTheCLibrary() {
        for day in -146_097...146_097 {
            var seconds = time_t(day * 86_400)
            var broken = tm()
            gmtime_r(&seconds, &broken)
            let date = CivilDate(daysSinceEpoch: Int64(day))
            let agrees =
                date.year == Int64(broken.tm_year) + 1900 && date.month == Int64(broken.tm_mon) + 1
                && date.day == Int64(broken.tm_mday)
            if !agrees { #expect(Bool(false), "day \(day) is \(date)") }
        }
    }

    @Test func theEndsOfTimeDoNotTrap() {
        #expect(Format.timestamp(unixMilliseconds: .max).hasPrefix("+292278994-08-17"))
        #expect(Format.timestamp(unixMilliseconds: .min).hasPrefix("-292275055-05-16"))
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
    }
}
