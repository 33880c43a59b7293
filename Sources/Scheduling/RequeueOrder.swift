/// Dead letters that are to be worked on again, so many in a stretch of time. Durable.
package struct RequeueOrder: Equatable, BitwiseCopyable, Sendable {
    package let id: UInt64
    package let filter: LetterFilter
    package let rate: RequeueRate
    /// Letters that were written later are not meant.
    package let last: DeadLetterID
    package let ordered: Timestamp
    /// Letters up to this one were looked at.
    package internal(set) var looked = DeadLetterID.none
    package internal(set) var requeued: UInt64 = 0
    /// From then on the next letter may go.
    package internal(set) var due: Timestamp
    package internal(set) var state = RequeueOrderState.running

    /// Milliseconds between two steps, where letters go faster: those of one step and one ended job go into one new job.
    static let step: UInt64 = 1_000
    /// Milliseconds of the rate that may be made up for at once, after nobody asked.
    static let mostCaughtUp: UInt64 = 1_500

    /// When the next step is worth taking.
    var alarm: Timestamp { rate.milliseconds(for: 1) < Self.step ? due + Self.step : due }

    private func base(at now: Timestamp) -> Timestamp {
        max(due, Timestamp(milliseconds: now.milliseconds - Int64(Self.mostCaughtUp)))
    }

    /// Letters that may go at this time.
    func allowance(at now: Timestamp) -> Int {
        max(1, Int(clamping: now.milliseconds(since: base(at: now)) * UInt64(rate.letters) / UInt64(rate.period)))
    }

    mutating func advance(to looked: DeadLetterID, requeued count: UInt32, at now: Timestamp) {
        self.looked = looked
        if count == 0 { return }
        requeued += UInt64(count)
        due = base(at: now) + rate.milliseconds(for: UInt64(count))
    }
}

package enum RequeueOrderState: UInt8, BitwiseCopyable, Sendable {
    case running = 1
    /// All letters that were meant were looked at.
    case finished = 2
    /// By an operator.
    case stopped = 3
}

/// At least one letter, in at least a millisecond.
package struct RequeueRate: Hashable, BitwiseCopyable, Sendable {
    package let letters: UInt32
    /// Milliseconds.
    package let period: UInt32

    package init(letters: UInt32, period: UInt32) {
        precondition(letters > 0 && period > 0, "a rate is more than nothing")
        self.letters = letters
        self.period = period
    }

    /// Rounded up.
    func milliseconds(for count: UInt64) -> UInt64 {
        (count * UInt64(period) + UInt64(letters) - 1) / UInt64(letters)
    }
}

/// Which letters: those that match every part that is given.
package struct LetterFilter: Hashable, BitwiseCopyable, Sendable {
    /// `none`: of any, as with the next two.
    package var job: JobID
    package var queue: NameID
    package var kind: NameID
    /// 0: any.
    package var group: UInt64

    package init(job: JobID = .none, queue: NameID = .none, kind: NameID = .none, group: UInt64 = 0) {
        self.job = job
        self.queue = queue
        self.kind = kind
        self.group = group
    }
}

/// How facts change orders. They are few, in the order of their ids.
extension State {
    static let mostOrders = 64

    mutating func add(_ order: RequeueOrder) {
        precondition(order.id == nextOrder, "order ids are given in order")
        nextOrder += 1
        if orders.count == Self.mostOrders, let ended = orders.firstIndex(where: { $0.state != .running }) {
            orders.remove(at: ended)
        }
        orders.append(order)
    }

    mutating func change(_ id: UInt64, _ change: (inout RequeueOrder) -> Void) {
        guard let place = orders.firstIndex(where: { $0.id == id }) else {
            preconditionFailure("a fact names an order that is there")
        }
        change(&orders[place])
    }

    func matches(_ letter: LetterIndex, _ filter: LetterFilter) -> Bool {
        let record = letters[letter]
        return (filter.job == .none || jobs[tasks[record.task].job].id == filter.job)
            && (filter.queue == .none || queue(of: record.task) == filter.queue)
            && (filter.kind == .none || kind(of: record.task) == filter.kind)
            && (filter.group == 0 || letterGroups[record.group].identifier == filter.group)
    }
}
