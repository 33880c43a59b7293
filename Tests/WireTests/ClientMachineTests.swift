import Testing

@testable import Wire

@Suite struct ClientMachineTests {
    private let welcome = Welcome(
        version: 1, maximumFrame: 10_000, window: 50, maximumStreams: 3, pingMilliseconds: 15_000, agent: "test")

    private func greeted(highestEpoch: UInt32 = 0) -> ClientMachine {
        var limits = WireLimits(frame: 1_048_576)
        limits.window = 100
        var machine = ClientMachine(limits: limits, highestEpoch: highestEpoch, now: start)
        _ = machine.welcomeArrived(welcome, now: start)
        return machine
    }

    private func opened(_ machine: inout ClientMachine, isEnd: Bool = false) throws -> StreamKey {
        guard case .open(let key) = machine.callOpened(isEnd: isEnd) else { throw Refused() }
        return key
    }

    private struct Refused: Error {}

    @Test func `a welcome comes once, in a version that was offered`() {
        var machine = ClientMachine(limits: WireLimits(frame: 1_048_576), highestEpoch: 0, now: start)
        var other = welcome
        other.version = 2
        let outcomes = [other, welcome, welcome].map { machine.welcomeArrived($0, now: start) }
        #expect(outcomes == [.violation(.version(2)), .open, .violation(.unexpected(.welcome))])
        let limit = machine.sendLimit
        #expect(limit == 10_000)
    }

    @Test func `calls are odd, ascend, and stop at the server's limit`() throws {
        var machine = greeted()
        let keys = [try opened(&machine), try opened(&machine), try opened(&machine)]
        #expect(keys.map(\.id) == [1, 3, 5])
        let full = machine.callOpened(isEnd: true)
        #expect(full == .full)
        _ = machine.cancelled(keys[1])
        #expect(try opened(&machine).id == 7)
    }

    @Test func `the last number is used, and tells that another connection is needed`() throws {
        var machine = greeted()
        machine.lastStream = Int64(WireLimits.lastStream) - 4
        let keys = [try opened(&machine), try opened(&machine)]
        #expect(keys.map(\.id) == [WireLimits.lastStream - 2, WireLimits.lastStream])
        let (phase, next) = (machine.phase, machine.callOpened(isEnd: true))
        #expect(phase == .draining && next == .draining)
        for key in keys { _ = machine.statusArrived(StatusFrame(stream: key.id, code: .ok)) }
        let isDrained = machine.isDrained
        #expect(isDrained)
    }

    @Test func `an answer ends its call`() throws {
        var machine = greeted()
        let key = try opened(&machine, isEnd: true)
        let outcomes = [
            machine.messageArrived(message(1, count: 500, isEnd: true)), machine.messageArrived(message(1)),
            machine.messageArrived(message(3)), machine.messageArrived(message(2)),
        ]
        #expect(
            outcomes == [
                .deliver(key), .ignore, .violation(.unknownStream(3)), .violation(.unknownStream(2)),
            ])
        let open = machine.openStreams
        #expect(open == 0)
    }

    @Test func `a status ends its call`() throws {
        var machine = greeted()
        let key = try opened(&machine)
        let outcomes = [1, 1, 3].map { machine.statusArrived(StatusFrame(stream: $0, code: .ok)) }
        #expect(outcomes == [.ended(key), .ignore, .violation(.unknownStream(3))])
    }

    @Test func `an epoch below one that was seen is not believed`() throws {
        var machine = greeted(highestEpoch: 5)
        let key = try opened(&machine)
        let outcomes = [
            machine.messageArrived(message(1, position: Position(epoch: 5, sequence: 1))),
            machine.messageArrived(message(1, position: .none)),
            machine.messageArrived(message(1, position: Position(epoch: 6, sequence: 0))),
            machine.messageArrived(message(1, position: Position(epoch: 5, sequence: 9))),
        ]
        #expect(outcomes == [.deliver(key), .deliver(key), .deliver(key), .staleEpoch])
        let status = machine.statusArrived(
            StatusFrame(stream: 1, code: .ok, position: Position(epoch: 4, sequence: 1)))
        #expect(status == .staleEpoch)
        let highest = machine.highestEpoch
        #expect(highest == 6)
    }

    @Test func `a server is held to its credit`() throws {
        var machine = greeted()
        let key = try opened(&machine, isEnd: true)
        let outcomes = [100, 1].map { machine.messageArrived(message(1, count: $0)) }
        #expect(outcomes == [.deliver(key), .violation(.creditExceeded(stream: 1))])
    }

    @Test func `a server's message is never bare`() throws {
        var machine = greeted()
        _ = try opened(&machine)
        let outcome = machine.messageArrived(message(1, isEnd: true, isBare: true))
        #expect(outcome == .violation(.malformed(.message, "a server's has a message")))
    }

    @Test func `after the half close nothing can be sent`() throws {
        var machine = greeted()
        let key = try opened(&machine)
        let outcomes = [machine.canSend(key), machine.halfClosed(key), machine.canSend(key), machine.halfClosed(key)]
        #expect(outcomes == [true, true, false, false])
        let credit = machine.creditArrived(CreditFrame(stream: 1, bytes: 10))
        #expect(credit == .nothing)
    }

    @Test func `a cancelled call is over at once`() throws {
        var machine = greeted()
        let key = try opened(&machine)
        let cancels = [machine.cancelled(key), machine.cancelled(key)]
        #expect(cancels == [true, false])
        let late = machine.messageArrived(message(1))
        #expect(late == .ignore)
    }

    @Test func `a drain gives up the calls that were not looked at`() throws {
        var machine = greeted()
        let keys = [try opened(&machine), try opened(&machine), try opened(&machine)]
        let outcome = machine.goAwayArrived(GoAway(lastStream: 1, code: .ok, text: ""))
        #expect(outcome == .drain(abandoned: [keys[1], keys[2]]))
        let next = machine.callOpened(isEnd: true)
        #expect(next == .draining)
        _ = machine.messageArrived(message(1, isEnd: true))
        let isDrained = machine.isDrained
        #expect(isDrained)
    }

    @Test func `a refusal comes before the welcome, a close after it`() {
        var machine = ClientMachine(limits: WireLimits(frame: 1_048_576), highestEpoch: 0, now: start)
        let goAway = GoAway(lastStream: 0, code: .unauthenticated, text: "no token")
        let refused = machine.goAwayArrived(goAway)
        #expect(refused == .refused)
        _ = machine.welcomeArrived(welcome, now: start)
        let closed = machine.goAwayArrived(goAway)
        #expect(closed == .closed)
    }
}
