import Glibc
import SeededRandom
import Testing

@testable import Calendars

/// The system's time zones, and files that are none.
@Suite struct TimeZoneTests {
    private func file(_ name: String) throws -> [UInt8] {
        let file = try #require(fopen("/usr/share/zoneinfo/\(name)", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: TimeZone.largestFile)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }

    @Test(arguments: [
        ("Europe/Berlin", 1_774_745_999, "2026-03-29 01:59:59 +01:00"),
        ("Europe/Berlin", 1_774_746_000, "2026-03-29 03:00:00 +02:00"),
        ("Europe/Berlin", 4_118_000_399, "2100-06-30 02:59:59 +02:00"),
        ("Australia/Lord_Howe", 1_790_955_900, "2026-10-03 02:15:00 +10:30"),
        ("America/St_Johns", 1_783_000_000, "2026-07-02 11:16:40 -02:30"), ("UTC", 0, "1970-01-01 00:00:00 +00:00"),
        ("Asia/Kathmandu", 1_783_000_000, "2026-07-02 19:31:40 +05:45"),
        ("Etc/GMT+12", 1_783_000_000, "2026-07-02 01:46:40 -12:00"),
    ])
    func clocksShowWhatTheyDo(name: String, moment: Int64, text: String) throws {
        #expect(try TimeZoneDatabase().zone(named: name).text(of: moment) == text)
    }

    /// The file's table ends in 2037 at the latest; the rule in its last line goes on as the table did.
    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Nuuk", "Europe/Dublin"])
    func theRuleGoesOnWhereTheTableEnds(name: String) throws {
        let zone = try TimeZoneDatabase().zone(named: name)
        let ruled = TimeZone(
            name: name, firstOffset: zone.period(at: 1_767_225_600).offset, changes: [], rule: zone.rule)
        for moment in stride(from: Int64(1_767_225_600), to: 2_140_000_000, by: 43_210) {
            #expect(zone.period(at: moment).offset == ruled.period(at: moment).offset, "\(moment)")
        }
    }

    /// Every period begins where the one before it ends.
    @Test(arguments: ["Europe/Berlin", "Africa/Casablanca", "America/Santiago", "Antarctica/Troll"])
    func periodsFollowEachOther(name: String) throws {
        let zone = try TimeZoneDatabase().zone(named: name)
        var period = zone.period(at: 0)
        while let end = period.end, end < 5_000_000_000 {
            let next = zone.period(at: end)
            #expect(next.begin == end && next.offsetBefore == period.offset && next.offset != period.offset)
            #expect(zone.period(at: end - 1) == period)
            period = next
        }
    }

    @Test(
        arguments: [
            ("<-03>3", -10_800, nil), ("IST-5:30", 19_800, nil), ("NZST-12NZDT,M9.5.0,M4.1.0/3", 43_200, 46_800),
            ("EST5EDT,J60/-1:30,300/26", -18_000, -14_400), ("LHST-10:30LHDT-11,M10.1.0,M4.1.0", 37_800, 39_600),
        ] as [(String, Int64, Int64?)])
    func rulesAreRead(text: String, offset: Int64, summer: Int64?) throws {
        let rule = try #require(ZoneRule(Array(text.utf8)))
        #expect(rule.offset == offset)
        #expect(rule.summer?.offset == summer)
    }

    @Test(arguments: [
        "", "5", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "C-1", "CET-25", "<CET-1",
    ])
    func whatIsNoRuleIsNotRead(text: String) {
        #expect(ZoneRule(Array(text.utf8)) == nil)
    }

    @Test func thirtyDaysHaveTheMonthsThatDo() {
        // Day 60 without the leap day is 1 March in every year.
        for year in [2023, 2024] {
            let days = ZoneRule.Day.ofCommonYear(60).days(in: year)
            #expect(CivilTime.date(days: days) == (year, 3, 1))
        }
        #expect(CivilTime.date(days: ZoneRule.Day.ofYear(59).days(in: 2024)) == (2024, 2, 29))
        #expect(CivilTime.date(days: ZoneRule.Day.ofMonth(2, week: 5, weekday: 4).days(in: 2024)) == (2024, 2, 29))
        #expect(CivilTime.date(days: ZoneRule.Day.ofMonth(2, week: 5, weekday: 4).days(in: 2023)) == (2023, 2, 23))
    }

    @Test(arguments: [
        "", "../../../etc/passwd", "/etc/passwd", "Europe/../../etc/passwd", "Europe//Berlin", "Europe/", ".hidden",
        "Europe/Berlin\0", "Zürich", String(repeating: "a", count: 65),
    ])
    func aNameThatLeadsElsewhereIsNone(name: String) {
        #expect(
            throws: CalendarError("'\(name)' is no name of a time zone; expected one such as Europe/Berlin, or UTC")
        ) { try TimeZoneDatabase().zone(named: name) }
    }

    @Test(arguments: ["Mars/Olympus", "Europe", "tzdata", "Europe/Berlin/Mitte"])
    func aZoneThatIsNotThereIsSaid(name: String) {
        #expect(
            throws: CalendarError(
                "there is no time zone '\(name)' in /usr/share/zoneinfo; expected one such as Europe/Berlin, or UTC")
        ) { try TimeZoneDatabase().zone(named: name) }
    }

    @Test func withoutADatabaseThereIsUTC() throws {
        let database = TimeZoneDatabase(folder: "/nowhere")
        #expect(try database.zone(named: "UTC") == .utc)
        #expect(
            throws: CalendarError(
                "there are no time zones in /nowhere: install Debian's tzdata there, or use UTC, which needs none")
        ) { try database.zone(named: "Europe/Berlin") }
    }

    /// A file that was cut or changed is refused, or is another zone; it never stops the process.
    @Test func aDamagedFileDoesNoHarm() throws {
        let whole = try file("America/Santiago")
        for length in 0..<whole.count {
            #expect(throws: CalendarError.self) { try TimeZone(name: "x", file: Array(whole[..<length])) }
        }
        var random = SplitMix64(seed: 3)
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            guard let zone = try? TimeZone(name: "x", file: bytes) else { continue }
            _ = try CronExpression("30 2 * * *").next(after: 1_800_000_000, in: zone)
        }
    }
}
