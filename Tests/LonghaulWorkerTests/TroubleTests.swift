import LonghaulClient
import LonghaulWorker
import Platform
import SchedulerService
import Scheduling
import Testing

/// What goes wrong between a worker and a real scheduler, and what becomes of the items.
@Suite(.timeLimit(.minutes(5))) struct TroubleTests {
    @Test func `after its connection was cut, a worker goes on with what it holds`() async throws {
        var options = SchedulerOptions()
        options.loopbackGrace = 30_000
        let system = try await TestSystem(options)
        let (half, cut) = (Gate(), Gate())
        let seen = Lock([UInt64: Int]())
        let worker = try system.worker(handlers: [
            "count": { lease in
                while let items = try await lease.next(upTo: 5) {
                    for item in items {
                        let isHalf = seen.withLock { seen in
                            seen[item, default: 0] += 1
                            return seen.count == 150
                        }
                        if isHalf {
                            half.open()
                            await cut.pass()
                        }
                        lease.done(item)
                    }
                }
            }
        ])
        let id = try await system.client.submit(JobSpec([TaskSpec(kind: "count", items: .count(300))]))
        await half.pass()
        await system.cutConnections()
        cut.open()
        let job = try await system.end(of: id)
        #expect(job.state == .succeeded)
        #expect(job.tasks[0].done == 300)
        #expect(seen.withLock { $0.count } == 300)
        #expect(seen.withLock { $0.values.allSatisfy { $0 == 1 } })
        await worker.stop()
        await system.stop()
    }

    @Test func `a job's cancellation reaches the handlers at work, and what they settle then counts`() async throws {
        // The handler has all the time that it needs on a slow machine.
        var options = SchedulerOptions()
        options.core.recallTime = 1_000_000
        let system = try await TestSystem(options)
        let (started, cancelled) = (Gate(), Gate())
        let worker = try system.worker(
            concurrency: 1, settlingTime: .seconds(500),
            handlers: [
                "long": { lease in
                    let items = try await lease.next(upTo: 2)
                    #expect(items == 0..<2)
                    started.open()
                    await Gate().pass()
                    #expect(Task.isCancelled)
                    let more = try await lease.next()
                    #expect(more == nil)
                    lease.done(1)
                    cancelled.open()
                }, "short": { _ in #expect(!Task.isCancelled) },
            ])
        let id = try await system.client.submit(JobSpec([TaskSpec(kind: "long", items: .count(10), itemsPerLease: 10)]))
        await started.pass()
        _ = try await system.client.cancel(id)
        await cancelled.pass()
        let job = try await system.end(of: id)
        #expect(job.state == .cancelled)
        #expect(job.tasks[0].done == 1 && job.tasks[0].cancelled == 9)
        #expect(try await system.run(JobSpec([TaskSpec(kind: "short")])).state == .succeeded)
        await worker.stop()
        await system.stop()
    }

    @Test func `a handler that throws before it takes anything uses up its attempts`() async throws {
        let system = try await TestSystem()
        let calls = Lock(0)
        let worker = try system.worker(handlers: [
            "broken": { _ in
                calls.withLock { $0 += 1 }
                throw Failure(code: "away", text: "the server is away")
            }
        ])
        let retry = RetryPolicy(
            maximumAttempts: 2, initialBackoff: .milliseconds(10), maximumBackoff: .milliseconds(10))
        let job = try await system.run(
            JobSpec([TaskSpec(kind: "broken", items: .count(20), itemsPerLease: 20, retry: retry)]))
        #expect(job.state == .failed)
        #expect(job.tasks[0].dead == 20)
        // One for each try, and a second where the items of a try came back in two parts.
        #expect((2...4).contains(calls.withLock { $0 }))
        await worker.stop()
        await system.stop()
    }

    @Test func `workers that come and go cost no item an attempt`() async throws {
        let system = try await TestSystem()
        let handled = Lock(0)
        let some = Gate()
        let handler: Handler = { lease in
            #expect(lease.attempt == 1)
            if handled.withLock({
                $0 += 1
                return $0 == 300
            }) {
                some.open()
            }
        }
        let leaver = try system.worker("leaver", prefetch: 50, handlers: ["quick": handler])
        let jobs = Array(repeating: JobSpec([TaskSpec(kind: "quick")]), count: 1_000)
        let ids = try await system.client.submit(jobs)
        await some.pass()
        await leaver.stop()
        let heir = try system.worker("heir", prefetch: 50, handlers: ["quick": handler])
        for id in ids { #expect(try await system.end(of: id).state == .succeeded) }
        #expect(handled.withLock { $0 } == 1_000)
        await heir.stop()
        await system.stop()
    }

    @Test func `a worker of something that is no scheduler says so, and stops`() async throws {
        let system = try await TestSystem()
        let worker = RunningWorker(
            try Worker(WorkerOptions(schedulers: [system.statusAddress], name: "lost"), handlers: ["work": { _ in }]))
        let error = await #expect(throws: LonghaulError.self) { try await worker.value() }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.message.contains("longhaul.v1.Worker/Session") == true)
        await system.stop()
    }

    @Test func `more failures and checkpoints than fit into a frame cost no lease`() async throws {
        var options = SchedulerOptions()
        options.unacknowledgedItems = 1_200
        let system = try await TestSystem(options)
        let (calls, kept) = (Lock(0), Lock(0))
        let all = Gate()
        let worker = try system.worker(
            concurrency: 20,
            handlers: [
                "fail": { lease in
                    calls.withLock { $0 += 1 }
                    while try await lease.next(upTo: 1_200) != nil {}
                    throw Failure(code: "large", text: String(repeating: "x", count: 1_024))
                },
                "keep": { lease in
                    calls.withLock { $0 += 1 }
                    lease.keep(checkpoint: Array(repeating: 7, count: 65_536))
                    if kept.withLock({
                        $0 += 1
                        return $0 == 20
                    }) {
                        all.open()
                    }
                    await all.pass()
                },
            ])
        let failed = try await system.run(
            JobSpec([
                TaskSpec(
                    kind: "fail", items: .count(1_200), itemsPerLease: 1_200, retry: RetryPolicy(maximumAttempts: 1))
            ]))
        #expect(failed.tasks[0].dead == 1_200)
        let ids = try await system.client.submit(Array(repeating: JobSpec([TaskSpec(kind: "keep")]), count: 20))
        for id in ids { #expect(try await system.end(of: id).state == .succeeded) }
        // On a slow machine a part of the long lease goes to another slot.
        #expect((21...22).contains(calls.withLock { $0 }))
        await worker.stop()
        await system.stop()
    }
}
