extension ValueFormat where Value == Duration {
    /// Whole numbers with their units, the larger unit first: "250ms", "90s", "1h30m", "7d".
    package static func duration(in range: ClosedRange<Duration> = .zero ... .seconds(3650 * 86_400)) -> Self {
        let bounds =
            "\(DurationUnits.exactText(of: range.lowerBound)) to \(DurationUnits.exactText(of: range.upperBound))"
        return ValueFormat(
            placeholder: "DURATION", expectation: "a duration such as 250ms, 2s, 5m, 1h or 7d, from \(bounds)",
            parse: { text in DurationUnits.parse(text).flatMap { range.contains($0) ? $0 : nil } },
            text: { DurationUnits.exactText(of: $0) })
    }
}

private enum DurationUnits {
    static let all: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var units = all[...]
        var total: Int64 = 0
        while !rest.isEmpty {
            guard let (number, name) = leadingNumber(&rest), let index = units.firstIndex(where: { $0.name == name })
            else { return nil }
            let (amount, tooLarge) = number.multipliedReportingOverflow(by: units[index].milliseconds)
            let (sum, overflow) = total.addingReportingOverflow(amount)
            if tooLarge || overflow { return nil }
            total = sum
            units = units[(index + 1)...]
        }
        return text.isEmpty ? nil : .milliseconds(total)
    }

    static func exactText(of duration: Duration) -> String {
        var rest = duration.wholeMilliseconds
        var text = ""
        for unit in all where rest >= unit.milliseconds {
            text += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return text.isEmpty ? "0s" : text
    }
}

/// Takes digits and the letters behind them from the front. Nil without digits, or when they don't fit.
private func leadingNumber(_ text: inout Substring) -> (number: Int64, unit: Substring)? {
    let digits = text.prefix { $0.isASCIIDigit }
    let unit = text.dropFirst(digits.count).prefix { !$0.isASCIIDigit }
    guard let number = Int64(digits) else { return nil }
    text = text.dropFirst(digits.count + unit.count)
    return (number, unit)
}
