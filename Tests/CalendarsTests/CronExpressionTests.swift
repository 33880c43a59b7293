import Testing

@testable import Calendars

/// What can be written, and what is said of what can't.
@Suite struct CronExpressionTests {
    private func values(_ field: CronField) -> [Int] { (0...63).filter { field.contains($0) } }

    @Test func everyFormMeansWhatItSays() throws {
        let expression = try CronExpression(" 0,30-32,50/5  8-20/4 L,2 JAN,mar-May/2 Mon-Wed,7 ")
        #expect(values(expression.minutes) == [0, 30, 31, 32, 50, 55])
        #expect(values(expression.hours) == [8, 12, 16, 20])
        #expect(values(expression.days) == [2])
        #expect(expression.days.hasLast)
        #expect(values(expression.months) == [1, 3, 5])
        #expect(values(expression.weekdays) == [0, 1, 2, 3])
        #expect(!expression.isHourly)
        let every = try CronExpression("*/20 * */10 */6 */2")
        #expect(values(every.minutes) == [0, 20, 40])
        #expect(values(every.days) == [1, 11, 21, 31])
        #expect(values(every.months) == [1, 7])
        #expect(values(every.weekdays) == [0, 2, 4, 6])
        #expect(every.isHourly)
    }

    @Test(arguments: [
        ("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"), ("@weekly", "0 0 * * sun"),
        ("@Monthly", "0 0 1 * *"), ("@yearly", "0 0 1 jan *"), ("@annually", "0 0 1 1 *"),
    ])
    func shorthandsStandForExpressions(shorthand: String, text: String) throws {
        let (short, long) = (try CronExpression(shorthand), try CronExpression(text))
        #expect(short.minutes == long.minutes && short.hours == long.hours && short.days == long.days)
        #expect(short.months == long.months && short.weekdays == long.weekdays)
        #expect(short.text == shorthand)
    }

    @Test(arguments: [
        ("", "'' has 0 fields; expected 5: minute, hour, day of month, month, day of week"),
        ("* * * *", "'* * * *' has 4 fields; expected 5: minute, hour, day of month, month, day of week"),
        ("* * * * * *", "'* * * * * *' has 6 fields; expected 5: minute, hour, day of month, month, day of week"),
        ("60 * * * *", "minute: '60' is none; expected 0 to 59"),
        ("* 24 * * *", "hour: '24' is none; expected 0 to 23"),
        ("* * 0 * *", "day of month: '0' is none; expected 1 to 31"),
        ("* * * 13 *", "month: '13' is none; expected 1 to 12, or jan to dec"),
        ("* * * * 8", "day of week: '8' is none; expected 0 to 7, or sun to sat"),
        ("* * * * fre", "day of week: 'fre' is none; expected 0 to 7, or sun to sat"),
        ("1, * * * *", "minute: '' is none; expected 0 to 59"),
        ("1-x * * * *", "minute: 'x' in '1-x' is none; expected 0 to 59"),
        ("-1 * * * *", "minute: '' in '-1' is none; expected 0 to 59"),
        ("+1 * * * *", "minute: '+1' is none; expected 0 to 59"),
        ("*/0 * * * *", "minute: '*/0' has the step '0'; expected 1 to 59"),
        ("*/+5 * * * *", "minute: '*/+5' has the step '+5'; expected 1 to 59"),
        (
            "50-10 * * * *",
            "minute: '50-10' runs backwards; expected the lower end first; write two parts to go over the end"
        ),
        ("* L * * *", "hour: 'L' is none; expected 0 to 23"),
        ("0 0 30 2 *", "'0 0 30 2 *' never comes: no month that it names has such a day"),
        ("0 0 31 4,6,9,11 *", "'0 0 31 4,6,9,11 *' never comes: no month that it names has such a day"),
        (
            "@reboot",
            "'@reboot' means nothing; expected @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually"
        ),
    ])
    func whatCantBeMeantIsExplained(text: String, message: String) {
        #expect(throws: CalendarError(message)) { try CronExpression(text) }
    }

    @Test func whatComesSeldomIsTakenAndWhatIsTooLongIsNot() throws {
        _ = try CronExpression("0 0 29 2 *")
        _ = try CronExpression("0 0 L 2 *")
        // Either day is enough.
        _ = try CronExpression("0 0 30 2 mon")
        #expect(throws: CalendarError.self) { try CronExpression("0 0 30 2 */2") }
        let long = "0 0 1 1 " + Array(repeating: "0", count: 200).joined(separator: ",")
        #expect(throws: CalendarError("a cron expression has 407 bytes; at most 256")) { try CronExpression(long) }
    }
}
