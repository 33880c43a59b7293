import Glibc
import Testing

@testable import Platform

/// The two ends of a socket pair, non-blocking; `far` is for the test to play the peer with. An optimized build closes
/// them after their last mention: keep them as long as the loop runs.
private final class Pair: Sendable {
    let near: FileDescriptor
    let far: FileDescriptor

    init() throws {
        var ends: [CInt] = [0, 0]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
        near = FileDescriptor(owning: ends[0])
        far = FileDescriptor(owning: ends[1])
        try near.setNonBlocking()
        try far.setNonBlocking()
    }

    func poke() throws {
        let sent = try withUnsafeBytes(of: UInt8(1)) { try far.write($0) }
        #expect(sent == .bytes(1))
    }
}

private final class Recorder: ReadinessHandler, TurnEndHandler {
    var onReady: (Readiness) -> Void = { _ in }
    var onTurnEnd: () -> Void = {}

    func ready(_ readiness: Readiness) { onReady(readiness) }
    func turnEnds() { onTurnEnd() }
}

@Suite struct EventLoopTests {
    let loop: EventLoop

    init() throws { loop = try EventLoop() }

    @Test func `work runs in the order it was given in, from many threads`() throws {
        let seen = Lock<[Int: [Int]]>([:])
        let threads = (0..<4).map { thread in
            SystemThread(name: "giver") { [loop] in
                for number in 0..<1_000 { loop.execute { seen.withLock { $0[thread, default: []].append(number) } } }
            }
        }
        let stopper = SystemThread(name: "stopper") { [loop] in
            for thread in threads { thread.join() }
            loop.execute { loop.stop() }
        }
        loop.run()
        stopper.join()
        for thread in 0..<4 { #expect(seen.withLock { $0[thread] } == Array(0..<1_000)) }
    }

    @Test func `work given before the stop still runs`() {
        let ran = Lock(false)
        loop.execute { [loop] in
            loop.stop()
            loop.execute { ran.withLock { $0 = true } }
        }
        loop.run()
        #expect(ran.withLock { $0 })
    }

    @Test func `work given after the stop is refused`() {
        let isAccepted = Lock<[Bool]>([])
        loop.execute { [loop] in
            loop.stop()
            loop.execute { isAccepted.withLock { $0.append(loop.execute {}) } }
        }
        loop.run()
        isAccepted.withLock { $0.append(loop.execute {}) }
        // By then the loop only does what it has accepted.
        #expect(isAccepted.withLock { $0 } == [false, false])
    }

    @Test func `a handler hears level-triggered readiness until it is cancelled`() throws {
        let pair = try Pair()
        let recorder = Recorder()
        var heard = 0
        let registration = try loop.register(pair.near.rawValue, [.readable], recorder)
        recorder.onReady = { readiness in
            #expect(readiness == .readable)
            heard += 1
            if heard == 3 {
                registration.cancel()
                registration.cancel()
                loop.schedule(after: .zero) { loop.stop() }
            }
        }
        try pair.poke()
        withExtendedLifetime(pair) { loop.run() }
        #expect(heard == 3)
    }

    @Test func `a changed interest changes what is heard`() throws {
        let pair = try Pair()
        let recorder = Recorder()
        var heard: [Readiness] = []
        let registration = try loop.register(pair.near.rawValue, [], recorder)
        recorder.onReady = { readiness in
            heard.append(readiness)
            registration.interest = []
            loop.schedule(after: .zero) {
                if heard.count == 2 { return loop.stop() }
                registration.interest = .writable
            }
        }
        try pair.poke()
        registration.interest = .readable
        withExtendedLifetime(pair) { loop.run() }
        #expect(heard == [.readable, .writable])
    }

    @Test func `who is cancelled by another in the same turn hears nothing`() throws {
        let pairs = [try Pair(), try Pair()]
        var registrations: [Registration] = []
        var heard = 0
        for pair in pairs {
            let recorder = Recorder()
            recorder.onReady = { _ in
                heard += 1
                for registration in registrations { registration.cancel() }
                loop.stop()
            }
            registrations.append(try loop.register(pair.near.rawValue, [.readable], recorder))
            try pair.poke()
        }
        withExtendedLifetime(pairs) { loop.run() }
        #expect(heard == 1)
    }

    @Test func `a slot that is used again doesn't hear its forerunner's events`() throws {
        let pairs = [try Pair(), try Pair()]
        let quiet = try Pair()
        var registrations: [Registration] = []
        var slotOfNewcomer: UInt32?
        let newcomer = Recorder()
        newcomer.onReady = { _ in Issue.record("Nothing was sent to the newcomer") }
        for pair in pairs {
            let recorder = Recorder()
            recorder.onReady = { _ in
                for registration in registrations { registration.cancel() }
                slotOfNewcomer = try? loop.register(quiet.near.rawValue, [.readable], newcomer).slot
                loop.schedule(after: .zero) { loop.stop() }
            }
            registrations.append(try loop.register(pair.near.rawValue, [.readable], recorder))
            try pair.poke()
        }
        withExtendedLifetime((pairs, quiet)) { loop.run() }
        #expect(registrations.map(\.slot).contains { $0 == slotOfNewcomer })
    }

    @Test func `a hang-up is told unasked`() throws {
        var pair: Pair? = try Pair()
        let near = try #require(pair).near.rawValue
        let kept = FileDescriptor(owning: dup(near))
        let recorder = Recorder()
        var heard: [Readiness] = []
        let registration = try loop.register(kept.rawValue, [], recorder)
        recorder.onReady = { readiness in
            heard.append(readiness)
            registration.cancel()
            loop.stop()
        }
        pair = nil
        loop.run()
        #expect(heard.count == 1)
        #expect(heard[0].isSubset(of: .hungUp))
    }

    @Test func `a descriptor can't be registered twice`() throws {
        let pair = try Pair()
        let first = try loop.register(pair.near.rawValue, [], Recorder())
        let error = #expect(throws: SystemError.self) { try loop.register(pair.near.rawValue, [], Recorder()) }
        #expect(error?.code == EEXIST)
        first.cancel()
        let second = try loop.register(pair.near.rawValue, [], Recorder())
        withExtendedLifetime(pair) { second.cancel() }
    }

    @Test func `the end of the turn commits first, then writes, in order`() {
        var seen: [String] = []
        let late = Recorder()
        late.onTurnEnd = {
            seen.append("late commit")
            loop.stop()
        }
        func recorder(_ name: String, then more: @escaping () -> Void = {}) -> Recorder {
            let recorder = Recorder()
            recorder.onTurnEnd = {
                seen.append(name)
                more()
            }
            return recorder
        }
        loop.schedule(after: .zero) {
            loop.atEndOfTurn(.write, recorder("write 1") { loop.atEndOfTurn(.commit, late) })
            loop.atEndOfTurn(.write, recorder("write 2"))
            loop.atEndOfTurn(.commit, recorder("commit 1"))
            loop.atEndOfTurn(.commit, recorder("commit 2"))
        }
        loop.run()
        #expect(seen == ["commit 1", "commit 2", "write 1", "late commit", "write 2"])
    }

    @Test func `timers fire in the order of their deadlines, and not when they were cancelled`() {
        var seen: [Int] = []
        let start = loop.now
        let cancelled = loop.schedule(at: start + .microseconds(5)) { seen.append(0) }
        loop.schedule(at: start + .microseconds(30)) { loop.stop() }
        loop.schedule(at: start + .microseconds(20)) { seen.append(2) }
        loop.schedule(at: start + .microseconds(10)) { seen.append(1) }
        #expect(loop.cancel(cancelled))
        #expect(!loop.cancel(cancelled))
        loop.run()
        #expect(seen == [1, 2])
        #expect(loop.now >= start + .microseconds(30))
    }

    @Test func `a timer that schedules the next one for now lets the turn end`() {
        let recorder = Recorder()
        recorder.onTurnEnd = { loop.stop() }
        func again() {
            loop.schedule(at: loop.now, again)
        }
        loop.schedule(at: loop.now, again)
        loop.schedule(at: loop.now) { loop.atEndOfTurn(.write, recorder) }
        loop.run()
    }

    @Test func `a loop that has stopped lets go of handlers and timers`() throws {
        let pair = try Pair()
        weak var handler: Recorder?
        weak var timer: Recorder?
        do {
            let (kept, scheduled) = (Recorder(), Recorder())
            (handler, timer) = (kept, scheduled)
            _ = try loop.register(pair.near.rawValue, [.readable], kept)
            loop.schedule(after: .seconds(1_000)) { scheduled.turnEnds() }
        }
        #expect(handler != nil && timer != nil)
        loop.stop()
        withExtendedLifetime(pair) { loop.run() }
        #expect(handler == nil && timer == nil)
    }

    @Test func `an actor can live on a loop`() async throws {
        let thread = try EventLoop.spawn(name: "actor")
        let resident = Resident(loop: thread.loop)
        for _ in 0..<100 { await resident.count() }
        #expect(await resident.total == 100)
        thread.stop()
    }

    @Test func `what belongs to the loop is refused elsewhere`() async {
        await #expect(processExitsWith: .failure) {
            let thread = try EventLoop.spawn(name: "other")
            thread.loop.schedule(after: .zero) {}
        }
        await #expect(processExitsWith: .failure) {
            let thread = try EventLoop.spawn(name: "other")
            _ = LoopBound(1, thread.loop).value
        }
    }
}

private actor Resident {
    let loop: EventLoop
    var total = 0

    init(loop: EventLoop) { self.loop = loop }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    func count() {
        loop.preconditionOnLoop()
        total += 1
    }
}
