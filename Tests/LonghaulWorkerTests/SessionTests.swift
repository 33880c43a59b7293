import Contract
import LonghaulClient
import LonghaulWorker
import Platform
import RPC
import Testing

@Suite(.timeLimit(.minutes(5))) struct SessionTests {
    private func grant(_ lease: UInt64, _ ranges: UInt64...) -> V1.Grant {
        V1.Grant(lease: lease, kind: "work", ranges: ranges)
    }

    private let idle: [String: Handler] = ["work": { _ in }]

    // MARK: Joining

    @Test func `the first update names the worker, what it does, and how much of it`() async throws {
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(concurrency: 3, prefetch: 4, handlers: idle)
        let (first, join) = try await scheduler.join()
        #expect(join.name == "worker")
        #expect(join.kinds == ["work"])
        #expect(first.leaseCredit == 7)
        #expect(first.itemCredit == .max)
        await scheduler.welcome()
        await worker.stop()
        await scheduler.stop()
    }

    @Test func `the heart beats while the scheduler has not answered yet`() async throws {
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(handlers: idle)
        _ = try await scheduler.join()
        #expect(try await scheduler.update { _ in true } == V1.WorkerUpdate())
        await worker.stop()
        await scheduler.stop()
    }

    @Test func `after a lost session, credit is for what is free`() async throws {
        let (started, gate) = (Gate(), Gate())
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(
            concurrency: 2, prefetch: 1,
            handlers: [
                "work": { lease in
                    if lease.ranges[0].lowerBound > 0 { return }
                    started.open()
                    await gate.pass()
                }
            ])
        #expect(try await scheduler.join().first.leaseCredit == 3)
        await scheduler.welcome(grants: [grant(1, 0, 1), grant(2, 1, 2)])
        await started.pass()
        #expect(try await scheduler.update { !$0.completed.isEmpty }.completed == [2])
        await scheduler.finish(Status(.aborted, "for the test"))
        let (first, join) = try await scheduler.join()
        #expect(first.leaseCredit == 2)
        #expect(join.held.map(\.lease) == [1, 2])
        await scheduler.welcome(kept: [1])
        gate.open()
        let last = try await scheduler.update { !$0.completed.isEmpty }
        #expect(last.completed == [1])
        #expect(last.leaseCredit == 3)
        await scheduler.send(V1.SchedulerUpdate(ended: [1]))
        await worker.stop()
        await scheduler.stop()
    }

    @Test func `a note makes a report, and is said again to the next session`() async throws {
        let gate = Gate()
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(handlers: [
            "work": { lease in
                lease.note(Failure(code: "away", text: "the server is away"))
                await gate.pass()
                lease.note(nil)
            }
        ])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 2)])
        let away = V1.Failure(code: "away", text: "the server is away")
        #expect(try await scheduler.report() == V1.Report(lease: 1, note: away))
        await scheduler.finish(Status(.aborted, "for the test"))
        _ = try await scheduler.join()
        await scheduler.welcome(kept: [1])
        #expect(try await scheduler.report() == V1.Report(lease: 1, note: away))
        gate.open()
        await scheduler.send(
            V1.SchedulerUpdate(acknowledged: [V1.Acknowledgement(lease: 1)], revoked: [1]))
        await worker.stop()
        await scheduler.stop()
    }

    @Test(arguments: [StatusCode.invalidArgument, .permissionDenied, .unauthenticated, .unimplemented])
    func `a worker that is refused for good stops`(code: StatusCode) async throws {
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(handlers: idle)
        _ = try await scheduler.join()
        await scheduler.finish(Status(code, "not you"))
        let error = await #expect(throws: LonghaulError.self) { try await worker.value() }
        #expect(error?.message == "this worker is refused: not you")
        #expect(error?.code != .internal)
        await scheduler.stop()
    }

    @Test func `the same words after the worker was taken in are no refusal`() async throws {
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(handlers: idle)
        let instance = try await scheduler.join().join.instance
        await scheduler.welcome()
        _ = try await scheduler.update { $0 == V1.WorkerUpdate() }
        await scheduler.finish(Status(.invalidArgument, "a bad report"))
        #expect(try await scheduler.join().join.instance == instance)
        await worker.stop()
        await scheduler.stop()
    }

    @Test func `between sessions that are ended at once there are pauses`() async throws {
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(handlers: idle)
        let begin = MonotonicTime.now
        for _ in 1...5 {
            _ = try await scheduler.join()
            await scheduler.finish(Status(.aborted, "for the test"))
        }
        _ = try await scheduler.join()
        // Five random waits, of up to 100 ms to 1.6 s: all of them together are shorter once in a million times.
        #expect(MonotonicTime.now - begin > .milliseconds(60))
        await worker.stop()
        await scheduler.stop()
    }

    // MARK: Grants that make no sense

    @Test(arguments: [[], [3], [0, 1, 5], [5, 2], [2, 2], [5, 9, 0, 2], [0, 5_000_000_000]] as [[UInt64]])
    func `a grant without sense ends the session, and the worker joins again`(ranges: [UInt64]) async throws {
        let gate = Gate()
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(concurrency: 2, handlers: ["work": { _ in await gate.pass() }])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 1)])
        await scheduler.send(V1.SchedulerUpdate(grants: [V1.Grant(lease: 2, kind: "work", ranges: ranges)]))
        #expect(try await scheduler.join().join.held.map(\.lease) == [1])
        gate.open()
        await scheduler.welcome()
        await worker.stop()
        await scheduler.stop()
    }

    @Test func `a lease that is granted twice ends the session`() async throws {
        let gate = Gate()
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(concurrency: 2, handlers: ["work": { _ in await gate.pass() }])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 1), grant(1, 0, 1)])
        #expect(try await scheduler.join().join.held.map(\.lease) == [1])
        gate.open()
        await scheduler.welcome()
        await worker.stop()
        await scheduler.stop()
    }

    // MARK: Leaving

    @Test func `a grant that crosses the goodbye is handed back`() async throws {
        let (started, gate) = (Gate(), Gate())
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(
            concurrency: 2,
            handlers: [
                "work": { _ in
                    started.open()
                    await gate.pass()
                }
            ])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 1)])
        await started.pass()
        worker.worker.drain()
        _ = try await scheduler.update { $0.leave }
        await scheduler.send(V1.SchedulerUpdate(grants: [grant(2, 5, 9)]))
        let report = try await scheduler.report()
        #expect(report.lease == 2)
        #expect(report.cursor == 5)
        #expect(report.ending == .returned)
        gate.open()
        #expect(try await scheduler.update { !$0.completed.isEmpty }.completed == [1])
        await scheduler.send(V1.SchedulerUpdate(ended: [1, 2]))
        try await worker.value()
        await scheduler.stop()
    }

    /// Waits until it has been logged.
    private func line(_ text: String, of log: borrowing Pipe) async throws {
        var logged = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !logged.contains(text) {
            if case .bytes(let count) = try buffer.withUnsafeMutableBytes({ try log.reading.read(into: $0) }) {
                logged += String(decoding: buffer[..<count], as: UTF8.self)
            }
            await Task.yield()
        }
    }

    @Test func `while the scheduler is away, a worker that leaves keeps what it has done for it`() async throws {
        let gate = Gate()
        let log = try Pipe()
        var scheduler = try await ScriptedScheduler()
        let logger = Logger(role: "worker", descriptor: log.writing.rawValue)
        let worker = try scheduler.worker(logger: logger, handlers: ["work": { _ in await gate.pass() }])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 1)])
        _ = try await scheduler.update { $0 == V1.WorkerUpdate() }
        await scheduler.stop()
        worker.worker.drain()
        try await line("No scheduler", of: log)
        gate.open()
        scheduler = try await ScriptedScheduler(port: scheduler.port)
        let (first, join) = try await scheduler.join()
        #expect(first.leave)
        #expect(first.leaseCredit == 0)
        #expect(join.held.map(\.lease) == [1])
        await scheduler.welcome(kept: [1])
        #expect(try await scheduler.update { !$0.completed.isEmpty }.completed == [1])
        await scheduler.send(V1.SchedulerUpdate(ended: [1]))
        try await worker.value()
        await scheduler.stop()
    }

    @Test func `while the scheduler is away, a worker that holds nothing leaves at once`() async throws {
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(drainTime: .seconds(3_600), handlers: idle)
        _ = try await scheduler.join()
        await scheduler.stop()
        await worker.stop()
    }

    @Test func `at the limit handlers are cancelled, what they have settled is said, and the stream ends`() async throws
    {
        let settled = Gate()
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(
            drainTime: .milliseconds(50),
            handlers: [
                "work": { lease in
                    _ = try await lease.next(upTo: 3)
                    lease.done(0)
                    settled.open()
                    await Gate().pass()
                    #expect(Task.isCancelled)
                }
            ])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 5)])
        await settled.pass()
        worker.worker.drain()
        // At the limit or, on a slow machine, before it.
        #expect(try await scheduler.report().cursor == 1)
        while case .update = try await scheduler.next() {}
        try await worker.value()
        await scheduler.stop()
    }

    @Test func `at the limit handlers can still settle what only they know, and nothing else counts`() async throws {
        let taken = Gate()
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(
            drainTime: .zero, settlingTime: .seconds(60),
            handlers: [
                "work": { lease in
                    _ = try await lease.next(upTo: 3)
                    taken.open()
                    await Gate().pass()
                    lease.park(1, Failure(code: "ambiguous", text: "sent, and not answered"))
                    throw Failure(code: "interrupted", text: "it was told to stop")
                }
            ])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 5)])
        await taken.pass()
        worker.worker.drain()
        var report = try await scheduler.report()
        #expect(report.outcomes.map(\.item) == [1])
        #expect(report.outcomes.map(\.disposition) == [.parked])
        #expect(report.cursor == 0)
        // On a slow machine the handler has not returned yet.
        if report.ending == .none {
            await scheduler.send(V1.SchedulerUpdate(acknowledged: [V1.Acknowledgement(lease: 1, cursor: 0)]))
            report = try await scheduler.report()
        }
        #expect(report.ending == .returned)
        await scheduler.send(V1.SchedulerUpdate(ended: [1]))
        try await worker.value()
        await scheduler.stop()
    }

    @Test func `a handler that does not hear of its cancellation holds nobody up`() async throws {
        let (taken, gate) = (Gate(), Gate())
        let scheduler = try await ScriptedScheduler()
        let worker = try scheduler.worker(
            drainTime: .zero,
            handlers: [
                "work": { lease in
                    _ = try await lease.next(upTo: 3)
                    taken.open()
                    await Task { await gate.pass() }.value
                }
            ])
        _ = try await scheduler.join()
        await scheduler.welcome(grants: [grant(1, 0, 5)])
        await taken.pass()
        worker.worker.drain()
        let report = try await scheduler.report()
        #expect(report.cursor == 0)
        #expect(report.ending == .returned)
        while case .update = try await scheduler.next() {}
        try await worker.value()
        gate.open()
        await scheduler.stop()
    }

    @Test func `a worker that is told to leave before it runs does not begin`() async throws {
        let scheduler = try await ScriptedScheduler()
        let worker = try Worker(WorkerOptions(schedulers: [scheduler.address], name: "early"), handlers: idle)
        worker.drain()
        try await worker.run()
        await scheduler.stop()
    }

    @Test func `a worker that is run again traps, instead of waiting for ever`() async {
        await #expect(processExitsWith: .failure) {
            let options = WorkerOptions(schedulers: ["127.0.0.1:1"], name: "twice")
            let worker = try Worker(options, handlers: ["work": { _ in }])
            worker.drain()
            try await worker.run()
            try await worker.run()
        }
    }
}
