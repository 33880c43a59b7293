import Contract
import MemoryStore
import RPC
import Storage
import Testing

@testable import SchedulerService

/// Persist, then reply: while a row is not durable, nothing that its facts had a part in leaves the scheduler.
@Suite(.timeLimit(.minutes(5))) struct HeldCommitTests {
    @Test func aSubmitIsAnsweredOnceItIsDurable() throws {
        let bench = try ServiceBench()
        bench.journal.hold()
        let answer = bench.submit(V1.TaskSpec(kind: "k"))
        bench.settle()
        #expect(!answer.isThere)
        bench.journal.release()
        #expect(try answer.get().jobs.count == 1)
        bench.stop()
    }

    /// Answers that change nothing wait too: what they tell of, or refuse for, is not durable yet.
    @Test func everyOtherAnswerWaitsForTheFactsBeforeIt() throws {
        let bench = try ServiceBench()
        let job = try bench.submit(V1.TaskSpec(kind: "k")).get().jobs[0]
        bench.journal.hold()
        let submit = bench.submit(V1.TaskSpec(kind: "k"))
        let get = bench.call(V1.Scheduler.get, V1.GetRequest(job: job))
        let unknown = bench.call(V1.Scheduler.get, V1.GetRequest(job: 12_345))
        let list = bench.call(V1.Scheduler.list, V1.ListRequest())
        let cancel = bench.call(V1.Scheduler.cancel, V1.CancelRequest(job: job))
        let refusal = bench.submit(V1.TaskSpec())
        let letters = bench.call(
            V1.Scheduler.listDeadLetters, V1.ListDeadLettersRequest(filter: V1.DeadLetterFilter(all: true)))
        let queues = bench.call(V1.Scheduler.listQueues, V1.ListQueuesRequest())
        let workers = bench.call(V1.Scheduler.listWorkers, V1.ListWorkersRequest())
        bench.settle()
        #expect(!submit.isThere && !get.isThere && !unknown.isThere && !list.isThere && !cancel.isThere)
        #expect(!refusal.isThere && !letters.isThere && !queues.isThere && !workers.isThere)

        bench.journal.release()
        #expect(try get.get().state == .pending)
        #expect(unknown.status()?.code == .notFound)
        #expect(try list.get().jobs.count == 2)
        #expect(try cancel.get().cancelled)
        #expect(refusal.status()?.code == .invalidArgument)
        #expect(try queues.get().queues.map(\.depth) == [1])
        _ = (try submit.get(), try letters.get(), try workers.get())
        bench.stop()
    }

    @Test func grantsAndAcknowledgementsWait() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        session.wait { $0.contains { $0.joined != nil } }
        bench.journal.hold()
        let submit = bench.submit(V1.TaskSpec(kind: "k"))
        bench.settle()
        #expect(session.grants.isEmpty)
        bench.journal.release()
        let grants = session.waitForGrants(1)

        bench.journal.hold()
        session.send(V1.WorkerUpdate(completed: [grants[0].lease]))
        bench.settle()
        #expect(session.heard.flatMap(\.ended).isEmpty)
        bench.journal.release()
        session.wait { $0.flatMap(\.ended) == [grants[0].lease] }
        _ = try submit.get()
        bench.stop()
    }

    /// While one row is written the next one fills; each holds its own answers.
    @Test func theNextBatchWaitsForItsOwnRow() throws {
        let bench = try ServiceBench()
        bench.journal.hold()
        let first = bench.submit(V1.TaskSpec(kind: "k"))
        bench.settle()
        let second = bench.submit(V1.TaskSpec(kind: "k"))
        let third = bench.submit(V1.TaskSpec(kind: "k"))
        bench.settle()
        let rows = bench.journal.rows.count
        bench.journal.release()
        _ = (try first.get(), try second.get(), try third.get())
        #expect(bench.journal.rows.count == rows + 2)
        bench.stop()
    }

    @Test func anAnswerThatNothingIsWaitingForLeavesAtOnce() throws {
        let bench = try ServiceBench()
        bench.settle()
        bench.journal.hold()
        #expect(bench.call(V1.Scheduler.get, V1.GetRequest(job: 1)).status()?.code == .notFound)
        bench.journal.release()
        bench.stop()
    }
}
