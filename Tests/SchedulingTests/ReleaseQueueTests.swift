import Scheduling
import Testing

@Suite struct ReleaseQueueTests {
    @Test func whatWaitsForNothingLeavesAtOnce() {
        var queue = ReleaseQueue<String>(durable: 4)
        let leave = [queue.hold("a", until: 4), queue.hold("b", until: 3)]
        #expect(leave == [true, true])
        let count = queue.count
        #expect(count == 0)
    }

    @Test func itemsLeaveWithTheirBatchInOrder() {
        var queue = ReleaseQueue<String>(durable: 4)
        var leave = [queue.hold("a", until: 5), queue.hold("b", until: 5), queue.hold("c", until: 6)]
        let fifth = queue.committed(5)
        leave += [queue.hold("d", until: 6), queue.hold("e", until: 7)]
        let others = [queue.committed(6), queue.committed(7), queue.committed(8)]
        #expect(leave == [false, false, false, false, false])
        #expect(fifth == ["a", "b"])
        #expect(others == [["c", "d"], ["e"], []])
    }

    @Test func whatIsWithdrawnLeavesTheOthersInTheirPlaces() {
        var queue = ReleaseQueue<String>(durable: 4)
        for (item, batch) in [("a", 5), ("b?", 5), ("c", 5), ("d?", 6), ("e", 6)] as [(String, UInt64)] {
            let leaves = queue.hold(item, until: batch)
            #expect(!leaves)
        }
        let withdrawn = queue.withdraw { $0.hasSuffix("?") }
        let others = [queue.committed(5), queue.committed(6)]
        #expect(withdrawn == ["b?", "d?"])
        #expect(others == [["a", "c"], ["e"]])
    }

    @Test func anItemCannotOvertakeAnother() async {
        await #expect(processExitsWith: .failure) {
            var queue = ReleaseQueue<String>(durable: 4)
            _ = queue.hold("a", until: 6)
            _ = queue.hold("b", until: 5)
        }
        await #expect(processExitsWith: .failure) {
            var queue = ReleaseQueue<String>(durable: 4)
            _ = queue.hold("a", until: 5)
            _ = queue.hold("b", until: 4)
        }
    }

    @Test func batchesBecomeDurableInOrder() async {
        await #expect(processExitsWith: .failure) {
            var queue = ReleaseQueue<String>(durable: 4)
            _ = queue.committed(6)
        }
    }
}
