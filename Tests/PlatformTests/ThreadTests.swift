import Glibc
import Testing

@testable import Platform

@Suite struct ThreadTests {
    @Test func `a lock keeps threads apart`() {
        let count = Lock(0)
        let threads = (0..<4).map { _ in
            SystemThread(name: "counter") { for _ in 0..<10_000 { count.withLock { $0 += 1 } } }
        }
        for thread in threads { thread.join() }
        #expect(count.withLock { $0 } == 40_000)
    }

    @Test func `a lock is not recursive`() async {
        await #expect(processExitsWith: .failure) {
            let lock = Lock(0)
            lock.withLock { _ in lock.withLock { $0 = 1 } }
        }
    }

    @Test func `a monitor's waiter sees the change it waits for`() {
        let value = Monitor(0)
        let waiter = SystemThread(name: "waiter") { value.wait(until: { $0 == 1 }, then: { $0 = 2 }) }
        value.withLock { $0 = 1 }
        value.signal()
        waiter.join()
        #expect(value.withLock { $0 } == 2)
    }

    @Test func `a monitor's waiter gives up in time, but not on what is there already`() {
        let value = Monitor(0)
        #expect(value.wait(atMost: .milliseconds(1), until: { $0 == 1 }, then: { $0 += 1 }) == nil)
        #expect(value.wait(atMost: .zero, until: { $0 == 0 }, then: { $0 }) == 0)
        let setter = SystemThread(name: "setter") {
            value.withLock { $0 = 1 }
            value.signal()
        }
        #expect(value.wait(atMost: .seconds(30), until: { $0 == 1 }, then: { $0 }) == 1)
        setter.join()
    }

    @Test func `a thread takes no signals`() {
        let blocked = Lock(false)
        SystemThread(name: "masked") {
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            blocked.withLock { $0 = sigismember(&mask, SIGTERM) == 1 }
        }.join()
        #expect(blocked.withLock { $0 })
    }

    @Test func `a loop's thread that is stopped from its loop ends by itself`() async {
        await #expect(processExitsWith: .success) {
            let hasEnded = Monitor(false)
            do {
                let thread = try EventLoop.spawn(name: "itself")
                let ending = Ending(hasEnded)
                thread.loop.execute {
                    thread.stop()
                    // The last turn is over when the loop forgets what it keeps.
                    thread.loop.schedule(after: .seconds(3_600)) { withExtendedLifetime(ending) {} }
                }
            }
            hasEnded.wait(until: { $0 }, then: { _ in })
        }
    }

    @Test func `signals come to the loop as events`() throws {
        let heard = Lock<[SignalSource.Signal]>([])
        let outcome = Lock<SystemError?>(nil)
        SystemThread(name: "signals") {
            do throws(SystemError) {
                let loop = try EventLoop()
                let source = try SignalSource([.interrupt, .terminate], on: loop) { signal in
                    heard.withLock { $0.append(signal) }
                    if heard.withLock({ $0.count }) == 2 { loop.stop() }
                }
                // To this thread alone: to the process, it would end the test.
                pthread_kill(pthread_self(), SIGINT)
                pthread_kill(pthread_self(), SIGTERM)
                loop.run()
                source.cancel()
            } catch {
                outcome.withLock { $0 = error }
            }
        }.join()
        #expect(outcome.withLock { $0 } == nil)
        #expect(heard.withLock { Set($0) } == [.interrupt, .terminate])
    }
}

/// Tells that it is let go of.
private final class Ending: Sendable {
    private let monitor: Monitor<Bool>

    init(_ monitor: Monitor<Bool>) { self.monitor = monitor }

    deinit {
        monitor.withLock { $0 = true }
        monitor.signal()
    }
}

@Suite struct BlockingPoolTests {
    private struct Refused: Error, Equatable {}

    @Test func `returns what the body returns, and throws what it throws`() async throws {
        let pool = BlockingPool(name: "pool", threads: 2)
        await withTaskGroup(of: Int.self) { group in
            for number in 0..<100 { group.addTask { await pool.run { number } } }
            #expect(await group.reduce(0, +) == 4_950)
        }
        await #expect(throws: Refused()) { try await pool.run { () throws(Refused) -> Int in throw Refused() } }
        pool.stop()
    }

    @Test func `a stop waits for what was given before`() throws {
        let pool = BlockingPool(name: "pool", threads: 1)
        let gate = Monitor(false)
        let finished = Lock(0)
        let loop = try EventLoop()
        for _ in 0..<3 {
            pool.run({ gate.wait(until: { $0 }, then: { _ in finished.withLock { $0 += 1 } }) }, on: loop) { _ in }
        }
        gate.withLock { $0 = true }
        gate.broadcast()
        pool.stop()
        #expect(finished.withLock { $0 } == 3)
    }

    @Test func `a loop hears the outcome on its own thread`() throws {
        let pool = BlockingPool(name: "pool", threads: 1)
        let loop = try EventLoop()
        let heard = Lock(0)
        pool.run({ 7 }, on: loop) { value in
            loop.preconditionOnLoop()
            heard.withLock { $0 = value }
            loop.stop()
        }
        loop.run()
        pool.stop()
        #expect(heard.withLock { $0 } == 7)
    }
}
