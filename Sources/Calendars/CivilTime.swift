/// A second as a clock on the wall shows it, without saying where that clock hangs: as a count, it is what the time since
/// 1970 would be there if every day had 86,400 seconds.
package struct CivilTime: Hashable, Sendable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    /// 1 to 31.
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    /// Of a count of seconds.
    package init(seconds: Int64) {
        let (days, rest) = seconds.flooredDivision(by: Self.secondsPerDay)
        (year, month, day) = Self.date(days: Int(days))
        (hour, minute, second) = (Int(rest) / 3_600, Int(rest) / 60 % 60, Int(rest) % 60)
    }

    static let secondsPerDay: Int64 = 86_400

    /// Days since 1970-01-01 of the Gregorian calendar. Years are counted from March, so that the leap day is a year's
    /// last: the months then begin at day (153 m + 2) / 5.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let (cycles, yearOfCycle) = Int64(shifted).flooredDivision(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let years = Int(yearOfCycle)
        return Int(cycles) * 146_097 + years * 365 + years / 4 - years / 100 + dayOfYear - 719_468
    }

    /// The inverse of `days`.
    static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let (cycles, rest) = Int64(days + 719_468).flooredDivision(by: 146_097)
        let dayOfCycle = Int(rest)
        let years = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * years + years / 4 - years / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = Int(cycles) * 400 + years
        return (
            month < 10 ? year : year + 1, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    /// 0 is Sunday.
    static func weekday(days: Int) -> Int { Int(Int64(days + 4).flooredDivision(by: 7).remainder) }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func daysInMonth(_ month: Int, of year: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

extension Int64 {
    /// The remainder is never negative.
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
