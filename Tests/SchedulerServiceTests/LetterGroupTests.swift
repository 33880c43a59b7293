import Contract
import RPC
import Scheduling
import Testing

@testable import SchedulerService

/// Failures as workers report them, on their way to groups, histories and orders.
@Suite(.timeLimit(.minutes(5))) struct LetterGroupTests {
    /// Three letters of two groups, one of them with a try before.
    private func benchWithLetters() throws -> (bench: ServiceBench, session: TestSession) {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        _ = try bench.submit(
            V1.TaskSpec(
                queue: "q", kind: "k", items: .itemCount(3), itemsPerLease: 3,
                retry: V1.RetryPolicy(maxAttempts: 2, initialBackoffMs: 1, maxBackoffMs: 1),
                tolerance: V1.FailureTolerance(limit: .items(3)))
        ).get()
        func failed(_ item: UInt64, _ disposition: V1.Disposition, _ text: String) -> V1.Outcome {
            V1.Outcome(item: item, disposition: disposition, failure: V1.Failure(code: "550", text: text))
        }
        let first = session.waitForGrants(1)[0].lease
        session.send(
            V1.WorkerUpdate(reports: [
                V1.Report(
                    lease: first, cursor: 3,
                    outcomes: [
                        failed(0, .retry, "no answer from 192.0.2.7"), failed(1, .dead, "no user anna@a.test"),
                        failed(2, .dead, "no user bert@b.test"),
                    ])
            ]))
        let second = session.waitForGrants(2)[1].lease
        session.send(
            V1.WorkerUpdate(reports: [
                V1.Report(lease: second, cursor: 1, outcomes: [failed(0, .dead, "the disk is full")])
            ]))
        bench.settle()
        return (bench, session)
    }

    @Test func alikeFailuresAreAGroup() throws {
        let (bench, _) = try benchWithLetters()
        let answer = try bench.call(V1.Scheduler.listDeadLetterGroups, V1.ListDeadLetterGroupsRequest()).get()
        #expect(answer.total == 2)
        #expect(answer.groups.map(\.letters) == [2, 1])
        let largest = answer.groups[0]
        let sample = try #require(largest.sample)
        #expect(largest.queue == "q" && largest.cause == .permanent && sample.group == largest.group)
        #expect(sample.failure == V1.Failure(code: "550", text: "no user bert@b.test"))

        let filter = V1.DeadLetterFilter(group: largest.group)
        let letters = try bench.call(
            V1.Scheduler.listDeadLetters, V1.ListDeadLettersRequest(filter: filter, history: true)
        ).get().letters
        #expect(letters.map(\.item) == [1, 2] && letters.allSatisfy(\.history.isEmpty))
        #expect(
            try bench.call(V1.Scheduler.discardDeadLetters, V1.DiscardDeadLettersRequest(filter: filter)).get()
                .discarded == 2)
        let none = V1.ListDeadLetterGroupsRequest(queue: "none")
        #expect(try bench.call(V1.Scheduler.listDeadLetterGroups, none).get().groups.isEmpty)
        bench.stop()
    }

    @Test func aLetterTellsOfTheTriesBefore() throws {
        let (bench, _) = try benchWithLetters()
        var request = V1.ListDeadLettersRequest(filter: V1.DeadLetterFilter(all: true, kind: "k"))
        func ofItem0() throws -> V1.DeadLetter? {
            try bench.call(V1.Scheduler.listDeadLetters, request).get().letters.first { $0.item == 0 }
        }
        #expect(try ofItem0()?.history == [])
        request.history = true
        let letter = try #require(try ofItem0())
        #expect(letter.failure?.text == "the disk is full")
        #expect(letter.history.map(\.attempt) == [1])
        #expect(letter.history.map(\.failure) == [V1.Failure(code: "550", text: "no answer from 192.0.2.7")])
        bench.stop()
    }

    /// A thousand a second: the order has gone through all of them at its first step, which takes a second to come.
    @Test func anOrderRequeuesByItself() throws {
        let (bench, session) = try benchWithLetters()
        let request = V1.OrderRequeueRequest(filter: V1.DeadLetterFilter(queue: "q"), letters: 1_000)
        let order = try bench.call(V1.Scheduler.orderRequeue, request).get().order
        let list = V1.ListRequeueOrdersRequest()
        var orders = try bench.call(V1.Scheduler.listRequeueOrders, list).get().orders
        #expect(orders.map(\.order) == [order] && orders[0].state == .running && orders[0].filter?.queue == "q")
        #expect(session.waitForGrants(3).count == 3)
        orders = try bench.call(V1.Scheduler.listRequeueOrders, list).get().orders
        #expect(orders[0].state == .finished && orders[0].requeued == 3)
        #expect(try bench.letters().isEmpty)
        bench.stop()
    }

    @Test func anOrderThatCantBeIsRefused() throws {
        let (bench, _) = try benchWithLetters()
        let all = V1.DeadLetterFilter(all: true)
        for (request, code) in [
            (V1.OrderRequeueRequest(letters: 1), StatusCode.invalidArgument),
            (V1.OrderRequeueRequest(filter: all), .invalidArgument),
            (V1.OrderRequeueRequest(filter: V1.DeadLetterFilter(code: "550"), letters: 1), .invalidArgument),
            (V1.OrderRequeueRequest(filter: V1.DeadLetterFilter(queue: "none"), letters: 1), .notFound),
        ] {
            #expect(bench.call(V1.Scheduler.orderRequeue, request).status()?.code == code)
        }
        let stop = V1.StopRequeueOrderRequest(order: 1)
        #expect(bench.call(V1.Scheduler.stopRequeueOrder, stop).status()?.code == .notFound)
        bench.stop()
    }
}
