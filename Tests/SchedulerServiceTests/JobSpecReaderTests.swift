import Contract
import RPC
import Scheduling
import Testing

@testable import SchedulerService

struct JobSpecReaderTests {
    private func error(_ job: V1.JobSpec) -> String? {
        let reader = JobSpecReader(job, index: 2)
        var tasks: [TaskSubmission] = []
        do throws(Status) {
            _ = try reader.job()
            try reader.readTasks(into: &tasks, codec: Codec())
            return nil
        } catch {
            #expect(error.code == .invalidArgument)
            return error.message
        }
    }

    private func job(_ change: (inout V1.TaskSpec) -> Void) -> V1.JobSpec {
        var task = V1.TaskSpec(kind: "k")
        change(&task)
        return V1.JobSpec(tasks: [V1.TaskSpec(kind: "first"), task])
    }

    @Test func whatIsWithinTheLimitsPasses() {
        #expect(error(job { _ in }) == nil)
        #expect(error(job { $0.payload = Array(repeating: 0, count: Limits.payload) }) == nil)
        #expect(error(job { $0.items = .itemCount(Limits.itemsPerTask.upperBound) }) == nil)
        #expect(error(job { $0.queue = String(repeating: "q", count: Limits.name) }) == nil)
    }

    @Test func dependenciesAreCountedOverTheWholeJob() {
        var tasks = (0..<500 as Range<UInt32>).map { V1.TaskSpec(name: "\($0)", kind: "k", dependsOn: Array(0..<$0)) }
        #expect(error(V1.JobSpec(tasks: Array(tasks.prefix(447)))) == nil)
        tasks = Array(tasks.prefix(449))
        #expect(
            error(V1.JobSpec(tasks: tasks))?.hasPrefix("jobs[2]: its tasks have 100576 dependencies; at most 100000")
                == true)
    }

    @Test func eachLimitNamesItsPlace() {
        #expect(error(V1.JobSpec()) == "jobs[2]: it has no tasks; a job has at least one")
        #expect(error(job { $0.kind = "" })?.hasPrefix("jobs[2].tasks[1]: kind is missing") == true)
        #expect(
            error(job { $0.payload = Array(repeating: 0, count: Limits.payload + 1) })?
                .hasPrefix("jobs[2].tasks[1]: payload has 65537 bytes; at most 65536") == true)
        #expect(error(job { $0.items = .itemCount(0) })?.hasPrefix("jobs[2].tasks[1]: item_count is 0") == true)
        #expect(error(job { $0.items = .itemCountLater(true) })?.contains("needs a dependency") == true)
        #expect(error(job { $0.dependsOn = [1] })?.contains("earlier ones only") == true)
        #expect(error(job { $0.dependsOn = [0, 0] })?.contains("names a task twice") == true)
        #expect(error(job { $0.name = "first" })?.contains("is taken by an earlier task") == true)
        #expect(
            error(job { $0.queue = String(repeating: "q", count: Limits.name + 1) })?.contains("queue has 65 bytes")
                == true)
        #expect(
            error(job { $0.tolerance = V1.FailureTolerance(limit: .perMille(1_001)) })?.contains("per mille") == true)
    }

    /// Inputs count with their names, and are limited in number: small ones take memory too.
    @Test func inputsAreLimitedInNumberNamesAndBytes() {
        func inputs(_ count: Int, name: Int = 1, data: Int = 0) -> String? {
            let input = V1.TaskInput(
                task: String(repeating: "n", count: name), data: [UInt8](repeating: 7, count: data))
            return error(job { $0.inputs = [V1.TaskInput](repeating: input, count: count) })
        }
        #expect(inputs(Limits.inputsPerTask) == nil)
        #expect(inputs(Limits.inputsPerTask + 1)?.contains("it has 1025 inputs; at most 1024") == true)
        #expect(inputs(1, name: Limits.name) == nil)
        #expect(inputs(1, name: Limits.name + 1)?.contains("an input's task name has 65 bytes") == true)
        #expect(inputs(4, data: Limits.inputs / 4 - 49) == nil)
        #expect(inputs(4, data: Limits.inputs / 4 - 48)?.contains("inputs have 262148 bytes") == true)
    }

    @Test func defaultsAreFilledIn() throws {
        let reader = JobSpecReader(V1.JobSpec(tasks: [V1.TaskSpec(kind: "k")]), index: 0)
        let submission = try reader.job()
        #expect(submission.tenant == "default")
        #expect(submission.priority == 5)
        var tasks: [TaskSubmission] = []
        try reader.readTasks(into: &tasks, codec: Codec())
        let task = tasks[0]
        #expect(task.queue == "default")
        #expect(task.items == .counted(1))
        #expect(task.policy == Policy())
    }
}
