import Contract
import MemoryStore
import RPC
import Scheduling
import Storage
import Testing

@testable import SchedulerService

/// Dead letters of ended jobs go on in new jobs, which have copies of what their tasks were given: in pages and in jobs
/// that a journal row has room for.
@Suite(.timeLimit(.minutes(5))) struct RequeueTests {
    private static let payload = [UInt8](repeating: 7, count: Limits.payload)

    private func task(after dependencies: [UInt32] = []) -> TaskSubmission {
        TaskSubmission(kind: "k", payload: Self.payload, dependencies: dependencies)
    }

    /// Answers of call after call, until there is no more.
    private func requeueAll(
        _ bench: ServiceBench, _ filter: V1.DeadLetterFilter = V1.DeadLetterFilter(all: true)
    ) throws -> [V1.RequeueDeadLettersResponse] {
        var answers: [V1.RequeueDeadLettersResponse] = []
        repeat {
            let request = V1.RequeueDeadLettersRequest(filter: filter, after: answers.last?.nextAfter ?? 0)
            answers.append(try bench.call(V1.Scheduler.requeueDeadLetters, request).get())
        } while answers.last?.nextAfter != 0
        return answers
    }

    @Test(arguments: [false, true]) func aPageEndsWhereABatchIsFull(byID: Bool) throws {
        var past = try Prehistory()
        var jobs: [JobID] = []
        for _ in 0..<300 { jobs.append(past.submit([task()])) }
        past.kill(try past.grants())
        let bench = try ServiceBench(try past.end())

        let filter = V1.DeadLetterFilter(ids: byID ? Array(1...300) : [], all: !byID)
        let answers = try requeueAll(bench, filter)
        #expect(answers.map(\.requeued) == [256, 44])
        let anew = answers.flatMap(\.newJobs)
        #expect(anew.count == 300)
        let first = try bench.call(V1.Scheduler.get, V1.GetRequest(job: anew[0])).get()
        #expect(first.requeuedFrom == jobs[0].rawValue)
        #expect(try bench.letters().isEmpty)
        #expect(bench.journal.rows.dropFirst().allSatisfy { $0.batch.count < 20 << 20 })
        bench.stop()
    }

    /// One job can have more than a row takes.
    @Test func aLargeJobGoesOnInSeveral() throws {
        var past = try Prehistory()
        let job = past.submit((0..<200).map { _ in task() })
        past.kill(try past.grants())
        let bench = try ServiceBench(try past.end())

        let answers = try requeueAll(bench)
        #expect(answers.reduce(0) { $0 + $1.requeued } == 200)
        let anew = answers.flatMap(\.newJobs)
        #expect(anew.count == 2)
        let tasks = try anew.map { try bench.call(V1.Scheduler.get, V1.GetRequest(job: $0)).get().tasks.count }
        #expect(tasks == [128, 72])
        let old = try bench.call(V1.Scheduler.get, V1.GetRequest(job: job.rawValue)).get()
        #expect(old.state == .failed)
        bench.stop()
    }

    /// A task that goes on in its own job is copied nowhere, and so are its neighbours of the page.
    @Test func whatCanGoOnStaysWhereItIs() throws {
        var past = try Prehistory()
        let stalled = past.submit([task(), task(after: [0])])
        let ended = past.submit([task()])
        past.kill(try past.grants())
        let bench = try ServiceBench(try past.end())
        let answer = try requeueAll(bench)
        #expect(answer.map(\.requeued) == [2])
        #expect(answer[0].newJobs.count == 1)
        #expect(try bench.call(V1.Scheduler.get, V1.GetRequest(job: stalled.rawValue)).get().state == .running)
        #expect(try bench.call(V1.Scheduler.get, V1.GetRequest(job: ended.rawValue)).get().state == .failed)
        bench.stop()
    }

    /// The new task is given what the old one was, though its dependencies are not there any more.
    @Test func whatCameBeforeGoesWithIt() throws {
        var past = try Prehistory()
        _ = past.submit([TaskSubmission(name: Array("first".utf8), kind: "k"), task(after: [0])])
        var done = LeaseReport(lease: try past.grants()[0], cursor: 1)
        done.outputs = [(0, [4, 2])]
        past.report(done)
        past.kill(try past.grants())
        let bench = try ServiceBench(try past.end())
        _ = try requeueAll(bench)
        let grant = bench.session(.worker(1)).waitForGrants(1)[0]
        #expect(grant.payload == Self.payload)
        #expect(grant.context?.inputs == [V1.TaskInput(task: "first", data: [4, 2])])
        #expect(grant.context?.dependencies.map(\.task) == ["first"])
        bench.stop()
    }
}
