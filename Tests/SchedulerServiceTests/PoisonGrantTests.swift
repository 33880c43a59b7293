import Contract
import MemoryStore
import RPC
import Scheduling
import Testing

@testable import SchedulerService

/// A task whose grant no message can hold is dead, and says why; its worker's session goes on.
@Suite(.timeLimit(.minutes(5))) struct PoisonGrantTests {
    /// Let in by versions that looked at inputs' data alone.
    enum Poison: CaseIterable {
        case longName
        case manyInputs
        case nonsense

        func inputs() throws -> [UInt8] {
            let codec = Codec(keeping: 1 << 24)
            switch self {
            case .longName:
                let name = String(repeating: "n", count: 1_000_000)
                return try codec.bytes(of: V1.TaskContext(inputs: [V1.TaskInput(task: name)]))
            case .manyInputs:
                return try codec.bytes(of: V1.TaskContext(inputs: [V1.TaskInput](repeating: .init(), count: 100_000)))
            case .nonsense:
                return [1, 2, 3]
            }
        }
    }

    @Test(arguments: Poison.allCases) func theTaskDiesAndTheSessionGoesOn(_ poison: Poison) throws {
        var past = try Prehistory()
        let poisoned = past.submit([TaskSubmission(kind: "k", inputs: try poison.inputs())])
        let healthy = past.submit([TaskSubmission(kind: "k")])
        let bench = try ServiceBench(try past.end())

        // The poisoned task is first in line, and takes none of the credit.
        let session = bench.session(.worker(1), leaseCredit: 1)
        #expect(session.waitForGrants(1).map(\.job) == [healthy.rawValue])
        let letters = try bench.letters()
        #expect(letters.map(\.job) == [poisoned.rawValue])
        #expect(letters[0].item == nil && letters[0].cause == .permanent)
        #expect(letters[0].failure?.code == "context-limit")

        // Requeueing it changes nothing about that, and harms nobody.
        let requeue = V1.RequeueDeadLettersRequest(filter: V1.DeadLetterFilter(all: true))
        let anew = try bench.call(V1.Scheduler.requeueDeadLetters, requeue).get()
        #expect(anew.requeued == 1 && anew.newJobs.count == 1)
        session.send(V1.WorkerUpdate(leaseCredit: 2, itemCredit: 2_000))
        bench.settle()
        #expect(try bench.letters().map(\.job) == anew.newJobs)
        #expect(!session.hasEnded && session.grants.count == 1)
        bench.stop()
    }

    /// All its leases of one turn are taken back, and it dies once.
    @Test func aTaskOfManyLeasesDiesOnce() throws {
        var past = try Prehistory()
        let poisoned = past.submit([
            TaskSubmission(
                kind: "k", inputs: try Poison.longName.inputs(), items: .counted(5), policy: Policy(itemsPerLease: 1))
        ])
        _ = past.submit([TaskSubmission(kind: "k")])
        let bench = try ServiceBench(try past.end())
        let session = bench.session(.worker(1), leaseCredit: 3)
        #expect(session.waitForGrants(1).map(\.task) == [0])
        #expect(try bench.letters().map(\.job) == [poisoned.rawValue])
        #expect(session.heard.flatMap(\.revoked).isEmpty)
        bench.stop()
    }

    /// What a dependency left comes as far as it fits, whatever its journal has.
    @Test func outputsComeAsFarAsTheyFit() throws {
        var past = try Prehistory()
        let job = past.submit([
            TaskSubmission(kind: "k", items: .counted(65_536), policy: Policy(itemsPerLease: 65_536)),
            TaskSubmission(kind: "k", dependencies: [0]),
        ])
        var report = LeaseReport(lease: try past.grants()[0], cursor: 65_536)
        report.outputs = (0..<65_536).map { ($0, [1, 2, 3, 4]) }
        past.report(report)
        let bench = try ServiceBench(try past.end())

        let session = bench.session(.worker(1))
        let grant = session.waitForGrants(1)[0]
        #expect(grant.job == job.rawValue && grant.task == 1)
        let inputs = grant.context?.inputs ?? []
        #expect(inputs.count == Limits.inputs / (Limits.inputOverhead + 1 + 4))
        #expect(inputs.map(\.item) == (0..<UInt64(inputs.count)).map { $0 })
        #expect(grant.context?.dependencies.map(\.items?.done) == [65_536])
        bench.stop()
    }

    /// A report that is sent again takes no room twice.
    @Test func outputsThatCameBeforeCountOnce() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        _ = try bench.submit(V1.TaskSpec(kind: "k", items: .itemCount(61), itemsPerLease: 61)).get()
        let lease = session.waitForGrants(1)[0].lease
        let outputs = (0..<61).map { V1.Output(item: $0, data: [UInt8](repeating: 7, count: Limits.output)) }
        session.send(
            V1.WorkerUpdate(reports: [V1.Report(lease: lease, cursor: 60, outputs: Array(outputs.dropLast()))]))
        session.send(V1.WorkerUpdate(reports: [V1.Report(lease: lease, cursor: 61, outputs: outputs)]))
        session.wait { $0.flatMap(\.ended) == [lease] }
        #expect(try bench.letters().isEmpty)
        bench.stop()
    }

    /// Items past what goes to those who wait for the task are dead letters, which say so.
    @Test func outputsPastTheLimitAreDeadLetters() throws {
        let bench = try ServiceBench()
        let session = bench.session(.worker(1))
        _ = try bench.submit(V1.TaskSpec(kind: "k", items: .itemCount(100), itemsPerLease: 100)).get()
        let lease = session.waitForGrants(1)[0].lease
        let outputs = (0..<100).map { V1.Output(item: $0, data: [UInt8](repeating: 7, count: Limits.output)) }
        session.send(V1.WorkerUpdate(reports: [V1.Report(lease: lease, cursor: 100, outputs: outputs)]))
        session.wait { $0.flatMap(\.ended) == [lease] }
        let letters = try bench.letters()
        let kept = Limits.inputs / (Limits.inputOverhead + 1 + Limits.output)
        #expect(letters.count == 100 - kept)
        #expect(letters.allSatisfy { $0.failure?.code == "output-limit" })
        bench.stop()
    }
}
