/// A day of the Gregorian calendar, which is extended backwards for days before its time.
package struct CivilDate: Hashable, Sendable, CustomStringConvertible {
    package let year: Int64
    /// 1 to 12.
    package let month: Int64
    /// 1 to 31.
    package let day: Int64

    /// Days since 1970-01-01, before it negative. Constant time.
    ///
    /// Counts from 1 March of the year 0, so that the leap day is the last of its year. 400 years have 146,097 days,
    /// 100 years 36,524 and 4 years 1,461, each group but the last of the larger one exactly; the months from March
    /// on begin at day (153 m + 2) / 5.
    package init(daysSinceEpoch: Int64) {
        var (cycles, days) = (daysSinceEpoch + 719_468).flooredDivision(by: 146_097)
        // The last day of a cycle, of four years and of a century is the leap day that its other parts lack.
        let centuries = min(days / 36_524, 3)
        days -= centuries * 36_524
        let fours = days / 1461
        days -= fours * 1461
        let years = min(days / 365, 3)
        days -= years * 365

        let monthFromMarch = (5 * days + 2) / 153
        day = days - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        cycles *= 400
        year = cycles + centuries * 100 + fours * 4 + years + (month <= 2 ? 1 : 0)
    }

    /// "2026-05-01"; years before 0 and after 9999 with their sign, as ISO 8601 has it.
    package var description: String {
        let digits = String(repeating: "0", count: max(0, 4 - String(year.magnitude).count)) + String(year.magnitude)
        let sign = year < 0 ? "-" : year > 9999 ? "+" : ""
        return "\(sign)\(digits)-\(Format.twoDigits(month))-\(Format.twoDigits(day))"
    }
}
