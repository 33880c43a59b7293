import SeededRandom
import Testing

@testable import Calendars

/// When ticks come. The golden values were made by a program of its own, which walks through every minute with Python's
/// zoneinfo and notes which times the clock has shown or skipped.
@Suite struct CronNextTests {
    struct Golden: CustomTestStringConvertible {
        let zone: String
        let text: String
        /// Seconds since 1970, as are the ticks after it.
        let start: Int64
        let ticks: [Int64]

        init(_ zone: String, _ text: String, _ start: Int64, _ ticks: [Int64]) {
            (self.zone, self.text, self.start, self.ticks) = (zone, text, start, ticks)
        }

        var testDescription: String { "\(text) in \(zone) after \(start)" }
    }

    static let goldens: [Golden] = [
        Golden(
            "Europe/Berlin", "30 2 * * *", 1774569600, [1774575000, 1774661400, 1774746000, 1774830600, 1774917000]),
        Golden(
            "Europe/Berlin", "*/15 2 * * *", 1774699200,
            [1774746000, 1774828800, 1774829700, 1774830600, 1774831500, 1774915200]),
        Golden(
            "Europe/Berlin", "30 * * * *", 1774738800, [1774740600, 1774744200, 1774747800, 1774751400, 1774755000]),
        Golden(
            "Europe/Berlin", "30 2 * * *", 1792713600, [1792715400, 1792801800, 1792888200, 1792978200, 1793064600]),
        Golden(
            "Europe/Berlin", "30 * * * *", 1792882800, [1792884600, 1792888200, 1792891800, 1792895400, 1792899000]),
        Golden(
            "Europe/Berlin", "*/30 1-3 * * *", 1792879200,
            [
                1792882800, 1792884600, 1792886400, 1792888200, 1792893600, 1792895400, 1792972800, 1792974600,
                1792976400,
            ]),
        Golden(
            "Europe/Berlin", "0 */2 * * *", 1792872000,
            [1792879200, 1792886400, 1792890000, 1792897200, 1792904400, 1792911600]),
        Golden("Europe/Berlin", "0 3 * * *", 1774699200, [1774746000, 1774832400, 1774918800]),
        Golden("America/New_York", "30 2 * * sun", 1804636800, [1805007600, 1805610600, 1806215400]),
        Golden("America/New_York", "30 1 * * *", 1825416000, [1825479000, 1825565400, 1825655400, 1825741800]),
        Golden(
            "America/New_York", "0 9-17/4 * * mon-fri", 1795532400,
            [1795543200, 1795557600, 1795615200, 1795629600, 1795644000, 1795701600, 1795716000, 1795730400]),
        Golden("America/Sao_Paulo", "0 0 * * *", 1541160000, [1541214000, 1541300400, 1541383200, 1541469600]),
        Golden("America/Santiago", "30 23 * * *", 1775174400, [1775183400, 1775269800, 1775356200, 1775446200]),
        Golden("America/Santiago", "0 0 * * *", 1788523200, [1788580800, 1788667200, 1788750000, 1788836400]),
        Golden("Australia/Lord_Howe", "15 2 * * *", 1790899200, [1790955900, 1791041400, 1791126900, 1791213300]),
        Golden("Australia/Lord_Howe", "15 * * * *", 1791036000, [1791038700, 1791044100, 1791047700, 1791051300]),
        Golden("Australia/Lord_Howe", "45 1 * * *", 1806624000, [1806677100, 1806763500, 1806851700, 1806938100]),
        Golden(
            "Australia/Lord_Howe", "*/10 * * * *", 1806762600,
            [1806763200, 1806763800, 1806764400, 1806765000, 1806765600, 1806766200, 1806766800, 1806767400]),
        Golden("Australia/Sydney", "0 2 1 * *", 1789430400, [1790784000, 1793458800, 1796050800, 1798729200]),
        Golden("Asia/Kolkata", "0 9 * * *", 1795478400, [1795491000, 1795577400, 1795663800]),
        Golden("Asia/Kathmandu", "0 0 L * *", 1831507200, [1832868900, 1835374500, 1838052900, 1840644900]),
        Golden("Pacific/Apia", "0 12 * * *", 1325030400, [1325109600, 1325196000, 1325239200, 1325282400]),
        Golden("Africa/Casablanca", "30 2 * * *", 1709856000, [1709861400, 1709947800, 1710034200, 1710124200]),
        Golden("Africa/Casablanca", "0 2 * * *", 1712880000, [1712887200, 1712973600, 1713060000, 1713142800]),
        Golden("Europe/Dublin", "30 1 * * *", 1774612800, [1774661400, 1774746000, 1774830600, 1774917000]),
        Golden(
            "UTC", "0 0 13 * fri", 1793491200,
            [1793923200, 1794528000, 1795132800, 1795737600, 1796342400, 1796947200, 1797120000]),
        Golden("UTC", "0 0 */2 * fri", 1793491200, [1794528000, 1795737600, 1796947200, 1798156800, 1798761600]),
        Golden("UTC", "0 0 29 2 *", 1798761600, [1835395200, 1961625600]),
        Golden("Europe/Berlin", "30 2 * * *", 2847528000, [2847576600, 2847661200, 2847745800, 2847832200]),
        Golden("America/New_York", "30 1 * * *", 2898331200, [2898394200, 2898480600, 2898570600, 2898657000]),
        Golden("America/Nuuk", "30 0 * * *", 1806062400, [1806114600, 1806197400, 1806283800, 1806370200]),
        Golden("Asia/Tehran", "0 12 * * sat", 1647302400, [1647678600, 1648279800, 1648884600]),
    ]

