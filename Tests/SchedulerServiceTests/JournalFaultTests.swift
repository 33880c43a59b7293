import Contract
import MemoryStore
import Platform
import RPC
import Scheduling
import Storage
import Testing

@testable import SchedulerService

/// What becomes of clients and workers when the journal does not take a row.
@Suite(.timeLimit(.minutes(5))) struct JournalFaultTests {
    private let full = StoreError(.full, "can't write to jobs.db: disk full", "free space on its file system")

    /// A row that is refused is offered again until it is taken; new work is refused with the store's own words, and
    /// workers go on.
    @Test func aRefusedRowIsTakenLaterAndSubmitsAreRefusedMeanwhile() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        _ = try bench.submit(V1.TaskSpec(kind: "k"), V1.TaskSpec(name: "other", kind: "k")).get()
        let grants = session.waitForGrants(2)

        bench.journal.answer(.refused(full))
        let offers = bench.journal.waitForOffers(1).count
        session.send(V1.WorkerUpdate(completed: [grants[0].lease]))
        let offered = bench.journal.waitForOffers(offers + 3)
        // Unchanged each time.
        #expect(offered[offers] == offered[offers + 1] && offered[offers] == offered[offers + 2])
        let refusal = bench.submit(V1.TaskSpec(kind: "k")).status()
        #expect(refusal?.code == .resourceExhausted)
        #expect(refusal?.message.contains("can't write to jobs.db: disk full; free space") == true)
        #expect(refusal?.retryAfter == .seconds(1))
        session.send(V1.WorkerUpdate(completed: [grants[1].lease]))
        bench.settle()
        #expect(session.heard.flatMap(\.ended).isEmpty)

        bench.journal.answer(nil)
        session.wait { $0.flatMap(\.ended).count == 2 }
        #expect(try bench.submit(V1.TaskSpec(kind: "k")).get().jobs.count == 1)
        bench.stop()
    }

    /// Nobody knows when there will be room. What was asked before the store refused is answered too; what has been done
    /// and waits for its row can't be: it will be durable, or not.
    @Test func whileRowsAreRefusedNobodyWaitsForAnAnswer() throws {
        let bench = try ServiceBench()
        let job = try bench.submit(V1.TaskSpec(kind: "k")).get().jobs[0]
        let offers = bench.journal.waitForOffers(1).count
        bench.journal.hold()
        let submit = bench.submit(V1.TaskSpec(kind: "k"))
        _ = bench.journal.waitForOffers(offers + 1)
        let early = bench.call(V1.Scheduler.get, V1.GetRequest(job: job))
        bench.settle()
        #expect(!early.isThere)
        bench.journal.answer(.refused(full))
        bench.journal.release()

        let filter = V1.DeadLetterFilter(all: true)
        var statuses = [early.status()]
        statuses += [
            bench.call(V1.Scheduler.get, V1.GetRequest(job: job)).status(),
            bench.call(V1.Scheduler.get, V1.GetRequest(job: 4_711)).status(),
            bench.call(V1.Scheduler.list, V1.ListRequest()).status(),
            bench.call(V1.Scheduler.listWorkers, V1.ListWorkersRequest()).status(),
            bench.call(V1.Scheduler.listQueues, V1.ListQueuesRequest()).status(),
            bench.call(V1.Scheduler.listDeadLetters, V1.ListDeadLettersRequest(filter: filter)).status(),
            bench.call(V1.Scheduler.requeueDeadLetters, V1.RequeueDeadLettersRequest(filter: filter)).status(),
            bench.call(V1.Scheduler.discardDeadLetters, V1.DiscardDeadLettersRequest(filter: filter)).status(),
            bench.call(V1.Scheduler.cancel, V1.CancelRequest(job: job)).status(),
        ]
        for status in statuses {
            #expect(status?.code == .resourceExhausted)
            #expect(status?.message.contains("can't write to jobs.db: disk full; free space") == true)
            #expect(status?.retryAfter == .seconds(1))
        }
        // What is wrong with it whatever the state is needs no row.
        let empty = V1.ListDeadLettersRequest(filter: V1.DeadLetterFilter())
        #expect(bench.call(V1.Scheduler.listDeadLetters, empty).status()?.code == .invalidArgument)
        #expect(!submit.isThere)

        bench.journal.answer(nil)
        let second = try submit.get().jobs[0]
        for id in [job, second] {
            // The cancel that was refused has done nothing.
            #expect(try bench.call(V1.Scheduler.get, V1.GetRequest(job: id)).get().state != .cancelled)
        }
        bench.stop()
    }

    /// The row may be there or not: saying either would be a guess.
    @Test func afterAnUnknownOutcomeNothingIsSaid() throws {
        let bench = try ServiceBench()
        let error = StoreError(.failed, "a sync failed", "look at the disk")
        bench.journal.answer(.unknown(error))
        let submit = bench.submit(V1.TaskSpec(kind: "k"))
        #expect(bench.fatal.wait(until: { !$0.isEmpty }, then: { $0 }) == [error])
        let get = bench.call(V1.Scheduler.get, V1.GetRequest(job: 1))
        bench.settle()
        #expect(!submit.isThere && !get.isThere)
        bench.stop(within: .milliseconds(1))
    }

    /// What a stop can't write nobody was told of.
    @Test func aStopDoesNotWaitForAJournalThatRefuses() throws {
        let bench = try ServiceBench()
        bench.journal.answer(.refused(full))
        let offers = bench.journal.waitForOffers(1).count
        let submit = bench.submit(V1.TaskSpec(kind: "k"))
        _ = bench.journal.waitForOffers(offers + 1)
        bench.stop(within: .milliseconds(50))
        #expect(submit.status() != nil)
        #expect(!bench.journal.isOpen)
    }

    @Test func aStopGrantsNothingMore() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1), leaseCredit: 1)
        _ = try bench.submit(V1.TaskSpec(kind: "k"), V1.TaskSpec(name: "other", kind: "k")).get()
        _ = session.waitForGrants(1)
        // Room for the other task comes in the turn in which the service is told to stop.
        let leases = Lock<[UInt32]>([])
        bench.stop { service in
            service.openTurn()
            service.core.credit(SessionID(rawValue: 1), leases: 2, items: 1_000)
            service.turnEnds()
            let counts = service.core.workers().map(\.leases)
            leases.withLock { $0 = counts }
        }
        #expect(leases.withLock { $0 } == [1])
    }
}
