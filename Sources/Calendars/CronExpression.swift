/// When something happens, as cron has it: `minute hour day-of-month month day-of-week`.
///
/// A field is a list of parts, with commas between them. A part is `*`, a value, or a range `a-b`, the first and the last
/// with a step behind them if wanted: `*/15`, `8-18/2`. A value with a step, `5/15`, goes on to the field's end. Months
/// and days of the week may be named, `jan` and `mon`, in any case; Sunday is 0, and 7 too. `L` as a day of the month is
/// its last one. `@hourly`, `@daily` and `@midnight`, `@weekly`, `@monthly`, `@yearly` and `@annually` stand for what they say.
///
/// Where both kinds of day are restricted one of them is enough, as in Vixie's cron: `0 0 13 * fri` is every 13th and
/// every Friday. A field that begins with `*` is not restricted: `0 0 */2 * fri` is every Friday of an odd date.
package struct CronExpression: Hashable, Sendable {
    /// As it was written.
    package let text: String
    let minutes: CronField
    let hours: CronField
    let days: CronField
    let months: CronField
    let weekdays: CronField

    /// Bytes of UTF-8.
    package static let longest = 256

    /// Throws when it can't be read, and when no day of the calendar is as it says.
    package init(_ text: String) throws(CalendarError) {
        guard text.utf8.count <= Self.longest else {
            throw CalendarError("a cron expression has \(text.utf8.count) bytes; at most \(Self.longest)")
        }
        self.text = text
        let words = try Self.fields(of: text)
        minutes = try CronField(words[0], .minute)
        hours = try CronField(words[1], .hour)
        days = try CronField(words[2], .day)
        months = try CronField(words[3], .month)
        weekdays = try CronField(words[4], .weekday)
        guard isPossible else {
            throw CalendarError("'\(text)' never comes: no month that it names has such a day")
        }
    }

    private static func fields(of text: String) throws(CalendarError) -> [Substring] {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        if words.count == 1, words[0].hasPrefix("@") {
            guard let fields = shorthands[words[0].lowercased()] else {
                throw CalendarError(
                    "'\(words[0])' means nothing; expected @hourly, @daily, @midnight, @weekly, @monthly, @yearly or "
                        + "@annually")
            }
            return fields.split(separator: " ")
        }
        guard words.count == 5 else {
            throw CalendarError(
                "'\(text)' has \(words.count) fields; expected 5: minute, hour, day of month, month, day of week")
        }
        return words
    }

    private static let shorthands = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// Hours follow each other whatever the clock on the wall does. See `next`.
    package var isHourly: Bool { hours.isUnrestricted }

    private var eitherDay: Bool { !days.isUnrestricted && !weekdays.isUnrestricted }

    /// A weekday comes in every month; a day of the month needs one that is long enough.
    private var isPossible: Bool {
        if eitherDay || days.hasLast { return true }
        return (1...12).contains { month in
            months.contains(month) && (1...CivilTime.daysInMonth(month, of: 2_000)).contains { days.contains($0) }
        }
    }

    func matches(day: Int, of month: Int, _ year: Int, weekday: Int) -> Bool {
        let isDay =
            days.contains(day) || (days.hasLast && day == CivilTime.daysInMonth(month, of: year))
        let isWeekday = weekdays.contains(weekday)
        return eitherDay ? isDay || isWeekday : isDay && isWeekday
    }
}