    @Test(arguments: goldens) func ticksAreThoseThatPythonFinds(golden: Golden) throws {
        let expression = try CronExpression(golden.text)
        let zone = try TimeZoneDatabase().zone(named: golden.zone)
        var ticks: [Int64] = []
        var last = golden.start
        while ticks.count < golden.ticks.count, let next = expression.next(after: last, in: zone) {
            ticks.append(next)
            last = next
        }
        #expect(ticks == golden.ticks)
    }

    /// From any moment on the next tick is the one that follows it, and not one that a walk from tick to tick leaves out.
    @Test(arguments: ["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"])
    func aTickIsTheSameFromWhereverItIsLookedFor(name: String) throws {
        let zone = try TimeZoneDatabase().zone(named: name)
        var random = SplitMix64(seed: 7)
        let texts = ["*/7 * * * *", "30 2 * * *", "*/20 0-3 * * *", "15 */2 * * *", "0 0 1,15 * mon", "59 23 L * *"]
        for text in texts {
            let expression = try CronExpression(text)
            var tick = Int64(1_320_000_000 + random.below(600_000_000))
            for _ in 0..<200 {
                let next = try #require(expression.next(after: tick, in: zone))
                #expect(next > tick)
                let between = tick + Int64(random.below(Int(next - tick)))
                #expect(expression.next(after: between, in: zone) == next, "\(text) after \(between)")
                tick = next
            }
        }
    }

    /// Away from changes of the clock it is what the clock shows, and nothing else.
    @Test func aTickIsATimeThatTheClockShows() throws {
        let zone = try TimeZoneDatabase().zone(named: "Asia/Kolkata")
        let expression = try CronExpression("5,50 8-18/5 * feb-apr tue")
        var tick: Int64 = 1_700_000_000
        for _ in 0..<100 {
            tick = try #require(expression.next(after: tick, in: zone))
            let local = CivilTime(seconds: tick + 19_800)
            #expect([5, 50].contains(local.minute) && [8, 13, 18].contains(local.hour) && local.second == 0)
            #expect((2...4).contains(local.month))
            let days = CivilTime.days(year: local.year, month: local.month, day: local.day)
            #expect(CivilTime.weekday(days: days) == 2)
        }
    }

    /// Eight years from one leap day to the next, when a century begins in between.
    @Test func aLeapDayIsFoundOverTheEndOfACentury() throws {
        let expression = try CronExpression("0 0 29 2 *")
        let tick = try #require(expression.next(after: 3_981_571_200, in: .utc))
        #expect(TimeZone.utc.text(of: tick) == "2104-02-29 00:00:00 +00:00")
    }

    @Test func datesAndTheirCountsAreOneToOne() {
        for days in stride(from: -800_000, to: 800_000, by: 37) {
            let date = CivilTime.date(days: days)
            #expect(CivilTime.days(year: date.year, month: date.month, day: date.day) == days)
        }
        #expect(CivilTime.days(year: 1970, month: 1, day: 1) == 0)
        #expect(CivilTime.weekday(days: 0) == 4)
    }
}
