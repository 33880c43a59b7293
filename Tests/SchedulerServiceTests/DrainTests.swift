import Contract
import RPC
import Testing

@testable import SchedulerService

/// What is drained takes nothing new, says so, and says how much is left.
@Suite(.timeLimit(.minutes(5))) struct DrainTests {
    private func submit(_ bench: ServiceBench, _ jobs: V1.JobSpec...) -> Answer<V1.SubmitResponse> {
        bench.call(V1.Scheduler.submit, V1.SubmitRequest(jobs: jobs))
    }

    private let task = V1.TaskSpec(queue: "q", kind: "k")

    @Test func newWorkIsRefusedWithWhatToDo() throws {
        let bench = try ServiceBench()
        _ = try submit(bench, V1.JobSpec(tasks: [task])).get()
        let request = V1.SetDrainingRequest(subject: .queue("q"), draining: true)
        #expect(try bench.call(V1.Scheduler.setDraining, request).get().depth == 1)
        let status = try #require(submit(bench, V1.JobSpec(tasks: [task])).status())
        #expect(status.code == .failedPrecondition)
        #expect(
            status.message == "queue q is being drained, and takes no new work (1 tasks of it have not ended); "
                + "nothing was accepted: use another queue, or have an operator end it with 'longhaul resume queue q'")
        let queue = try bench.call(V1.Scheduler.listQueues, V1.ListQueuesRequest()).get().queues[0]
        #expect(queue.draining && queue.depth == 1)

        _ = try bench.call(V1.Scheduler.setDraining, V1.SetDrainingRequest(subject: .queue("q"))).get()
        _ = try submit(bench, V1.JobSpec(tasks: [task])).get()
        bench.stop()
    }

    /// A tenant's key is still answered with the job that it stands for: that is no new work.
    @Test func whatWasAcceptedIsStillTheAnswerToItsKey() throws {
        let bench = try ServiceBench()
        let keyed = V1.JobSpec(tenant: "t", tasks: [task], key: "once")
        let job = try submit(bench, keyed).get().jobs
        let request = V1.SetDrainingRequest(subject: .tenant("t"), draining: true)
        _ = try bench.call(V1.Scheduler.setDraining, request).get()
        #expect(try submit(bench, keyed).get().jobs == job)
        let new = V1.JobSpec(tenant: "t", tasks: [task], key: "twice")
        #expect(submit(bench, keyed, new).status()?.code == .failedPrecondition)
        let tenants = try bench.call(V1.Scheduler.listTenants, V1.ListTenantsRequest()).get().tenants
        #expect(tenants.map(\.draining) == [true] && tenants.map(\.depth) == [1])
        bench.stop()
    }
}
