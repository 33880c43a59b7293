import Contract
import RPC

/// A place in the change feed. Several updates may stand at one place of the scheduler's history, when what they tell of
/// became durable together: the index says which came later.
struct FeedPosition: Comparable, Sendable {
    var history: Position
    var index: UInt64

    static let none = FeedPosition(history: .none, index: 0)

    static func < (left: FeedPosition, right: FeedPosition) -> Bool {
        left.history != right.history ? left.history < right.history : left.index < right.index
    }
}

extension FeedPosition {
    /// `.none` for none.
    init(_ message: V1.Position?) {
        self = message.map { FeedPosition(history: Position($0), index: $0.index) } ?? .none
    }
}

extension V1.Position {
    init(_ position: FeedPosition) {
        self.init(epoch: position.history.epoch, sequence: position.history.sequence, index: position.index)
    }
}
