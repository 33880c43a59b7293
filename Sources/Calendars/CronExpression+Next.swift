/// Where an expression meets a time zone, whose clocks are put forward and back.
extension CronExpression {
    /// No expression that can come at all rests for longer: from a leap day to the next one it is eight years at most.
    private static let horizon: Int64 = 12 * 366 * CivilTime.secondsPerDay

    /// The first tick after a moment, both in seconds since 1970. nil: it does not come within twelve years.
    ///
    /// Where the hour field is restricted, the clock on the wall counts, and each of its times once: a time that the clock
    /// skips comes at the moment it skips it (several of them together, as one), and one that it shows twice comes the
    /// first time. Where the hour field begins with `*`, elapsed time counts: a tick is every moment at which the clock
    /// shows a time that matches, so what is skipped does not come, and what is shown twice comes twice. Vixie's cron does
    /// the same, but takes an expression with a `*` in its minutes alone for one of the second kind too.
    ///
    /// Cost: some microseconds; more for expressions that come every few years.
    package func next(after moment: Int64, in zone: TimeZone) -> Int64? {
        let limit = moment + Self.horizon
        var period = zone.period(at: moment)
        // The next second of the clock on the wall; not one that it has shown before.
        var from = moment + 1 + period.offset
        if !isHourly, let begin = period.begin { from = max(from, begin + period.offsetBefore) }
        while true {
            let local = nextLocal(from: from, to: limit + period.offset)
            guard let end = period.end, end <= limit else { return local.map { $0 - period.offset } }
            if let local, local < end + period.offset { return local - period.offset }
            let following = zone.period(at: end)
            if !isHourly, let local, local < end + following.offset { return end }
            from = end + (isHourly ? following.offset : max(period.offset, following.offset))
            period = following
        }
    }

    /// The first time on the clock from `begin` on, in seconds of that clock; nil: none before `end`.
    private func nextLocal(from begin: Int64, to end: Int64) -> Int64? {
        // Ticks are on whole minutes.
        let minute = (begin + 59).flooredDivision(by: 60).quotient
        let (firstDay, minuteOfDay) = minute.flooredDivision(by: 24 * 60)
        var days = Int(firstDay)
        var (hour, minuteOfHour) = (Int(minuteOfDay) / 60, Int(minuteOfDay) % 60)
        let lastDay = Int(end.flooredDivision(by: CivilTime.secondsPerDay).quotient)
        while days <= lastDay {
            let (year, month, day) = CivilTime.date(days: days)
            guard months.contains(month) else {
                // The first day of the next month.
                days += CivilTime.daysInMonth(month, of: year) - day + 1
                (hour, minuteOfHour) = (0, 0)
                continue
            }
            if matches(day: day, of: month, year, weekday: CivilTime.weekday(days: days)),
                let time = nextTime(hour: hour, minute: minuteOfHour)
            {
                return Int64(days) * CivilTime.secondsPerDay + Int64(time) * 60
            }
            days += 1
            (hour, minuteOfHour) = (0, 0)
        }
        return nil
    }

    /// The first minute of the day from this one on; nil: there is none.
    private func nextTime(hour: Int, minute: Int) -> Int? {
        if hours.contains(hour), let minute = minutes.first(from: minute) { return hour * 60 + minute }
        guard let hour = hours.first(from: hour + 1), let minute = minutes.first(from: 0) else { return nil }
        return hour * 60 + minute
    }
}
