import Contract
import Platform

/// Dead letters of one queue with one cause, whose failures differ in numbers, addresses, quoted parts and ids only.
public struct DeadLetterGroup: Sendable, Hashable {
    /// For a filter.
    public var id: DeadLetterGroupID
    /// Of their tasks.
    public var queue: String
    /// Why nobody tries them again.
    public var cause: DeadLetter.Cause
    /// How many there are.
    public var letters: UInt64
    /// When the oldest of them was written, in milliseconds since 1970.
    public var first: Int64
    /// When the newest of them was.
    public var last: Int64
    /// The newest.
    public var sample: DeadLetter

    init(_ message: V1.DeadLetterGroup) {
        id = DeadLetterGroupID(rawValue: message.group)
        queue = message.queue
        cause = DeadLetter.Cause(message.cause)
        letters = message.letters
        first = message.firstUnixMs
        last = message.lastUnixMs
        sample = DeadLetter(message.sample ?? V1.DeadLetter())
    }
}

/// Dead letters that go back to work at a rate.
public struct RequeueOrder: Sendable, Hashable {
    /// Where an order is in its life.
    public enum State: String, Sendable, Hashable {
        /// There are letters to be looked at.
        case running
        /// All letters that were meant were looked at.
        case finished
        /// Somebody stopped it; what went stays where it is.
        case stopped
    }

    /// Its name.
    public var id: RequeueOrderID
    /// Which letters.
    public var filter: DeadLetterFilter
    /// Letters in each period.
    public var letters: Int
    /// See `letters`.
    public var period: Duration
    /// Where it is in its life.
    public var state: State
    /// Letters that went.
    public var requeued: UInt64
    /// Letters up to this one were looked at.
    public var looked: DeadLetterID
    /// Later ones are not meant.
    public var last: DeadLetterID
    /// Milliseconds since 1970.
    public var ordered: Int64

    init(_ message: V1.RequeueOrder) {
        id = RequeueOrderID(rawValue: message.order)
        filter = DeadLetterFilter(message.filter ?? V1.DeadLetterFilter())
        letters = Int(message.letters)
        period = .milliseconds(Int64(message.periodMs))
        state =
            switch message.state {
            case .finished: .finished
            case .stopped: .stopped
            default: .running
            }
        requeued = message.requeued
        looked = DeadLetterID(rawValue: message.looked)
        last = DeadLetterID(rawValue: message.last)
        ordered = message.orderedUnixMs
    }
}

extension Client {
    /// The largest first, of one queue or of all. `total`: how many there are.
    public func deadLetterGroups(
        queue: String? = nil, limit: Int = 100
    ) async throws(LonghaulError) -> (groups: [DeadLetterGroup], total: UInt64) {
        let response = try await call(
            V1.Scheduler.listDeadLetterGroups,
            V1.ListDeadLetterGroupsRequest(queue: queue ?? "", limit: UInt32(clamping: limit)))
        return (response.groups.map { DeadLetterGroup($0) }, response.total)
    }

    /// Has the letters that match now go back to work, so many in each period, whoever is connected and also after a
    /// restart. The filter has no ids and no code: name a group.
    public func orderRequeue(
        _ filter: DeadLetterFilter, letters: Int, per period: Duration = .seconds(1)
    ) async throws(LonghaulError) -> RequeueOrderID {
        let request = V1.OrderRequeueRequest(
            filter: filter.message, letters: UInt32(clamping: letters),
            periodMs: UInt32(clamping: period.wholeMilliseconds))
        return RequeueOrderID(rawValue: try await call(V1.Scheduler.orderRequeue, request).order)
    }

    /// Those that run, and the last that have ended, oldest first.
    public func requeueOrders() async throws(LonghaulError) -> [RequeueOrder] {
        try await call(V1.Scheduler.listRequeueOrders, V1.ListRequeueOrdersRequest()).orders.map { RequeueOrder($0) }
    }

    /// What went stays where it is.
    public func stopRequeueOrder(_ id: RequeueOrderID) async throws(LonghaulError) {
        _ = try await call(V1.Scheduler.stopRequeueOrder, V1.StopRequeueOrderRequest(order: id.rawValue))
    }
}
