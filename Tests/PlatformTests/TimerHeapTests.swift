import SeededRandom
import Testing

@testable import Platform

@Suite struct TimerHeapTests {
    @Test(arguments: [1, 2, 3, 4, 5]) func `agrees with a sorted list`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var heap = TimerHeap()
        var model: [(deadline: UInt64, number: Int, timer: TimerID)] = []
        var fired = -1
        for number in 0..<2_000 {
            switch generator.next() % 4 {
            case 0 where !model.isEmpty:
                let victim = model.remove(at: Int(generator.next() % UInt64(model.count)))
                let (once, twice) = (heap.cancel(victim.timer), heap.cancel(victim.timer))
                #expect(once && !twice)
            case 1:
                let first = model.indices.min { (model[$0].deadline, $0) < (model[$1].deadline, $1) }
                let now = MonotonicTime(nanoseconds: generator.next() % 100)
                let body = heap.popDue(now, scheduledUpTo: heap.newest)
                if let first, model[first].deadline <= now.nanoseconds {
                    body?()
                    #expect(fired == model.remove(at: first).number, "seed \(seed), step \(number)")
                } else {
                    #expect(body == nil)
                }
            default:
                let deadline = generator.next() % 100
                let timer = heap.schedule(at: MonotonicTime(nanoseconds: deadline)) { fired = number }
                model.append((deadline, number, timer))
            }
            let next = heap.nextDeadline?.nanoseconds
            #expect(next == model.map(\.deadline).min())
        }
    }

    @Test func `a timer younger than the limit stays`() {
        var heap = TimerHeap()
        _ = heap.schedule(at: MonotonicTime(nanoseconds: 1)) {}
        let tooEarly = heap.popDue(.distantFuture, scheduledUpTo: 0)
        let due = heap.popDue(.distantFuture, scheduledUpTo: 1)
        #expect(tooEarly == nil)
        #expect(due != nil)
    }
}
