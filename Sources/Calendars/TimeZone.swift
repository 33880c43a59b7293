/// What clocks show in a place: how far they are before UTC, and when that changes.
package struct TimeZone: Hashable, Sendable {
    /// A stretch of time in which clocks are not changed.
    package struct Period: Hashable, Sendable {
        /// nil: it has no begin.
        package var begin: Int64?
        /// The first second after it. nil: it has no end.
        package var end: Int64?
        /// Seconds that clocks are before UTC.
        package var offset: Int64
        /// Of the period before.
        package var offsetBefore: Int64
    }

    struct Change: Hashable, Sendable {
        let moment: Int64
        let offset: Int64
    }

    /// As the tz database has it.
    package let name: String
    let firstOffset: Int64
    /// Ascending.
    let changes: [Change]
    /// What holds after the last of them.
    let rule: ZoneRule?

    package static let utc = TimeZone(name: "UTC", firstOffset: 0, changes: [], rule: nil)

    /// The one that a moment, in seconds since 1970, is in.
    package func period(at moment: Int64) -> Period {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].moment <= moment { low = middle + 1 } else { high = middle }
        }
        guard low == changes.count, let rule else { return period(before: low) }
        return rule.period(at: moment, after: period(before: low))
    }

    /// The one that ends with the change at this place.
    private func period(before place: Int) -> Period {
        Period(
            begin: place == 0 ? nil : changes[place - 1].moment,
            end: place == changes.count ? nil : changes[place].moment,
            offset: place == 0 ? firstOffset : changes[place - 1].offset,
            offsetBefore: place < 2 ? firstOffset : changes[place - 2].offset)
    }

    /// What a clock there shows at a moment, with how far it is before UTC: "2026-11-24 14:05:00 +01:00".
    package func text(of moment: Int64) -> String {
        let offset = period(at: moment).offset
        let time = CivilTime(seconds: moment + offset)
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = "\(number)"
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let distance = Int(offset.magnitude)
        return "\(padded(time.year, 4))-\(padded(time.month))-\(padded(time.day)) "
            + "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second)) "
            + "\(offset < 0 ? "-" : "+")\(padded(distance / 3_600)):\(padded(distance / 60 % 60))"
    }
}
