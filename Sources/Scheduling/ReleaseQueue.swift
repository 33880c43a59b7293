/// The one release point: what is to leave the process waits here for the batch of facts that it depends on.
///
/// Items leave in the order in which they were held, and only from `committed`. An item depends on the newest fact
/// that was applied when it was made: the batch being filled when there is one, else the batch being written, else
/// nothing, and then it leaves at once.
package struct ReleaseQueue<Item>: ~Copyable {
    private var held: ContiguousArray<(batch: UInt64, item: Item)> = []
    /// Batches up to this one are durable.
    package private(set) var durable: UInt64

    /// Everything before was durable: what recovery read.
    package init(durable: UInt64) { self.durable = durable }

    package var count: Int { held.count }

    /// True: nothing has to be waited for, so the item was not taken and may leave now.
    package mutating func hold(_ item: Item, until batch: UInt64) -> Bool {
        precondition(batch >= (held.last?.batch ?? durable), "batches are held in order")
        if batch <= durable { return true }
        held.append((batch, item))
        return false
    }

    /// The batch is durable: hands out, in order, what waited for it.
    package mutating func committed(_ batch: UInt64) -> ContiguousArray<Item> {
        precondition(batch == durable + 1, "batches are committed in order")
        durable = batch
        let count = held.firstIndex { $0.batch > batch } ?? held.count
        let released = ContiguousArray(held[..<count].map(\.item))
        held.removeFirst(count)
        return released
    }
}
