import Contract
import Platform
import Scheduling

/// Payloads of items that were appended together.
struct Payloads {
    private let ends: [UInt32]
    private let data: [UInt8]

    init(_ items: [[UInt8]]) {
        var ends: [UInt32] = []
        ends.reserveCapacity(items.count)
        var data: [UInt8] = []
        data.reserveCapacity(items.reduce(0) { $0 + $1.count })
        for item in items {
            data += item
            ends.append(UInt32(data.count))
        }
        (self.ends, self.data) = (ends, data)
    }

    /// nil: that can't be what was kept.
    init?(_ message: JournalV1.Items) {
        guard zip(message.ends, message.ends.dropFirst()).allSatisfy(<=),
            Int(message.ends.last ?? 0) == message.data.count
        else { return nil }
        (ends, data) = (message.ends, message.data)
    }

    var message: JournalV1.Items { JournalV1.Items(ends: ends, data: data) }
    var count: Int { ends.count }
    var bytes: Int { 64 + 4 * ends.count + data.count }

    subscript(item: Int) -> [UInt8] { Array(data[(item == 0 ? 0 : Int(ends[item - 1]))..<Int(ends[item])]) }
}

/// The payloads that were appended or read last, so that what is leased soon is here. Those that are not durable yet are
/// here always, since the store does not have them.
struct PayloadCache {
    private struct Entry {
        let payloads: Payloads
        /// Not durable.
        var isPinned: Bool
        /// Since it was looked at for removal.
        var isUsed = false
    }

    private let mostBytes: Int
    private var entries: [BatchID: Entry] = [:]
    /// Of the entries, and of some that are gone: those that are looked at first are first.
    private var order = Queue<BatchID>()
    private var bytes = 0
    /// Appended since the last row was taken.
    private var filling: [BatchID] = []
    /// They go with the row that is being written.
    private var offered: [BatchID] = []

    init(mostBytes: Int = 64 << 20) { self.mostBytes = mostBytes }

    mutating func find(_ batch: BatchID) -> Payloads? {
        entries[batch]?.isUsed = true
        return entries[batch]?.payloads
    }

    func has(_ batch: BatchID) -> Bool { entries[batch] != nil }

    mutating func wasAppended(_ batch: BatchID, _ payloads: Payloads) {
        filling.append(batch)
        insert(batch, Entry(payloads: payloads, isPinned: true))
    }

    mutating func wasRead(_ batch: BatchID, _ payloads: Payloads) {
        if !has(batch) { insert(batch, Entry(payloads: payloads, isPinned: false)) }
    }

    /// The next row is on its way. What it detaches, nobody asks for again.
    mutating func rowTaken(detached: [UInt64]) {
        offered += filling
        filling = []
        for id in detached {
            if let entry = entries.removeValue(forKey: BatchID(rawValue: id)) { bytes -= entry.payloads.bytes }
        }
        while let oldest = order.first, entries[oldest] == nil { _ = order.popFirst() }
    }

    mutating func rowDurable() {
        for batch in offered { entries[batch]?.isPinned = false }
        offered = []
        makeRoom()
    }

    private mutating func insert(_ batch: BatchID, _ entry: Entry) {
        entries[batch] = entry
        order.append(batch)
        bytes += entry.payloads.bytes
        makeRoom()
    }

    /// Each is looked at once: what was used since the last time stays until the next.
    private mutating func makeRoom() {
        var left = order.count
        while bytes > mostBytes, left > 0, let batch = order.popFirst() {
            left -= 1
            guard let entry = entries[batch] else { continue }
            if entry.isPinned || entry.isUsed {
                entries[batch]?.isUsed = false
                order.append(batch)
            } else {
                entries[batch] = nil
                bytes -= entry.payloads.bytes
            }
        }
    }
}
