import Contract
import LonghaulClient
import Platform
import Testing

@testable import LonghaulWorker

@Suite(.timeLimit(.minutes(5))) struct RuntimeTests {
    // MARK: Handlers that take nothing

    @Test(arguments: ["nothing-taken", "thrown", "handler-error", "no-handler"])
    func `a lease that nothing was taken from fails, as far as there is room`(code: String) async throws {
        struct Oddity: Error {}
        let test = TestRuntime(
            window: 4,
            handlers: [
                "nothing-taken": { _ in }, "thrown": { _ in throw Failure(code: "thrown", text: "") },
                "handler-error": { _ in throw Oddity() },
            ])
        try test.grant(1, 0..<10, kind: code)
        let report = try await test.nextReport()
        #expect(report.cursor == 4)
        #expect(report.ending == .returned)
        #expect(report.outcomes.map(\.item) == [0, 1, 2, 3])
        #expect(report.outcomes.allSatisfy { $0.disposition == .retry && $0.failure?.code == code })
        test.runtime.leave()
    }

    @Test func `a single item without a handler fails too, although it has to wait for room`() async throws {
        let test = TestRuntime(window: 1, handlers: ["work": { _ = try await $0.next() }])
        try test.grant(1, 0..<2)
        try test.grant(2, 0..<1, kind: "unknown")
        #expect(try await test.nextReport().lease == 1)
        test.end(1)
        let report = try await test.nextReport()
        #expect(report.lease == 2)
        #expect(report.outcomes.map(\.failure?.code) == ["no-handler"])
        test.runtime.leave()
    }

    @Test func `while the window is full, a lease that nothing was taken from waits for room to fail`() async throws {
        let (taken, gate) = (Gate(), Gate())
        let test = TestRuntime(
            slots: 2, window: 3,
            handlers: [
                "greedy": { lease in
                    _ = try await lease.next(upTo: 3)
                    lease.done(0)
                    taken.open()
                    await gate.pass()
                }, "lazy": { _ in throw Failure(code: "lazy", text: "") },
            ])
        try test.grant(1, 0..<3, kind: "greedy")
        await taken.pass()
        try test.grant(2, 10..<15, kind: "lazy")
        await test.until { $0.isWaitedFor }
        #expect(try await test.nextReport().cursor == 1)
        test.acknowledge(1)
        let report = try await test.nextReport()
        #expect(report.lease == 2)
        #expect(report.outcomes.map(\.item) == [10])
        gate.open()
        test.runtime.leave()
    }

    @Test func `a failed task is no item's failure`() async throws {
        let test = TestRuntime(handlers: ["work": { _ in throw TaskFailure(code: "bad", text: "") }])
        try test.grant(1, 0..<10)
        let report = try await test.nextReport()
        #expect(report.ending == .taskFailed)
        #expect(report.outcomes.isEmpty)
        test.runtime.leave()
    }

    @Test func `a worker that leaves hands an untouched lease back, whatever its handler waits for`() async throws {
        let started = Gate()
        let test = TestRuntime(handlers: [
            "work": { _ in
                started.open()
                await Gate().pass()
            }
        ])
        try test.grant(1, 0..<10)
        await started.pass()
        test.runtime.leave()
        let report = try await test.nextReport()
        #expect(report.ending == .returned)
        #expect(report.cursor == 0)
        #expect(report.outcomes.isEmpty)
    }

    @Test func `a grant that comes to a worker that leaves is handed back`() async throws {
        let test = TestRuntime(handlers: ["work": { _ in Issue.record("nothing is worked on any more") }])
        test.runtime.leave()
        try test.grant(1, 0..<10)
        let report = try await test.nextReport()
        #expect(report.ending == .returned)
        #expect(report.cursor == 0)
    }

    // MARK: Cancellation

    @Test func `a revoked lease cancels its handler, and not the next one of the slot`() async throws {
        let started = Gate()
        let test = TestRuntime(
            prefetch: 1,
            handlers: [
                "first": { _ in
                    started.open()
                    await Gate().pass()
                    #expect(Task.isCancelled)
                }, "second": { _ in #expect(!Task.isCancelled) },
            ])
        try test.grant(1, 0..<1, kind: "first")
        try test.grant(2, 1..<2, kind: "second")
        await started.pass()
        test.revoke(1)
        #expect(await test.nextUpdate().completed == [2])
        test.runtime.leave()
    }

    @Test func `handlers are told to stop although their leases have ended`() async throws {
        let started = Gate()
        let stopped = Gate()
        let test = TestRuntime(handlers: [
            "work": { lease in
                started.open()
                await Gate().pass()
                stopped.open()
            }
        ])
        try test.grant(1, 0..<1)
        await started.pass()
        test.end(1)
        test.runtime.leave()
        test.runtime.cancelHandlers()
        await stopped.pass()
    }

    // MARK: Waiting for room

    /// One lease has the only place in the window; the handler of another, `waiter`, finds none.
    private func withFullWindow(_ waiter: @escaping Handler, _ body: (TestRuntime) async throws -> Void) async throws {
        let (taken, gate) = (Gate(), Gate())
        let test = TestRuntime(
            slots: 2, window: 1,
            handlers: [
                "holder": { lease in
                    _ = try await lease.next()
                    taken.open()
                    await gate.pass()
                }, "waiter": waiter,
            ])
        try test.grant(1, 0..<2, kind: "holder")
        await taken.pass()
        try test.grant(2, 2..<4, kind: "waiter")
        await test.until { $0.isWaitedFor }
        try await body(test)
        gate.open()
        test.runtime.leave()
    }

    @Test func `who waits for room hears that the lease is revoked, while the window stays full`() async throws {
        let heard = Gate()
        try await withFullWindow { lease in
            // Not by the cancellation of the handler's task, which this one does not hear of.
            let task = Task {
                await #expect(throws: LeaseRevoked.self) { try await lease.next() }
                heard.open()
            }
            await task.value
        } _: { test in
            test.revoke(2)
            await heard.pass()
        }
    }

    @Test func `who waits for room hears that its task is cancelled, while the window stays full`() async throws {
        let (child, heard) = (Lock<Task<Void, Never>?>(nil), Gate())
        try await withFullWindow { lease in
            let task = Task {
                await #expect(throws: CancellationError.self) { try await lease.next() }
                heard.open()
            }
            child.withLock { $0 = task }
            await task.value
        } _: { test in
            child.withLock { $0 }?.cancel()
            await heard.pass()
        }
    }

    @Test func `who waits for room gets nothing more from a worker that leaves`() async throws {
        let heard = Gate()
        try await withFullWindow { lease in
            let items = try await lease.next()
            #expect(items == nil)
            heard.open()
        } _: { test in
            test.runtime.leave()
            await heard.pass()
        }
    }
}
