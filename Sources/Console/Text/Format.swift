/// Figures as people read them. Rounded; the same everywhere, whatever the locale.
package enum Format {
    /// "1,000,000".
    package static func count(_ value: some BinaryInteger) -> String {
        let digits = String(value.magnitude)
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// "4,812/s"; below ten with a decimal, "0.4/s". "–" for what is no number.
    package static func rate(_ perSecond: Double) -> String {
        guard perSecond.isFinite, perSecond >= 0, perSecond < 1e15 else { return "–" }
        return perSecond < 9.95 ? "\(tenths(perSecond))/s" : "\(count(Int64(perSecond.rounded())))/s"
    }

    /// The two largest units: "350ms", "12s", "1m19s", "2h03m", "4d07h". Rounded down to them.
    package static func duration(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.wholeMilliseconds)
        let seconds = milliseconds / 1000
        switch seconds {
        case ..<1: return "\(milliseconds)ms"
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m\(twoDigits(seconds % 60))s"
        case ..<86_400: return "\(seconds / 3600)h\(twoDigits(seconds / 60 % 60))m"
        default: return "\(seconds / 86_400)d\(twoDigits(seconds / 3600 % 24))h"
        }
    }

    /// How long ago, in the largest unit: "now", "12s", "5m", "3h", "2d".
    package static func age(_ duration: Duration) -> String {
        let seconds = max(0, duration.wholeMilliseconds) / 1000
        switch seconds {
        case ..<1: return "now"
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m"
        case ..<86_400: return "\(seconds / 3600)h"
        default: return "\(seconds / 86_400)d"
        }
    }

    /// "512 B", "1.5 KiB", "64 MiB": a decimal below ten.
    package static func size(bytes: some BinaryInteger) -> String {
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        if bytes < 1024 { return "\(bytes) B" }
        var value = Double(bytes) / 1024
        var unit = 0
        // What would be shown as 1024 belongs to the next unit.
        while value >= 1023.5, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return value < 9.95 ? "\(tenths(value)) \(units[unit])" : "\(Int64(value.rounded())) \(units[unit])"
    }

    /// UTC by ISO 8601, to the millisecond: "2026-05-01T12:34:56.789Z".
    package static func timestamp(unixMilliseconds: Int64) -> String {
        let (days, millisecondOfDay) = unixMilliseconds.flooredDivision(by: 86_400_000)
        let date = CivilDate(daysSinceEpoch: days)
        let second = millisecondOfDay / 1000
        let time = "\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))"
        let fraction = String(String(millisecondOfDay % 1000 + 1000).dropFirst())
        return "\(date)T\(time).\(fraction)Z"
    }

    static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Duration {
    /// Rounded towards zero; at the ends of what 64 bits hold, that end.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, sumOverflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflow || sumOverflow ? (seconds < 0 ? .min : .max) : sum
    }
}

extension Int64 {
    /// Quotient rounded down, and a remainder that is never negative.
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
