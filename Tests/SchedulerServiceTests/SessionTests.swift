import Contract
import MemoryStore
import RPC
import Scheduling
import Testing

@testable import SchedulerService

@Suite(.timeLimit(.minutes(5))) struct SessionTests {
    /// A worker that contradicts its lease would do so again: its session ends, with the reason, and its work goes on
    /// elsewhere.
    @Test func aBrokenWorkerIsSentAway() throws {
        let bench = try ServiceBench()
        let broken = bench.session(.worker(1))
        _ = try bench.submit(V1.TaskSpec(kind: "k")).get()
        let lease = broken.waitForGrants(1)[0].lease
        broken.send(V1.WorkerUpdate(reports: [V1.Report(lease: lease, cursor: 9)]))
        let status = broken.waitForEnd()
        #expect(status.code == .invalidArgument)
        #expect(status.message == "report on lease \(lease): the cursor 9 is past the lease's end 1")
        let next = bench.session(.worker(2)).waitForGrants(1)
        #expect(next[0].lease != lease)
        bench.stop()
    }

    @Test func aLostSessionsLeasesAreFreeAtOnce() throws {
        let bench = try ServiceBench()
        let lost = bench.session(.worker(1))
        let other = bench.session(.worker(2), leaseCredit: 0)
        let job = try bench.submit(V1.TaskSpec(kind: "k")).get().jobs[0]
        let lease = lost.waitForGrants(1)[0].lease
        other.send(V1.WorkerUpdate(leaseCredit: 1, itemCredit: 1))
        bench.settle()
        #expect(other.grants.isEmpty)
        lost.cancel()
        let again = other.waitForGrants(1)[0]
        #expect(again.job == job && again.lease > lease)
        bench.stop()
    }

    /// After a goodbye, what is handed back costs neither an attempt nor a count of losses.
    @Test func aWorkerThatLeavesIsGivenNothingMore() throws {
        let bench = try ServiceBench()
        let leaving = bench.session(.worker(1))
        leaving.wait { !$0.isEmpty }
        leaving.send(V1.WorkerUpdate(leave: true))
        bench.settle()
        _ = try bench.submit(V1.TaskSpec(kind: "k")).get()
        #expect(leaving.grants.isEmpty)
        #expect(bench.session(.worker(2)).waitForGrants(1)[0].attempt == 1)
        bench.stop()
    }

    /// A worker that comes back names what it has. What it does not name never reached it.
    @Test func aWorkerThatComesBackKeepsWhatItNames() throws {
        let bench = try ServiceBench()
        _ = try bench.submit(V1.TaskSpec(kind: "k"), V1.TaskSpec(name: "other", kind: "k")).get()
        let session = bench.session(.worker(1))
        let leases = session.waitForGrants(2).map(\.lease)
        let again = bench.session(.worker(1, held: [leases[0], 12_345]))
        let free = again.waitForGrants(1)[0]
        #expect(again.heard.compactMap(\.joined).map(\.kept) == [[leases[0]]])
        #expect(free.lease > leases[1])
        #expect(session.waitForEnd().code == .aborted)
        bench.stop()
    }

    /// Its reports are read, and each is answered: what it does not read itself is kept for it, but not without end.
    @Test func aWorkerThatReadsNothingIsSentAway() throws {
        let scheduler = try TestScheduler()
        var options = ClientOptions(role: .worker)
        options.wire.window = 1
        let join = try Codec().bytes(of: V1.WorkerUpdate(join: .worker(1)))
        // Leases that it does not hold: all are answered by "stop".
        let report = try Codec().bytes(of: V1.WorkerUpdate(completed: Array(1...20_000)))
        let code = scheduler.withClient(options) { (client, finish: @escaping (StatusCode) -> Void) in
            let opened = join.withUnsafeBytes {
                try? client.stream("longhaul.v1.Worker/Session", first: $0, isEnd: false)
            }
            guard let stream = opened else { return }
            stream.consumesByItself = false
            stream.onEnd = { finish($0.code) }
            var sent = 0
            func sendMore() {
                while sent < 20, report.withUnsafeBytes({ stream.send($0) }) { sent += 1 }
            }
            stream.onWritable = { sendMore() }
            sendMore()
        }
        #expect(code == .resourceExhausted)
        scheduler.stop()
    }

    @Test func namesThatAreTooManyAreRefused() throws {
        let bench = try ServiceBench()
        func submit(_ names: Range<Int>, kind: String = "k") -> Answer<V1.SubmitResponse> {
            let jobs = names.map { V1.JobSpec(tasks: [V1.TaskSpec(queue: "q\($0)", kind: kind)]) }
            return bench.call(V1.Scheduler.submit, V1.SubmitRequest(jobs: jobs))
        }
        for thousand in 0..<10 { _ = try submit(thousand * 1_000..<(thousand + 1) * 1_000).get() }
        let refusal = submit(9_999..<10_001).status()
        #expect(refusal?.code == .resourceExhausted)
        #expect(refusal?.message.contains("10000 queues at most") == true)
        // Nothing of it was accepted, and what is known still is.
        #expect(try bench.call(V1.Scheduler.list, V1.ListRequest(limit: 1)).get().jobs[0].id == 10_000)
        #expect(try submit(0..<10, kind: "other").get().jobs.count == 10)
        bench.stop()
    }
}
