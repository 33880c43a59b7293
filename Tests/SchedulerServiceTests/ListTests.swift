import Contract
import MemoryStore
import Platform
import RPC
import Storage
import Testing

@testable import SchedulerService

/// Items that are appended with payloads, as clients and workers see them.
@Suite(.timeLimit(.minutes(5))) struct ListTests {
    private static let list = V1.TaskSpec(kind: "k", items: .listed(V1.ItemList()), itemsPerLease: 1_000)

    private func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

    private func append(
        _ texts: [String], at first: UInt64, to job: UInt64, seal: Bool = false, _ bench: ServiceBench
    ) -> Answer<V1.AppendItemsResponse> {
        bench.call(
            V1.Scheduler.appendItems,
            V1.AppendItemsRequest(job: job, firstIndex: first, items: bytes(texts), seal: seal))
    }

    private func job(_ id: UInt64, _ bench: ServiceBench) throws -> V1.Job {
        try bench.call(V1.Scheduler.get, V1.GetRequest(job: id)).get()
    }

    private func complete(_ grants: [V1.Grant], _ session: TestSession) {
        session.send(V1.WorkerUpdate(completed: grants.map(\.lease)))
        session.wait { updates in grants.allSatisfy { updates.flatMap(\.ended).contains($0.lease) } }
    }

    @Test func workBeginsBeforeTheListIsSealed() throws {
        let bench = try ServiceBench()
        let id = try bench.submit(Self.list).get().jobs[0]
        let session = bench.session(.worker(1))
        #expect(try append(["a", "", "ccc"], at: 0, to: id, bench).get() == V1.AppendItemsResponse(nextIndex: 3))
        let first = session.waitForGrants(1)
        #expect(first[0].items == bytes(["a", "", "ccc"]))
        #expect(first[0].ranges == [0, 3] && first[0].itemCount == 3)
        complete(first, session)
        var counters = try #require(try job(id, bench).tasks[0].items)
        #expect(counters.total == 3 && counters.done == 3 && counters.open && counters.itemCountKnown)

        #expect(
            try append(["d"], at: 3, to: id, seal: true, bench).get()
                == V1.AppendItemsResponse(nextIndex: 4, sealed: true))
        let second = session.waitForGrants(2)
        #expect(second[1].items == bytes(["d"]))
        complete([second[1]], session)
        let ended = try job(id, bench)
        counters = try #require(ended.tasks[0].items)
        #expect(ended.state == .succeeded && counters.total == 4 && !counters.open)
        bench.stop()
    }

    @Test func aRepeatIsAcknowledgedAndWhatDoesNotFollowIsRefused() throws {
        let bench = try ServiceBench()
        let id = try bench.submit(Self.list, V1.TaskSpec(kind: "other")).get().jobs[0]
        for _ in 0..<2 { #expect(try append(["a", "b"], at: 0, to: id, bench).get().nextIndex == 2) }
        for (first, count) in [(1, 2), (3, 1), (UInt64(UInt32.max), 2)] as [(UInt64, Int)] {
            let status = append(Array(repeating: "x", count: count), at: first, to: id, bench).status()
            #expect(status?.code == .outOfRange)
            #expect(status?.message.contains("2 items") == true)
        }
        #expect(append(["x"], at: 1 << 40, to: id, bench).status()?.code == .outOfRange)
        #expect(try append([], at: 0, to: id, bench).get().nextIndex == 2)
        #expect(append(["a"], at: 0, to: 12_345, bench).status()?.code == .notFound)
        let other = V1.AppendItemsRequest(job: id, task: 1, items: [[1]])
        #expect(bench.call(V1.Scheduler.appendItems, other).status()?.code == .failedPrecondition)
        let none = V1.AppendItemsRequest(job: id, task: 2, items: [[1]])
        #expect(bench.call(V1.Scheduler.appendItems, none).status()?.code == .notFound)
        #expect(try append(["c"], at: 2, to: id, seal: true, bench).get().sealed)
        #expect(append(["d"], at: 3, to: id, bench).status()?.code == .failedPrecondition)
        // The client did not hear that it was sealed.
        #expect(
            try append(["c"], at: 2, to: id, seal: true, bench).get()
                == V1.AppendItemsResponse(nextIndex: 3, sealed: true))
        bench.stop()
    }

    @Test func anAppendIsAcknowledgedOnceItIsDurableAndRefusedByAFullStore() throws {
        let bench = try ServiceBench()
        let id = try bench.submit(Self.list).get().jobs[0]
        bench.journal.hold()
        let answers = (0..<2).map { _ in append(["a"], at: 0, to: id, bench) }
        bench.settle()
        #expect(answers.allSatisfy { !$0.isThere })
        #expect(bench.journal.attachments == [])
        bench.journal.release()
        for answer in answers { #expect(try answer.get().nextIndex == 1) }
        #expect(bench.journal.attachments == [1])

        bench.journal.answer(.refused(StoreError(.full, "no room", "make some")))
        _ = bench.submit(V1.TaskSpec(kind: "k"))
        _ = bench.journal.waitForOffers(bench.journal.rows.count + 1)
        while append(["b"], at: 1, to: id, bench).status()?.code != .resourceExhausted { bench.settle() }
        bench.journal.answer(nil)
        bench.stop()
    }

    /// What is not in memory any more is read, for each lease of it.
    @Test func payloadsComeBackAfterARestart() throws {
        let journal = MemoryJournal()
        var bench = try ServiceBench(journal)
        let id = try bench.submit(Self.list).get().jobs[0]
        _ = try append(["a", "b"], at: 0, to: id, bench).get()
        _ = try append(["c"], at: 2, to: id, bench).get()
        bench.stop()

        bench = try ServiceBench(journal)
        let session = bench.session(.worker(1))
        let grants = session.waitForGrants(1)
        #expect(grants[0].items == bytes(["a", "b", "c"]))
        _ = try append(["d"], at: 3, to: id, seal: true, bench).get()
        #expect(session.waitForGrants(2)[1].items == bytes(["d"]))
        complete(session.grants, session)
        #expect(try job(id, bench).state == .succeeded)
        bench.stop()
    }

    @Test func aDamagedPayloadStopsTheProcess() throws {
        let journal = MemoryJournal()
        var bench = try ServiceBench(journal)
        let id = try bench.submit(Self.list).get().jobs[0]
        _ = try append(["a"], at: 0, to: id, bench).get()
        bench.stop()

        journal.damageAttachment(1)
        bench = try ServiceBench(journal)
        let session = bench.session(.worker(1))
        bench.fatal.wait(until: { !$0.isEmpty }, then: { #expect($0[0].code == .damaged) })
        #expect(session.grants.isEmpty)
        bench.stop()
    }

    @Test func payloadsGoWithTheirJobAndStayForARequeuedOne() throws {
        let bench = try ServiceBench()
        let list = V1.TaskSpec(
            kind: "k", items: .listed(V1.ItemList(items: bytes(["a", "b", "c"]), sealed: true)), itemsPerLease: 1_000)
        let submit = V1.SubmitRequest(jobs: [V1.JobSpec(tasks: [list], retentionMs: 0)])
        _ = try bench.call(V1.Scheduler.submit, submit).get()
        let session = bench.session(.worker(1))
        let grant = session.waitForGrants(1)[0]
        #expect(grant.items == bytes(["a", "b", "c"]))
        session.send(
            V1.WorkerUpdate(
                reports: [V1.Report(lease: grant.lease, cursor: 3, outcomes: [V1.Outcome(item: 1, disposition: .dead)])]
            ))
        session.wait { $0.flatMap(\.ended) == [grant.lease] }
        let requeue = V1.RequeueDeadLettersRequest(filter: V1.DeadLetterFilter(all: true))
        #expect(try bench.call(V1.Scheduler.requeueDeadLetters, requeue).get().newJobs.count == 1)
        let again = session.waitForGrants(2)[1]
        #expect(again.items == bytes(["b"]) && again.ranges == [1, 2])
        #expect(bench.journal.attachments == [1])
        complete([again], session)
        _ = try bench.call(V1.Scheduler.listWorkers, V1.ListWorkersRequest()).get()
        #expect(bench.journal.attachments == [])
        bench.stop()
    }

    @Test func aLeaseTakesNoMoreThanFitsAMessage() throws {
        let bench = try ServiceBench()
        let id = try bench.submit(Self.list).get().jobs[0]
        let session = bench.session(.worker(1), leaseCredit: 100)
        var sent: [[UInt8]] = []
        for number in 0..<5 {
            let items = (0..<12).map { [UInt8](repeating: UInt8(number * 12 + $0), count: 60_000) }
            let request = V1.AppendItemsRequest(
                job: id, firstIndex: UInt64(sent.count), items: items, seal: number == 4)
            _ = try bench.call(V1.Scheduler.appendItems, request).get()
            sent += items
        }
        session.wait { $0.flatMap(\.grants).reduce(0) { $0 + $1.items.count } == 60 }
        #expect(session.grants.flatMap(\.items) == sent)
        #expect(session.grants.allSatisfy { (1...4).contains($0.items.count) })
        bench.stop()
    }

    /// What a worker is sent it can decode with the memory that there is.
    @Test func manySmallItemsFitAMessage() throws {
        let bench = try ServiceBench()
        var list = Self.list
        list.itemsPerLease = 1_000_000
        let id = try bench.submit(list).get().jobs[0]
        let items = Array(repeating: [UInt8](), count: Limits.itemsPerAppend)
        _ = try bench.call(V1.Scheduler.appendItems, V1.AppendItemsRequest(job: id, items: items, seal: true)).get()
        let session = bench.session(.worker(1), itemCredit: 100_000)
        session.wait { $0.flatMap(\.grants).reduce(0) { $0 + $1.items.count } == items.count }
        #expect(session.grants.map { $0.ranges[1] - $0.ranges[0] } == [5_461, 4_539])
        bench.stop()
    }

    @Test func itemsAreLimited() throws {
        let bench = try ServiceBench()
        let id = try bench.submit(Self.list).get().jobs[0]
        func append(_ items: [[UInt8]], at first: UInt64) -> Answer<V1.AppendItemsResponse> {
            bench.call(V1.Scheduler.appendItems, V1.AppendItemsRequest(job: id, firstIndex: first, items: items))
        }
        // As many as may be are decoded with the memory that there is, also when they are empty.
        let most = Array(repeating: [UInt8](), count: Limits.itemsPerAppend)
        #expect(try append(most, at: 0).get().nextIndex == 10_000)
        #expect(append(most + [[]], at: 10_000).status()?.code == .invalidArgument)
        #expect(
            append([[UInt8](repeating: 1, count: Limits.payload + 1)], at: 10_000).status()?.code == .invalidArgument)
        let full = Array(repeating: [UInt8](repeating: 1, count: Limits.payload), count: 11)
        #expect(try append(full, at: 10_000).get().nextIndex == 10_011)
        #expect(append(full + full[..<1], at: 10_011).status()?.code == .invalidArgument)
        for list in [
            V1.ItemList(sealed: true), V1.ItemList(openTimeoutMs: 10), V1.ItemList(openTimeoutMs: 1 << 32),
            V1.ItemList(items: [[UInt8](repeating: 1, count: Limits.payload + 1)]),
        ] {
            #expect(bench.submit(V1.TaskSpec(kind: "k", items: .listed(list))).status()?.code == .invalidArgument)
        }
        bench.stop()
    }
}
