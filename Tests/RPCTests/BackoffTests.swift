import SeededRandom
import Testing

@testable import RPC

@Suite struct BackoffTests {
    /// Draws the longest wait that is allowed.
    private struct Highest: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    @Test func `the bound doubles up to the longest wait, and a reset begins anew`() {
        var backoff = Backoff(first: .milliseconds(100), longest: .milliseconds(500))
        var highest = Highest()
        let waits = (1...4).map { _ in backoff.next(using: &highest) }
        #expect(waits == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(500)])
        backoff.reset()
        #expect(backoff.next(using: &highest) == .milliseconds(100))
    }

    @Test func `waits are spread between nothing and the bound, however many failed`() {
        var backoff = Backoff(first: .milliseconds(100), longest: .seconds(10))
        var generator = SplitMix64(seed: 7)
        for _ in 1...100 { _ = backoff.next(using: &generator) }
        let waits = (1...100).map { _ in backoff.next(using: &generator) }
        #expect(waits.allSatisfy { .zero <= $0 && $0 <= .seconds(10) })
        #expect(waits.min()! < .seconds(1) && waits.max()! > .seconds(9))
    }
}
