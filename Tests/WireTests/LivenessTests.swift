import Testing

@testable import Wire

@Suite struct LivenessTests {
    private func at(_ milliseconds: UInt64) -> Moment { start + milliseconds }

    private func greeted() -> Liveness {
        var liveness = Liveness(limits: WireLimits(frame: 1_048_576), now: start)
        liveness.greeted(pingMilliseconds: 15_000, now: start)
        return liveness
    }

    @Test func `a greeting has five seconds, whatever else comes`() {
        var liveness = Liveness(limits: WireLimits(frame: 1_048_576), now: start)
        liveness.heard(frames: 0, isPartial: true, now: at(4_000))
        #expect(liveness.nextDeadline == at(5_000))
        #expect(liveness.elapsed(now: at(4_999)) == .nothing)
        guard case .gone = liveness.elapsed(now: at(5_000)) else {
            Issue.record("Still waiting")
            return
        }
    }

    @Test func `three pings, then it is gone`() {
        var liveness = greeted()
        for number in 1...3 as ClosedRange<UInt64> {
            let deadline = at(15_000 * number)
            #expect(liveness.nextDeadline == deadline)
            #expect(liveness.elapsed(now: deadline) == .ping(PingFrame(value: deadline.milliseconds)))
        }
        #expect(liveness.elapsed(now: at(60_000)) == .gone("silent for 60000 ms, and 3 pings unanswered"))
    }

    @Test func `anything that is heard starts the count again`() {
        var liveness = greeted()
        _ = liveness.elapsed(now: at(15_000))
        liveness.heard(frames: 1, isPartial: false, now: at(16_000))
        #expect(liveness.nextDeadline == at(31_000))
    }

    @Test func `a frame that trickles in is given up, one after the other is not`() {
        var liveness = greeted()
        liveness.heard(frames: 0, isPartial: true, now: at(0))
        liveness.heard(frames: 0, isPartial: true, now: at(9_000))
        #expect(liveness.nextDeadline == at(10_000))
        liveness.heard(frames: 1, isPartial: true, now: at(9_500))
        #expect(liveness.nextDeadline == at(19_500))
        #expect(liveness.elapsed(now: at(19_500)) == .gone("a frame was not whole after 10000 ms"))
    }

    @Test func `a peer that takes nothing is given up, one that takes a little is not`() {
        var liveness = greeted()
        liveness.writeProgressed(isBlocked: true, now: at(0))
        #expect(liveness.nextDeadline == at(10_000))
        liveness.writeProgressed(isBlocked: true, now: at(9_000))
        #expect(liveness.elapsed(now: at(10_000)) == .nothing)
        liveness.writeProgressed(isBlocked: false, now: at(10_500))
        #expect(liveness.nextDeadline == at(15_000))
    }

    @Test func `a silence of this side's own making doesn't count`() {
        var liveness = greeted()
        liveness.heard(frames: 0, isPartial: true, now: at(0))
        liveness.resumed(now: at(50_000))
        #expect(liveness.nextDeadline == at(60_000))
    }
}
