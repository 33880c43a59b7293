/// How clocks are changed every year, as POSIX writes it in `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`. The last line of a time
/// zone's file (RFC 8536) is such a rule, for all time after the file's changes.
struct ZoneRule: Hashable, Sendable {
    enum Day: Hashable, Sendable {
        /// 1 to 365; 29 February is not counted.
        case ofCommonYear(Int)
        /// 0 to 365; 29 February is counted.
        case ofYear(Int)
        /// `week` 5 is the month's last. Weekday 0 is Sunday.
        case ofMonth(Int, week: Int, weekday: Int)

        /// Days since 1970.
        func days(in year: Int) -> Int {
            switch self {
            case .ofYear(let day): return CivilTime.days(year: year, month: 1, day: 1) + day
            case .ofCommonYear(let day):
                let leap = CivilTime.isLeap(year) && day >= 60 ? 1 : 0
                return CivilTime.days(year: year, month: 1, day: 1) + day - 1 + leap
            case .ofMonth(let month, let week, let weekday):
                let first = CivilTime.days(year: year, month: month, day: 1)
                let firstOfKind = 1 + (weekday - CivilTime.weekday(days: first) + 7) % 7
                let day = firstOfKind + (week - 1) * 7
                return first + (day > CivilTime.daysInMonth(month, of: year) ? day - 7 : day) - 1
            }
        }
    }

    struct YearlyChange: Hashable, Sendable {
        let day: Day
        /// Seconds after the day's midnight on the clock as it was before the change; also before it, and days later.
        let time: Int64
    }

    struct Summer: Hashable, Sendable {
        let offset: Int64
        let begin: YearlyChange
        let end: YearlyChange
    }

    let offset: Int64
    /// nil: clocks are not changed.
    let summer: Summer?

    /// `table`: the period that the last change of the file has begun, without an end.
    func period(at moment: Int64, after table: TimeZone.Period) -> TimeZone.Period {
        guard let summer, summer.offset != offset else { return table }
        var period = table
        let year = CivilTime(seconds: moment).year
        for change in (year - 1...year + 1).flatMap({ changes(of: $0, summer) })
        where change.moment > table.begin ?? .min && change.offset != period.offset {
            if change.moment > moment {
                period.end = change.moment
                return period
            }
            period = TimeZone.Period(
                begin: change.moment, end: nil, offset: change.offset, offsetBefore: period.offset)
        }
        return period
    }

    private func changes(of year: Int, _ summer: Summer) -> [TimeZone.Change] {
        func moment(of change: YearlyChange, _ offset: Int64) -> Int64 {
            Int64(change.day.days(in: year)) * CivilTime.secondsPerDay + change.time - offset
        }
        let begin = TimeZone.Change(moment: moment(of: summer.begin, offset), offset: summer.offset)
        let end = TimeZone.Change(moment: moment(of: summer.end, summer.offset), offset: offset)
        return begin.moment < end.moment ? [begin, end] : [end, begin]
    }
}

/// The text of a rule.
extension ZoneRule {
    /// nil: it is none.
    init?(_ text: [UInt8]) {
        var reader = RuleReader(rest: text[...])
        guard reader.skipName(), let west = reader.time(atMost: 24) else { return nil }
        offset = -west
        if reader.rest.isEmpty {
            summer = nil
            return
        }
        guard reader.skipName() else { return nil }
        var summerOffset = offset + 3_600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let west = reader.time(atMost: 24) else { return nil }
            summerOffset = -west
        }
        guard let begin = reader.change(), let end = reader.change(), reader.rest.isEmpty else { return nil }
        summer = Summer(offset: summerOffset, begin: begin, end: end)
    }
}

private struct RuleReader {
    var rest: ArraySlice<UInt8>

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character.asciiValue else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// `CET`, or `<+0330>`.
    mutating func skipName() -> Bool {
        let before = rest.count
        if take("<") {
            rest = rest.drop { $0 != UInt8(ascii: ">") }
            return take(">")
        }
        rest = rest.drop { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
        return before - rest.count >= 3
    }

    private mutating func number(atMost most: Int) -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return value <= most ? value : nil
    }

    /// Hours, and minutes and seconds if wanted, in seconds.
    mutating func time(atMost hours: Int) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard var value = number(atMost: hours).map({ Int64($0) * 3_600 }) else { return nil }
        if take(":") {
            guard let minutes = number(atMost: 59) else { return nil }
            value += Int64(minutes) * 60
            if take(":") {
                guard let seconds = number(atMost: 59) else { return nil }
                value += Int64(seconds)
            }
        }
        return isNegative ? -value : value
    }

    mutating func change() -> ZoneRule.YearlyChange? {
        guard take(","), let day = day() else { return nil }
        if !take("/") { return ZoneRule.YearlyChange(day: day, time: 2 * 3_600) }
        return time(atMost: 167).map { ZoneRule.YearlyChange(day: day, time: $0) }
    }

    private mutating func day() -> ZoneRule.Day? {
        if take("J") { return number(atMost: 365).flatMap { $0 == 0 ? nil : .ofCommonYear($0) } }
        guard take("M") else { return number(atMost: 365).map { .ofYear($0) } }
        guard let month = number(atMost: 12), month > 0, take("."), let week = number(atMost: 5), week > 0, take("."),
            let weekday = number(atMost: 6)
        else { return nil }
        return .ofMonth(month, week: week, weekday: weekday)
    }
}
