import Testing

@testable import Wire

@Suite struct ServerMachineTests {
    private static func limits() -> WireLimits {
        var limits = WireLimits(frame: 1_048_576)
        limits.streams = 4
        limits.window = 100
        return limits
    }

    private let hello = Hello(role: .client, maximumFrame: 10_000, window: 50, agent: "test")

    private func greeted() -> ServerMachine {
        var machine = ServerMachine(limits: Self.limits(), now: start)
        _ = machine.helloArrived(hello)
        _ = machine.accept(hello, agent: "server", now: start)
        return machine
    }

    private func opened(_ machine: inout ServerMachine, _ stream: UInt32, isEnd: Bool = false) throws -> StreamKey {
        guard case .open(let key) = machine.callArrived(stream: stream, isEnd: isEnd) else {
            throw Refused()
        }
        return key
    }

    private struct Refused: Error {}

    @Test func `a hello is asked about, then welcomed with this side's limits`() {
        var machine = ServerMachine(limits: Self.limits(), now: start)
        let onHello = machine.helloArrived(hello)
        #expect(onHello == .authorize)
        let welcome = machine.accept(hello, agent: "server", now: start)
        #expect(
            welcome
                == Welcome(
                    version: 1, maximumFrame: 1_048_576, window: 100, maximumStreams: 4, pingMilliseconds: 15_000,
                    agent: "server"))
        let (phase, sendLimit) = (machine.phase, machine.sendLimit)
        #expect(phase == .open)
        #expect(sendLimit == 10_000)
    }

    @Test(arguments: [(0, 0), (2, 9)]) func `versions that don't meet are refused with both named`(
        lowest: UInt16, highest: UInt16
    ) {
        var machine = ServerMachine(limits: Self.limits(), now: start)
        var other = hello
        (other.lowestVersion, other.highestVersion) = (lowest, highest)
        guard case .refuse(let goAway) = machine.helloArrived(other) else {
            Issue.record("Accepted")
            return
        }
        #expect(goAway.code == .failedPrecondition)
        #expect(goAway.text.contains("\(lowest) to \(highest)"))
    }

    @Test func `a second hello, and a call before the welcome, are violations`() {
        var machine = ServerMachine(limits: Self.limits(), now: start)
        let early = machine.callArrived(stream: 1, isEnd: true)
        #expect(early == .violation(.unexpected(.call)))
        _ = machine.helloArrived(hello)
        let again = machine.helloArrived(hello)
        #expect(again == .violation(.unexpected(.hello)))
    }

    @Test(arguments: [(2, 0), (0, 0), (3, 3), (1, 3), (0x8000_0001, 3)] as [(UInt32, UInt32)])
    func `streams are odd and ascend`(stream: UInt32, last: UInt32) throws {
        var machine = greeted()
        if last > 0 { _ = try opened(&machine, last) }
        let outcome = machine.callArrived(stream: stream, isEnd: false)
        #expect(outcome == .violation(.streamOutOfOrder(stream, after: last)))
    }

    @Test func `a call over the limit is refused, until a handler has ended`() throws {
        var machine = greeted()
        var keys: [StreamKey] = []
        for stream in [1, 3, 5, 7] as [UInt32] { keys.append(try opened(&machine, stream)) }
        guard case .refuse(.resourceExhausted, _) = machine.callArrived(stream: 9, isEnd: true) else {
            Issue.record("A fifth call was taken")
            return
        }
        let cancel = machine.cancelArrived(CancelFrame(stream: 1, code: .cancelled))
        #expect(cancel == .cancel(keys[0]))
        guard case .refuse = machine.callArrived(stream: 11, isEnd: true) else {
            Issue.record("A cancelled call doesn't count, though its handler still runs")
            return
        }
        let finish = machine.finished(keys[0])
        #expect(finish == .silent)
        #expect(try opened(&machine, 13).slot == keys[0].slot)
    }

    @Test func `frames for a call that has ended are ignored, for one that never was they are violations`() throws {
        var machine = greeted()
        let key = try opened(&machine, 5)
        let finish = machine.finished(key)
        #expect(finish == .send)
        let late = (
            machine.messageArrived(message(5)), machine.cancelArrived(CancelFrame(stream: 5, code: .cancelled)),
            machine.creditArrived(CreditFrame(stream: 5, bytes: 1)), machine.finished(key)
        )
        #expect(late == (.ignore, .ignore, .nothing, .silent))
        // 1 and 3 were skipped, which is allowed.
        let skipped = machine.messageArrived(message(3))
        #expect(skipped == .ignore)
        for stream in [7, 4] as [UInt32] {
            let never = (
                machine.messageArrived(message(stream)),
                machine.cancelArrived(CancelFrame(stream: stream, code: .cancelled)),
                machine.creditArrived(CreditFrame(stream: stream, bytes: 1))
            )
            let error = WireError.unknownStream(stream)
            #expect(never == (.violation(error), .violation(error), .violation(error)))
        }
    }

    @Test func `one message may pass the credit, the next may not`() throws {
        var machine = greeted()
        let key = try opened(&machine, 1)
        let outcomes = [99, 1_000, 1].map { machine.messageArrived(message(1, count: $0)) }
        #expect(outcomes == [.deliver(key), .deliver(key), .violation(.creditExceeded(stream: 1))])
    }

    @Test func `a message at the end costs no credit, and is the last`() throws {
        var machine = greeted()
        let key = try opened(&machine, 1)
        let outcomes = [
            machine.messageArrived(message(1, count: 100)), machine.messageArrived(message(1, count: 500, isEnd: true)),
            machine.messageArrived(message(1, count: 0)),
        ]
        #expect(outcomes == [.deliver(key), .deliver(key), .violation(.messageAfterEnd(stream: 1))])
    }

    @Test func `credit goes back at half the window`() throws {
        var machine = greeted()
        let key = try opened(&machine, 1)
        _ = machine.messageArrived(message(1, count: 150))
        let grants = [0, 49, 1, 49, 0, 1].map { machine.messageConsumed(key, count: $0)?.bytes }
        #expect(grants == [nil, nil, 50, nil, nil, 50])
        let outcome = machine.messageArrived(message(1, count: 1))
        #expect(outcome == .deliver(key))
    }

    @Test func `nothing is given back to who has ended`() throws {
        var machine = greeted()
        let key = try opened(&machine, 1, isEnd: true)
        let grant = machine.messageConsumed(key, count: 1_000)
        #expect(grant == nil)
    }

    @Test func `sending stops without credit, and credit says go on`() throws {
        var machine = greeted()
        let key = try opened(&machine, 1, isEnd: true)
        machine.messageSent(key, count: 49)
        let before = machine.canSend(key)
        machine.messageSent(key, count: 11)
        let after = machine.canSend(key)
        #expect(before && !after)
        let credits = [9, 1, 1, 5].map { machine.creditArrived(CreditFrame(stream: 1, bytes: $0)) }
        #expect(credits == [.nothing, .nothing, .writable(key), .nothing])
    }

    @Test func `credit past what a stream can hold is a violation`() throws {
        var machine = greeted()
        _ = try opened(&machine, 1)
        let most = UInt32(WireLimits.greatestCredit - 50)
        let credits = [most, 1].map { machine.creditArrived(CreditFrame(stream: 1, bytes: $0)) }
        #expect(credits == [.nothing, .violation(.creditOverflow(stream: 1))])
    }

    @Test func `a cancelled call sends nothing more`() throws {
        var machine = greeted()
        let key = try opened(&machine, 1)
        let outcomes = (
            machine.cancelArrived(CancelFrame(stream: 1, code: .deadlineExceeded)),
            machine.cancelArrived(CancelFrame(stream: 1, code: .cancelled)), machine.canSend(key),
            machine.creditArrived(CreditFrame(stream: 1, bytes: 10)), machine.openStreams, machine.finished(key)
        )
        #expect(outcomes == (.cancel(key), .ignore, false, .nothing, 1, .silent))
    }

    @Test func `a drain takes no new calls and ends with the last one`() throws {
        var machine = greeted()
        let key = try opened(&machine, 3)
        let goAway = machine.drain("restarting")
        #expect(goAway == GoAway(lastStream: 3, code: .ok, text: "restarting"))
        let (again, late, before) = (
            machine.drain("again"), machine.callArrived(stream: 5, isEnd: true), machine.isDrained
        )
        #expect(again == nil)
        #expect(late == .ignore)
        #expect(!before)
        _ = machine.finished(key)
        let after = machine.isDrained
        #expect(after)
    }
}
