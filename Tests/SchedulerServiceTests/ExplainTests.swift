import Contract
import RPC
import Testing

@testable import SchedulerService

/// What a caller hears of why tasks wait: names, figures and pages, not the core's numbers.
@Suite(.timeLimit(.minutes(5))) struct ExplainTests {
    @Test func aReasonNamesWhatItIsAbout() throws {
        let bench = try ServiceBench()
        _ = try bench.call(
            V1.Scheduler.setLimits, V1.SetLimitsRequest(gate: .key("smtp"), limits: V1.Limits(leases: 1))
        ).get()
        _ = try bench.call(V1.Scheduler.setPaused, V1.SetPausedRequest(subject: .queue("mail"), paused: true)).get()
        let job = try bench.submit(
            V1.TaskSpec(queue: "mail", kind: "send", limitKey: "smtp"),
            V1.TaskSpec(name: "after", kind: "k", dependsOn: [0])
        ).get().jobs[0]

        let answer = try bench.call(V1.Scheduler.explain, V1.ExplainRequest(job: job)).get()
        #expect(answer.jobState == .pending && answer.next == nil)
        #expect(answer.tasks.map(\.name) == ["send", "after"])
        #expect(answer.tasks.map(\.pending) == [1, 1])
        #expect(answer.tasks[0].reasons.map(\.cause) == [.paused, .noWorker])
        #expect(answer.tasks[0].reasons[0] == V1.WaitReason(cause: .paused, blocking: true, name: "mail"))
        #expect(
            answer.tasks[1].reasons
                == [V1.WaitReason(cause: .dependency, blocking: true, name: "send", state: .ready)])
        let one = try bench.call(V1.Scheduler.explain, V1.ExplainRequest(job: job, task: 1)).get()
        #expect(one.tasks == [answer.tasks[1]])
        bench.stop()
    }

    @Test func manyTasksComeInPages() throws {
        let bench = try ServiceBench()
        let tasks = (0..<250).map { V1.TaskSpec(name: "\($0)", kind: "k") }
        let submit = V1.SubmitRequest(jobs: [V1.JobSpec(tasks: tasks, delayMs: 60_000)])
        let job = try bench.call(V1.Scheduler.submit, submit).get().jobs[0]
        var pages: [[UInt32]] = []
        var next: UInt32? = 0
        while let from = next {
            let page = try bench.call(V1.Scheduler.explain, V1.ExplainRequest(job: job, from: from)).get()
            #expect(page.tasks.allSatisfy { $0.mayStartUnixMs > 0 })
            pages.append(page.tasks.map(\.ordinal))
            next = page.next
        }
        #expect(pages.map(\.count) == [100, 100, 50])
        #expect(pages.joined().elementsEqual(0..<250))
        bench.stop()
    }

    @Test func whatIsNotThereIsNotFound() throws {
        let bench = try ServiceBench()
        #expect(bench.call(V1.Scheduler.explain, V1.ExplainRequest(job: 1)).status()?.code == .notFound)
        let job = try bench.submit(V1.TaskSpec(kind: "k")).get().jobs[0]
        let status = bench.call(V1.Scheduler.explain, V1.ExplainRequest(job: job, task: 1)).status()
        #expect(status?.message == "the job has no task 1: its tasks are 0 to 0")
        bench.stop()
    }
}
