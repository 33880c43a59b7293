import Contract
import RPC
import Testing

@testable import SchedulerService

/// A job whose outputs are more than a frame holds can be read and followed.
struct JobSizeTests {
    private static let tasks = 100
    private static let outputs = 4

    /// Each task's items leave as much as readers may see of it.
    private func completeAll(_ grants: [V1.Grant]) -> [V1.WorkerUpdate] {
        grants.map { grant in
            let outputs = stride(from: 0, to: grant.ranges.count, by: 2)
                .flatMap { grant.ranges[$0]..<grant.ranges[$0 + 1] }
                .map { V1.Output(item: $0, data: [UInt8](repeating: UInt8($0), count: Limits.output)) }
            return V1.WorkerUpdate(
                reports: [V1.Report(lease: grant.lease, cursor: grant.ranges.last ?? 0, outputs: outputs)])
        }
    }

    private func submit(_ client: ClientConnection, _ completion: @escaping (UInt64) -> Void) {
        let tasks = (0..<Self.tasks).map {
            V1.TaskSpec(name: "task \($0)", kind: "k", items: .itemCount(UInt64(Self.outputs)))
        }
        client.unary(V1.Scheduler.submit, V1.SubmitRequest(jobs: [V1.JobSpec(tasks: tasks)])) { result, _ in
            if let job = try? result.get().jobs.first { completion(job) }
        }
    }

    /// Runs the job, and gives what a follower hears last.
    private func run(_ client: ClientConnection, _ finish: @escaping (V1.Job) -> Void) {
        submit(client) { job in
            let follower = try? client.stream(V1.Scheduler.follow, first: V1.FollowRequest(follow: [job]))
            follower?.onMessage { update, _ in
                if let job = update.jobs.first, job.state == .succeeded { finish(job) }
            }
            let join = V1.Join(name: "worker", instance: 1, kinds: ["k"])
            let worker = try? client.stream(
                V1.Worker.session, first: V1.WorkerUpdate(join: join, leaseCredit: 1_000, itemCredit: 1_000_000))
            var unsaid: [V1.WorkerUpdate] = []
            func say() {
                while let update = unsaid.first, worker?.send(update) == true { unsaid.removeFirst() }
            }
            worker?.onWritable { say() }
            worker?.onMessage { update, _ in
                unsaid += completeAll(update.grants)
                say()
            }
        }
    }

    @Test func itIsToldWithTheOutputsOfTheLastTasks() throws {
        let scheduler = try TestScheduler()
        let job = scheduler.withClient { (client, finish: @escaping (V1.Job) -> Void) in run(client, finish) }
        let read = try #require(job)
        #expect(read.tasks.count == Self.tasks)
        #expect(read.tasks.last?.outputs.count == Self.outputs)
        #expect(read.tasks.first?.outputs.isEmpty == true)
        let bytes = read.tasks.flatMap(\.outputs).reduce(0) { $0 + $1.data.count }
        #expect(bytes > Limits.visibleJobOutputBytes * 9 / 10 && bytes <= Limits.visibleJobOutputBytes)
        let again = scheduler.withClient { (client, finish: @escaping (V1.Job?) -> Void) in
            client.unary(V1.Scheduler.get, V1.GetRequest(job: read.id)) { result, _ in finish(try? result.get()) }
        }
        #expect(again == read)
        scheduler.stop()
    }

    /// As it is submitted, and as it may grow.
    @Test(arguments: [Limits.tasksPerJob, Limits.tasksPerGrownJob])
    func theLargestJobThereCanBeFitsInAFrame(count: Int) throws {
        let name = String(repeating: "n", count: Limits.name)
        let dependencies = Limits.dependenciesPerJob / count
        let status = V1.TaskStatus(
            ordinal: UInt32(count - 1), name: name, queue: name, kind: name, state: .running,
            dependsOn: (0..<UInt32(dependencies)).map { UInt32(count - 1) - $0 },
            items: V1.Counters(
                total: 4_000_000_000, itemCountKnown: true, done: 4_000_000_000, dead: 4_000_000_000,
                leased: 4_000_000_000, retrying: 4_000_000_000, cancelled: 4_000_000_000, open: true),
            leases: .max, startedUnixMs: 1 << 42, endedUnixMs: 1 << 42)
        var job = V1.Job(
            id: .max, name: String(repeating: "n", count: Limits.jobName), tenant: name, priority: 9, state: .running,
            version: .max, submittedUnixMs: 1 << 42, startedUnixMs: 1 << 42, endedUnixMs: 1 << 42,
            tasks: Array(repeating: status, count: count), requeuedFrom: .max)
        // Many small outputs, whose names are more than their bytes.
        let output = V1.TaskInput(task: name, item: 4_000_000_000, data: [1])
        let outputs = Limits.visibleJobOutputBytes / (count > Limits.tasksPerJob ? 2 : 1) / output.cost
        for number in 0..<outputs { job.tasks[number % count].outputs.append(output) }
        for place in 0..<Limits.notesPerJob {
            job.tasks[place].note = V1.Failure(
                code: String(repeating: "c", count: Limits.failureCode),
                text: String(repeating: "t", count: Limits.noteText))
        }
        let bytes = try Codec().bytes(of: V1.FollowUpdate(jobs: [job]))
        let rates = [V1.Rate](repeating: V1.Rate(itemsPerSecond: 1, secondsLeft: 1), count: count)
        #expect(bytes.count <= Limits.frame - 1_024)
        #expect(bytes.count <= job.roughSize)
        #expect(try Codec().bytes(of: V1.JobProgress(job: job, rates: rates)).count <= Limits.frame - 1_024)
    }
}
