/// The one release point: what is to leave the process waits here for the batch of facts that it depends on.
///
/// Items leave in the order in which they were held, and only from `committed`. An item depends on the newest fact
/// that was applied when it was made: the batch being filled when there is one, else the batch being written, else
/// nothing, and then it leaves at once.
///
/// There are two batches to wait for at most: the one that is being written, and the one that is being filled.
package struct ReleaseQueue<Item>: ~Copyable {
    /// For the batch after the durable one.
    private var next: ContiguousArray<Item> = []
    /// For the batch after that.
    private var later: ContiguousArray<Item> = []
    /// Batches up to this one are durable.
    package private(set) var durable: UInt64

    /// Everything before was durable: what recovery read.
    package init(durable: UInt64) { self.durable = durable }

    package var count: Int { next.count + later.count }

    /// True: nothing has to be waited for, so the item was not taken and may leave now.
    package mutating func hold(_ item: Item, until batch: UInt64) -> Bool {
        switch batch {
        case durable + 1:
            precondition(later.isEmpty, "batches are held in order")
            next.append(item)
            return false
        case durable + 2:
            later.append(item)
            return false
        default:
            precondition(batch <= durable, "one batch is written while one is filled")
            precondition(count == 0, "batches are held in order")
            return true
        }
    }

    /// The batch is durable: hands out, in order, what waited for it.
    package mutating func committed(_ batch: UInt64) -> ContiguousArray<Item> {
        precondition(batch == durable + 1, "batches are committed in order")
        durable = batch
        var released = ContiguousArray<Item>()
        swap(&released, &next)
        swap(&next, &later)
        return released
    }

    /// Takes out what need not wait any longer, in order; the others keep their places.
    package mutating func withdraw(where mayLeave: (Item) -> Bool) -> ContiguousArray<Item> {
        var withdrawn = ContiguousArray<Item>()
        func isKept(_ item: Item) -> Bool {
            if mayLeave(item) { withdrawn.append(item) } else { return true }
            return false
        }
        next = next.filter(isKept)
        later = later.filter(isKept)
        return withdrawn
    }
}
