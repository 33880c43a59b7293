/// One field of a cron expression: which of the values 0 to 59 it takes.
struct CronField: Hashable, Sendable {
    enum Kind {
        case minute
        case hour
        case day
        case month
        case weekday
    }

    private var bits: UInt64 = 0
    /// `L`: the last day of the month, whichever that is.
    private(set) var hasLast = false
    /// It begins with `*`.
    let isUnrestricted: Bool

    init(_ text: Substring, _ kind: Kind) throws(CalendarError) {
        isUnrestricted = text.hasPrefix("*")
        for part in text.split(separator: ",", omittingEmptySubsequences: false) { try add(part, kind) }
        // 7 is Sunday too.
        if kind == .weekday, contains(7) { bits = bits & ~(1 << 7) | 1 }
    }

    func contains(_ value: Int) -> Bool { bits & (1 << UInt64(value)) != 0 }

    /// The first value from `value` on; nil: there is none.
    func first(from value: Int) -> Int? {
        let rest = value > 63 ? 0 : bits & (UInt64.max << UInt64(value))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    private mutating func add(_ part: Substring, _ kind: Kind) throws(CalendarError) {
        if kind == .day, part.uppercased() == "L" {
            hasLast = true
            return
        }
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var step = 1
        if halves.count == 2 {
            guard let number = Int(halves[1]), (1...kind.values.upperBound).contains(number),
                halves[1].utf8.allSatisfy({ $0 != UInt8(ascii: "+") })
            else { throw kind.error("'\(part)' has the step '\(halves[1])'", "1 to \(kind.values.upperBound)") }
            step = number
        }
        let range = try kind.range(halves[0], whole: part, isOpen: halves.count == 2)
        for value in stride(from: range.lowerBound, through: range.upperBound, by: step) { bits |= 1 << UInt64(value) }
    }
}

extension CronField.Kind {
    fileprivate var values: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .day: 1...31
        case .month: 1...12
        case .weekday: 0...7
        }
    }

    private var label: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .day: "day of month"
        case .month: "month"
        case .weekday: "day of week"
        }
    }

    /// In the order of their numbers, from the lowest value on.
    private var names: [String] {
        switch self {
        case .minute, .hour, .day: []
        case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        }
    }

    /// `isOpen`: a step follows, with which a single value goes on to the end.
    fileprivate func range(
        _ text: Substring, whole: Substring, isOpen: Bool
    ) throws(CalendarError) -> ClosedRange<Int> {
        // Sunday comes once in a week.
        let last = self == .weekday ? 6 : values.upperBound
        if text == "*" { return values.lowerBound...last }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try value(ends[0], whole)
        if ends.count == 1 { return first...(isOpen ? max(first, last) : first) }
        let second = try value(ends[1], whole)
        guard first <= second else {
            throw error("'\(whole)' runs backwards", "the lower end first; write two parts to go over the end")
        }
        return first...second
    }

    private func value(_ text: Substring, _ whole: Substring) throws(CalendarError) -> Int {
        if let place = names.firstIndex(of: text.lowercased()) { return place + values.lowerBound }
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(text), values.contains(number)
        else {
            let place = text == whole ? "'\(text)' is none" : "'\(text)' in '\(whole)' is none"
            let named = names.isEmpty ? "" : ", or \(names[0]) to \(names[names.count - 1])"
            throw error(place, "\(values.lowerBound) to \(values.upperBound)\(named)")
        }
        return number
    }

    fileprivate func error(_ problem: String, _ expectation: String) -> CalendarError {
        CalendarError("\(label): \(problem); expected \(expectation)")
    }
}
