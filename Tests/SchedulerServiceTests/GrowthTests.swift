import Contract
import RPC
import Testing

@testable import SchedulerService

/// Tasks that items add, as workers and readers see them.
@Suite(.timeLimit(.minutes(5))) struct GrowthTests {
    private func added(_ name: String, by item: UInt64 = 0, kind: String = "part", before: [String] = [])
        -> V1.AddedTask
    {
        V1.AddedTask(item: item, task: V1.TaskSpec(name: name, kind: kind), before: before)
    }

    /// One job of a task that adds others, leased.
    private func start(_ bench: ServiceBench) throws -> (job: UInt64, session: TestSession, lease: UInt64) {
        let tasks = [
            V1.TaskSpec(name: "split", kind: "split", items: .itemCount(3), itemsPerLease: 3),
            V1.TaskSpec(name: "collect", kind: "collect", dependsOn: [0]), V1.TaskSpec(name: "far", kind: "other"),
        ]
        let job = try bench.call(V1.Scheduler.submit, V1.SubmitRequest(jobs: [V1.JobSpec(tasks: tasks)])).get().jobs[0]
        let session = bench.session(.worker(1, kinds: ["split", "part", "collect"]))
        return (job, session, session.waitForGrants(1)[0].lease)
    }

    private func job(_ id: UInt64, _ bench: ServiceBench) throws -> V1.Job {
        try bench.call(V1.Scheduler.get, V1.GetRequest(job: id)).get()
    }

    @Test func whatCantBeAddedMakesItsItemADeadLetterAndAddsNothing() throws {
        let bench = try ServiceBench()
        let (id, session, lease) = try start(bench)
        let bad: [(UInt64, [V1.AddedTask], String)] = [
            (0, [added("new", by: 0), added("split", by: 0)], "the name split is taken"),
            (1, [added("a", by: 1), added("a", by: 1)], "the name a is taken"),
            (2, [added("b", by: 2, before: ["far"])], "no task named far waits"),
        ]
        session.send(V1.WorkerUpdate(reports: [V1.Report(lease: lease, cursor: 3, added: bad.flatMap(\.1))]))
        session.wait { $0.flatMap(\.ended) == [lease] }
        let letters = try bench.letters()
        #expect(letters.map(\.item) == [0, 1, 2])
        for (letter, expected) in zip(letters, bad) {
            #expect(letter.cause == .permanent && letter.failure?.code == "added-tasks")
            #expect(letter.failure?.text.contains(expected.2) == true, "\(letter.failure?.text ?? "")")
        }
        #expect(try job(id, bench).tasks.count == 3)
        bench.stop()
    }

    /// One that one item was refused for leaves the others what they ask for; and what was refused is not there for them.
    @Test func theItemsOfAReportAreJudgedOneByOne() throws {
        let bench = try ServiceBench()
        let (id, session, lease) = try start(bench)
        let listed = V1.AddedTask(
            item: 1, task: V1.TaskSpec(kind: "l", items: .listed(V1.ItemList(items: [[1]], sealed: true))))
        let report = V1.Report(
            lease: lease, cursor: 3,
            added: [
                added("x", by: 0), added("y", by: 0, kind: ""), added("x", by: 2, before: ["collect"]), listed,
            ])
        // Said twice, it is heard once.
        session.send(V1.WorkerUpdate(reports: [report, report]))
        session.wait { $0.flatMap(\.ended) == [lease] }
        let read = try job(id, bench)
        #expect(read.tasks.map(\.name) == ["split", "collect", "far", "x"])
        #expect(read.tasks[1].dependsOn == [0, 3] && read.tasks[3].dependsOn == [0])
        #expect(try bench.letters().map(\.item) == [0, 1])
        bench.stop()
    }

    /// What an item adds is looked at when it becomes done.
    @Test func anItemThatIsNotSettledAddsNothing() throws {
        let bench = try ServiceBench()
        let (id, session, lease) = try start(bench)
        session.send(
            V1.WorkerUpdate(
                reports: [
                    V1.Report(lease: lease, cursor: 1, added: [added("x", by: 1), added("split", by: 2)])
                ]))
        session.wait { $0.flatMap(\.acknowledged).map(\.cursor) == [1] }
        #expect(try job(id, bench).tasks.count == 3)
        #expect(try bench.letters().isEmpty)
        session.send(
            V1.WorkerUpdate(reports: [V1.Report(lease: lease, cursor: 1, settled: [2, 3], added: [added("x", by: 2)])]))
        session.wait { $0.flatMap(\.acknowledged).count == 2 }
        #expect(try job(id, bench).tasks.map(\.name) == ["split", "collect", "far", "x"])
        bench.stop()
    }

    @Test func aJobGrowsToItsLimit() throws {
        let bench = try ServiceBench()
        let (id, session, lease) = try start(bench)
        let first = (0..<1_000).map { added("a\($0)", by: 0) }
        let second = (0..<998).map { added("b\($0)", by: 1) }
        for (cursor, added) in [(1, first), (2, second)] as [(UInt64, [V1.AddedTask])] {
            session.send(V1.WorkerUpdate(reports: [V1.Report(lease: lease, cursor: cursor, added: added)]))
            session.wait {
                $0.flatMap(\.acknowledged).contains { $0.cursor == cursor } || $0.contains { !$0.ended.isEmpty }
            }
        }
        let grown = try job(id, bench)
        #expect(grown.tasks.count == 1_003)
        #expect(try bench.letters().first?.failure?.text.contains("at most \(Limits.tasksPerGrownJob)") == true)
        session.send(
            V1.WorkerUpdate(
                reports: [V1.Report(lease: lease, cursor: 3, added: (0..<997).map { added("c\($0)", by: 2) })]))
        session.wait { $0.flatMap(\.ended).contains(lease) }
        #expect(try job(id, bench).tasks.count == 2_000)
        bench.stop()
    }
}
