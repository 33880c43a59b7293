import Contract
import MemoryStore
import Platform
import RPC
import Scheduling
import Storage
import Testing

@testable import SchedulerService

/// A batch is bounded, whatever comes while the journal is busy or in one turn.
@Suite(.timeLimit(.minutes(5))) struct BackPressureTests {
    private static let payload = [UInt8](repeating: 7, count: Limits.payload)

    /// 15 jobs of a full payload: a frame's worth.
    private static let large = V1.SubmitRequest(
        jobs: [V1.JobSpec](repeating: V1.JobSpec(tasks: [V1.TaskSpec(kind: "k", payload: payload)]), count: 15))

    private static let mebibyte = 1 << 20

    @Test func requestsWaitWhileABusyJournalHasEnoughToWrite() throws {
        let bench = try ServiceBench()
        bench.journal.hold()
        let first = bench.submit(V1.TaskSpec(kind: "k"))
        bench.settle()
        let answers = (0..<40).map { _ in bench.call(V1.Scheduler.submit, Self.large) }
        while !bench.onService({ $0.isPaused }) {}
        // Pausing is immediate: at most one frame comes on top.
        let bytes = bench.onService { $0.core.state.blobs.bytesAdded }
        #expect((16 * Self.mebibyte..<17 * Self.mebibyte).contains(bytes))
        #expect(answers.allSatisfy { !$0.isThere })

        bench.journal.release()
        _ = try first.get()
        for answer in answers { #expect(try answer.get().jobs.count == 15) }
        #expect(bench.journal.rows.allSatisfy { $0.batch.count < 17 * Self.mebibyte })
        #expect(!bench.onService { $0.isPaused })
        bench.stop()
    }

    /// Many frames in one turn are no batch of their sum.
    @Test func oneTurnTakesNoMoreThanABatch() throws {
        let bench = try ServiceBench()
        let paused = bench.onService { service in
            let tasks = (0..<300).map { _ in TaskSubmission(kind: "k", payload: Self.payload) }
            var taken = 0
            for task in tasks where !service.isPaused {
                service.openTurn()
                service.core.addTask(to: service.core.submit(JobSubmission()), task)
                taken += 1
            }
            return (service.isPaused, taken)
        }
        #expect(paused.0 && paused.1 == 16 * Self.mebibyte / Limits.payload + 1)
        // The journal was free: the turn's end has made room.
        #expect(try bench.submit(V1.TaskSpec(kind: "k")).get().jobs.count == 1)
        #expect(!bench.onService { $0.isPaused })
        bench.stop()
    }

    /// What changes nothing needs no journal, and must not wait for one.
    @Test func reportsThatChangeNothingPauseNothing() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        let report = V1.Report(lease: 12_345, checkpoint: [UInt8](repeating: 7, count: Limits.checkpoint))
        let rows = bench.journal.rows.count
        for _ in 0..<30 {
            session.send(V1.WorkerUpdate(reports: [V1.Report](repeating: report, count: 10)))
            bench.settle()
        }
        session.wait { $0.flatMap(\.revoked).count == 300 }
        #expect(bench.journal.rows.count <= rows + 1)
        #expect(try bench.submit(V1.TaskSpec(kind: "k")).get().jobs.count == 1)
        bench.stop()
    }

    /// Work that a full batch had no room for is handed out with the next one.
    @Test func workPastAFullBatchIsHandedOutAfterIt() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        session.wait { !$0.isEmpty }
        let rows = bench.journal.rows.count
        bench.onService { service in
            service.openTurn()
            while !service.core.isBatchFull {
                service.core.addTask(to: service.core.submit(JobSubmission()), TaskSubmission(kind: "k"))
            }
        }
        #expect(session.waitForGrants(10).count == 10)
        #expect(bench.journal.rows.count == rows + 2)
        bench.stop()
    }
}
