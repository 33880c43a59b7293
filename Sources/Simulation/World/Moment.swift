/// A moment of virtual time, in microseconds since the world began.
package struct Moment: Comparable, Hashable, Sendable, CustomStringConvertible {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    static let zero = Moment(microseconds: 0)

    static func milliseconds(_ milliseconds: Int) -> Moment { Moment(microseconds: Int64(milliseconds) * 1_000) }

    var wholeMilliseconds: Int64 { microseconds / 1_000 }

    package static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }

    static func + (moment: Moment, delay: Delay) -> Moment {
        Moment(microseconds: moment.microseconds + delay.microseconds)
    }

    package var description: String {
        let milliseconds = String(microseconds / 1_000 % 1_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
    }
}

/// A stretch of virtual time.
struct Delay: Sendable {
    let microseconds: Int64

    static func microseconds(_ count: Int) -> Delay { Delay(microseconds: Int64(count)) }
    static func milliseconds(_ count: Int) -> Delay { Delay(microseconds: Int64(count) * 1_000) }
}
