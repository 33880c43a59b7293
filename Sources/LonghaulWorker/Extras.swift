package import Contract

/// What is to be said of a lease beside which of its items are settled.
package struct Extras {
    /// What an item has to it, one at most: how it failed, or what it leaves.
    package enum Detail {
        case outcome(V1.Outcome)
        case output(V1.Output)
        /// With what it leaves, if that is anything.
        case growth(V1.Output, [V1.AddedTask])

        var item: UInt64 {
            switch self {
            case .outcome(let outcome): outcome.item
            case .output(let output), .growth(let output, _): output.item
            }
        }

        /// In a message, with what its numbers and lengths take at most.
        var roughSize: Int {
            switch self {
            case .outcome(let outcome):
                48 + (outcome.failure?.roughSize ?? 0)
            case .output(let output): 48 + output.data.count
            case .growth(let output, let added): added.reduce(48 + output.data.count) { $0 + $1.roughSize }
            }
        }
    }

    /// Bytes for whoever works on from an item.
    struct Checkpoint {
        let item: UInt64
        let bytes: [UInt8]
    }

    /// In the order in which their items were settled.
    var details: [Detail] = []
    /// One for each task, the newest.
    private(set) var itemCounts: [V1.ItemCount] = []
    var checkpoint: Checkpoint?

    var isEmpty: Bool { details.isEmpty && itemCounts.isEmpty && checkpoint == nil }

    var roughSize: Int {
        details.reduce(24 * itemCounts.count + (checkpoint?.bytes.count ?? 0)) { $0 + $1.roughSize }
    }

    mutating func setItemCount(_ count: UInt64, ofTask task: UInt32) {
        itemCounts.removeAll { $0.task == task }
        itemCounts.append(V1.ItemCount(task: task, count: count))
    }

    /// Items whose details make more than so many bytes, counted in order.
    func items(beyond bytes: Int) -> RangeSet {
        var room = bytes
        var items = RangeSet()
        for detail in details {
            room -= detail.roughSize
            if room < 0 { items.insert(detail.item..<detail.item + 1) }
        }
        return items
    }

    /// Takes out what goes with a report: all but the details of items that are `left`, and a checkpoint only of the
    /// item at its cursor. One that the cursor has passed is of no use to anybody.
    mutating func take(leaving left: RangeSet, cursor: UInt64) -> Extras {
        var taken = self
        details = []
        itemCounts = []
        if !left.isEmpty {
            details = taken.details.filter { left.contains($0.item) }
            taken.details.removeAll { left.contains($0.item) }
        }
        if let item = checkpoint?.item {
            if item != cursor { taken.checkpoint = nil }
            if item <= cursor { checkpoint = nil }
        }
        return taken
    }

    /// `earlier` was not heard: it comes first again, but for what has been said anew since.
    mutating func prepend(_ earlier: Extras) {
        details = earlier.details + details
        let newer = itemCounts
        itemCounts = earlier.itemCounts
        for count in newer { setItemCount(count.count, ofTask: count.task) }
        checkpoint = checkpoint ?? earlier.checkpoint
    }
}

extension V1.Report {
    init(_ extras: Extras, about lease: UInt64, cursor: UInt64) {
        self.init(
            lease: lease, cursor: cursor, checkpoint: extras.checkpoint?.bytes, itemCounts: extras.itemCounts)
        for detail in extras.details {
            switch detail {
            case .outcome(let outcome): outcomes.append(outcome)
            case .output(let output): outputs.append(output)
            case .growth(let output, let tasks):
                if !output.data.isEmpty { outputs.append(output) }
                added += tasks
            }
        }
    }
}
