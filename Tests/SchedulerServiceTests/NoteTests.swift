import Contract
import MemoryStore
import RPC
import Scheduling
import Testing

@testable import SchedulerService

/// Why tasks do not move, from a worker's report to whoever reads or follows the job.
@Suite(.timeLimit(.minutes(5))) struct NoteTests {
    private let away = V1.Failure(code: "away", text: "the server is away")
    private let slow = V1.Failure(code: "slow", text: "it asks to slow down")

    private func read(_ job: UInt64, _ bench: ServiceBench) throws -> V1.Job {
        try bench.call(V1.Scheduler.get, V1.GetRequest(job: job)).get()
    }

    /// Returns once the service has heard it.
    private func report(_ report: V1.Report, _ session: TestSession, _ bench: ServiceBench) {
        session.send(V1.WorkerUpdate(reports: [report]))
        bench.settle()
    }

    /// A job of two tasks of many items, and a worker that holds a lease of each.
    private func twoLeases(_ bench: ServiceBench) throws -> (job: UInt64, session: TestSession, leases: [UInt64]) {
        let session = bench.session(.worker(1))
        let job = try bench.submit(
            V1.TaskSpec(name: "a", kind: "k", items: .itemCount(9), itemsPerLease: 9, parallelism: 1),
            V1.TaskSpec(name: "b", kind: "k", items: .itemCount(9), itemsPerLease: 9, parallelism: 1)
        ).get().jobs[0]
        return (job, session, session.waitForGrants(2).sorted { $0.task < $1.task }.map(\.lease))
    }

    @Test func itIsReadUntilItIsTakenBack() throws {
        let bench = try ServiceBench()
        let (job, session, leases) = try twoLeases(bench)
        let before = try read(job, bench)
        report(V1.Report(lease: leases[0], note: away), session, bench)
        #expect(try read(job, bench).tasks.map(\.note) == [away, nil])
        report(V1.Report(lease: leases[1], note: slow), session, bench)
        #expect(try read(job, bench).tasks.map(\.note) == [away, slow])
        // Nothing said of it.
        report(V1.Report(lease: leases[0]), session, bench)
        #expect(try read(job, bench).tasks.map(\.note) == [away, slow])
        report(V1.Report(lease: leases[0], note: V1.Failure()), session, bench)
        report(V1.Report(lease: leases[1], note: V1.Failure()), session, bench)
        #expect(try read(job, bench) == before)
        #expect(bench.onService { $0.notes.isEmpty })
        // Each was answered, and none was worth a row of the journal.
        #expect(session.heard.flatMap(\.acknowledged).count == 5)
        bench.stop()
    }

    @Test func whatSettlesAnItemTakesItBack() throws {
        let bench = try ServiceBench()
        let (job, session, leases) = try twoLeases(bench)
        for lease in leases { report(V1.Report(lease: lease, note: away), session, bench) }
        report(V1.Report(lease: leases[0], cursor: 1), session, bench)
        report(V1.Report(lease: leases[1], settled: [4, 5]), session, bench)
        #expect(try read(job, bench).tasks.map(\.note) == [nil, nil])
        // But not when it says so itself.
        report(V1.Report(lease: leases[0], cursor: 2, note: slow), session, bench)
        #expect(try read(job, bench).tasks.map(\.note) == [slow, nil])
        bench.stop()
    }

    @Test func itEndsWithItsLease() throws {
        let bench = try ServiceBench()
        let (job, session, leases) = try twoLeases(bench)
        for lease in leases { report(V1.Report(lease: lease, note: away), session, bench) }
        session.send(V1.WorkerUpdate(completed: [leases[0]]))
        bench.settle()
        #expect(try read(job, bench).tasks.map(\.note) == [nil, away])
        session.cancel()
        let next = bench.session(.worker(2)).waitForGrants(1)
        #expect(next[0].task == 1)
        #expect(try read(job, bench).tasks.map(\.note) == [nil, nil])
        bench.stop()
    }

    @Test func aLeaseOfSomebodyElseIsNotNoted() throws {
        let bench = try ServiceBench()
        let (job, _, leases) = try twoLeases(bench)
        let stranger = bench.session(.worker(2))
        stranger.wait { !$0.isEmpty }
        report(V1.Report(lease: leases[0], note: away), stranger, bench)
        #expect(try read(job, bench).tasks.map(\.note) == [nil, nil])
        bench.stop()
    }

    @Test func anItemThatWaitsForItsRetrySaysWhy() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        let job = try bench.submit(
            V1.TaskSpec(
                kind: "k", items: .itemCount(9), itemsPerLease: 9, retry: V1.RetryPolicy(initialBackoffMs: 100_000),
                tolerance: V1.FailureTolerance(limit: .items(9)))
        ).get().jobs[0]
        let lease = session.waitForGrants(1)[0].lease
        let dead = V1.Outcome(item: 3, disposition: .dead, failure: slow)
        report(V1.Report(lease: lease, cursor: 4, outcomes: [dead]), session, bench)
        #expect(try read(job, bench).tasks[0].note == nil)
        let retry = V1.Outcome(item: 4, disposition: .retry, failure: away)
        report(V1.Report(lease: lease, cursor: 5, outcomes: [retry]), session, bench)
        report(V1.Report(lease: lease, cursor: 6), session, bench)
        #expect(try read(job, bench).tasks[0].note == away)
        // What a lease says goes before.
        report(V1.Report(lease: lease, cursor: 6, note: slow), session, bench)
        #expect(try read(job, bench).tasks[0].note == slow)
        session.send(V1.WorkerUpdate(completed: [lease]))
        bench.settle()
        #expect(try read(job, bench).tasks[0].note == away)
        _ = try bench.call(V1.Scheduler.cancel, V1.CancelRequest(job: job)).get()
        #expect(try read(job, bench).tasks[0].note == nil)
        bench.stop()
    }

    @Test func aTextThatIsTooLongIsCutAndOneThatNoFailureMayHaveIsRefused() throws {
        let bench = try ServiceBench()
        let (job, session, leases) = try twoLeases(bench)
        let long = V1.Failure(code: "c", text: String(repeating: "東", count: Limits.failureText / 3))
        report(V1.Report(lease: leases[0], note: long), session, bench)
        #expect(try read(job, bench).tasks[0].note?.text == String(repeating: "東", count: Limits.noteText / 3))
        session.send(
            V1.WorkerUpdate(reports: [V1.Report(lease: leases[0], note: V1.Failure(code: long.text))]))
        #expect(session.waitForEnd().code == .invalidArgument)
        bench.stop()
    }

    @Test func ofAJobsTasksTheFirstOnesAreShown() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1), leaseCredit: 1_000)
        let tasks = (0..<Limits.notesPerJob + 9).map { V1.TaskSpec(name: "t\($0)", kind: "k") }
        let request = V1.SubmitRequest(jobs: [V1.JobSpec(tasks: tasks)])
        let job = try bench.call(V1.Scheduler.submit, request).get().jobs[0]
        let leases = session.waitForGrants(tasks.count).map(\.lease)
        session.send(V1.WorkerUpdate(reports: leases.map { V1.Report(lease: $0, note: away) }))
        bench.settle()
        let shown = try read(job, bench).tasks.map { $0.note != nil }
        #expect(shown == tasks.indices.map { $0 < Limits.notesPerJob })
        bench.stop()
    }

    /// A note changes nothing that is durable: it stands at the position of what is, and the index says that it is newer.
    @Test func followersHearOfItAtOnce() throws {
        let scheduler = try TestScheduler()
        let (away, slow) = (away, slow)
        let heard = scheduler.withClient { (client, finish: @escaping ([Heard]) -> Void) in
            let spec = V1.JobSpec(tasks: [V1.TaskSpec(kind: "k", items: .itemCount(9), itemsPerLease: 9)])
            client.unary(V1.Scheduler.submit, V1.SubmitRequest(jobs: [spec])) { result, _ in
                guard let job = try? result.get().jobs.first else { return finish([]) }
                let first = V1.WorkerUpdate(join: .worker(1), leaseCredit: 1, itemCredit: 100)
                let worker = try? client.stream(V1.Worker.session, first: first)
                worker?.onMessage { update, _ in
                    guard let lease = update.grants.first?.lease else { return }
                    var heard: [Heard] = []
                    var words = [away, slow, V1.Failure()][...]
                    let follower = try? client.stream(V1.Scheduler.follow, first: V1.FollowRequest(follow: [job]))
                    follower?.onMessage { update, position in
                        let note = update.jobs.first?.tasks[0].note
                        heard.append(Heard(note: note, position: position, index: update.index))
                        guard let next = words.popFirst() else { return finish(heard) }
                        _ = worker?.send(V1.WorkerUpdate(reports: [V1.Report(lease: lease, note: next)]))
                    }
                }
            }
        }
        let all = try #require(heard)
        #expect(all.map(\.note) == [nil, away, slow, nil])
        #expect(Set(all.map(\.position.sequence)).count == 1)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.index < $1.index })
        scheduler.stop()
    }

    private struct Heard: Sendable {
        let note: V1.Failure?
        let position: Position
        let index: UInt64
    }

    // MARK: The table

    private func task(_ number: Int) -> TaskID { TaskID(job: JobID(rawValue: UInt64(number)), ordinal: 0) }

    @Test func itsNumberIsBounded() {
        var notes = Notes()
        let count = 3 * Notes.mostTasks
        for number in 1...count {
            notes.note(away, on: LeaseID(rawValue: UInt64(number)), of: task(number))
            notes.retried(slow, of: task(number))
        }
        let kept = (1...count).filter { notes[task($0)] != nil }
        #expect(kept.count <= Notes.mostTasks && kept.count >= Notes.mostTasks / 2)
        #expect(kept.last == count, "the newest are there")
        #expect(kept.allSatisfy { notes.isSaid(of: LeaseID(rawValue: UInt64($0))) })
        #expect((1...count).count { notes.isSaid(of: LeaseID(rawValue: UInt64($0))) } == kept.count)
    }

    @Test func theLeasesOfATaskAreBoundedToo() {
        var notes = Notes()
        for lease in 1...100 as ClosedRange<UInt64> {
            notes.note(V1.Failure(code: "\(lease)"), on: LeaseID(rawValue: lease), of: task(1))
        }
        #expect(notes[task(1)]?.leases.map(\.text.code) == (93...100).map(String.init))
        for lease in 1...100 as ClosedRange<UInt64> { notes.takeBack(LeaseID(rawValue: lease)) }
        #expect(notes.isEmpty)
    }

    @Test func whatIsSaidAgainIsNoChange() {
        var notes = Notes()
        let (one, two) = (LeaseID(rawValue: 1), LeaseID(rawValue: 2))
        for lease in [one, two] { notes.note(away, on: lease, of: task(1)) }
        #expect(notes.takeChanged() == [task(1).job])
        for lease in [one, two] { notes.note(away, on: lease, of: task(1)) }
        #expect(notes.takeChanged() == [])
        notes.takeBack(two)
        #expect(notes.takeChanged() == [task(1).job])
        #expect(notes[task(1)]?.leases.map(\.lease) == [one])
    }
}
