import Platform
import SeededRandom
import Testing

@testable import RPC

@Suite struct DeadlinesTests {
    @Test(arguments: [1, 2, 3, 4]) func `agrees with a sorted list`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var deadlines = Deadlines()
        var model: [CallID: UInt64] = [:]
        var calls: UInt64 = 0
        for _ in 0..<5_000 {
            switch generator.next() % 4 {
            case 0:
                // Over before its deadline.
                if let call = model.keys.min() { model[call] = nil }
            case 1:
                let now = generator.next() % 1_000
                while let passed = deadlines.popPassed(MonotonicTime(nanoseconds: now)) {
                    guard case .waiting(let call) = passed, let deadline = model.removeValue(forKey: call) else {
                        continue
                    }
                    #expect(deadline <= now, "seed \(seed)")
                }
                #expect(model.values.allSatisfy { $0 > now }, "seed \(seed)")
            default:
                calls += 1
                let (call, deadline) = (CallID(number: calls), generator.next() % 1_000)
                model[call] = deadline
                deadlines.add(MonotonicTime(nanoseconds: deadline), .waiting(call)) { target in
                    if case .waiting(let call) = target { model[call] != nil } else { false }
                }
            }
        }
    }

    @Test func `calls that are over don't pile up`() {
        var deadlines = Deadlines()
        for number in 0..<100_000 as Range<UInt64> {
            deadlines.add(MonotonicTime(nanoseconds: number), .waiting(CallID(number: number))) { target in
                if case .waiting(let call) = target { call.number + 100 > number } else { false }
            }
        }
        #expect(deadlines.count <= 200)
    }
}

@Suite struct WaitingCallsTests {
    private func call(_ number: UInt64) throws -> WaitingCall {
        WaitingCall(
            id: CallID(number: number), method: "", deadline: nil, body: try ByteBox { _ in }, completion: { _, _ in })
    }

    @Test func `what is taken out of the middle leaves the order of the others`() throws {
        var waiting = WaitingCalls()
        for number in 1...5 as ClosedRange<UInt64> { waiting.append(try call(number)) }
        for number in [3, 1, 1] as [UInt64] { waiting.remove(CallID(number: number)) }
        #expect(waiting.first()?.id.number == 2 && waiting.count == 3)
        #expect(waiting.removeAll().map(\.id.number) == [2, 4, 5])
        #expect(waiting.isEmpty && waiting.first() == nil)
    }

    @Test func `calls that come and go behind one that stays don't pile up`() throws {
        var waiting = WaitingCalls()
        waiting.append(try call(0))
        for number in 1...10_000 as ClosedRange<UInt64> {
            waiting.append(try call(number))
            waiting.remove(CallID(number: number))
        }
        #expect(waiting.order.count <= 100)
    }
}
