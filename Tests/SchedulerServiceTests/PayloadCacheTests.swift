import Contract
import Scheduling
import Testing

@testable import SchedulerService

@Suite struct PayloadCacheTests {
    private func batch(_ id: UInt64) -> BatchID { BatchID(rawValue: id) }

    private let kilobyte = Payloads([[UInt8](repeating: 1, count: 1_000)])

    @Test func itemsComeBackAsTheyWere() throws {
        let items: [[UInt8]] = [[], [1, 2], [], [3], []]
        let payloads = try #require(Payloads(Payloads(items).message))
        #expect(payloads.count == 5 && (0..<5).map { payloads[$0] } == items)
        #expect(Payloads(JournalV1.Items(ends: [1, 3], data: [1, 2])) == nil)
        #expect(Payloads(JournalV1.Items(ends: [3, 2], data: [1, 2])) == nil)
        #expect(Payloads(JournalV1.Items(ends: [], data: [1])) == nil)
    }

    /// The store does not have them yet.
    @Test func whatIsNotDurableStays() {
        var cache = PayloadCache(mostBytes: 3_500)
        for id in 1...5 as ClosedRange<UInt64> { cache.wasAppended(batch(id), kilobyte) }
        cache.rowTaken(detached: [])
        for id in 6...7 as ClosedRange<UInt64> { cache.wasAppended(batch(id), kilobyte) }
        #expect((1...7).allSatisfy { cache.has(batch($0)) })
        cache.rowDurable()
        #expect((6...7).allSatisfy { cache.has(batch($0)) })
        #expect((1...5).count { cache.has(batch($0)) } == 1)
        cache.rowTaken(detached: [7])
        cache.rowDurable()
        #expect(cache.has(batch(6)) && !cache.has(batch(7)))
    }

    @Test func whatIsUsedStaysLonger() {
        var cache = PayloadCache(mostBytes: 3_500)
        for id in 1...3 as ClosedRange<UInt64> { cache.wasRead(batch(id), kilobyte) }
        #expect(cache.find(batch(1))?.count == 1)
        cache.wasRead(batch(4), kilobyte)
        #expect((1...4).map { cache.has(batch($0)) } == [true, false, true, true])
        for id in 5...7 as ClosedRange<UInt64> { cache.wasRead(batch(id), kilobyte) }
        #expect((1...7).count { cache.has(batch($0)) } == 3)
    }
}
