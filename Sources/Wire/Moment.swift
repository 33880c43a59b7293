/// A point on the clock of whoever drives a machine. The machines have none of their own.
package struct Moment: Sendable, Hashable, Comparable {
    package var milliseconds: UInt64

    package init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }

    package static let distantFuture = Moment(milliseconds: .max)

    package static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    static func + (moment: Moment, milliseconds: UInt64) -> Moment {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(milliseconds)
        return overflow ? .distantFuture : Moment(milliseconds: sum)
    }
}
