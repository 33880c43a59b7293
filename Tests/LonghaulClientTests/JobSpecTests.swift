import Contract
import LonghaulClient
import Testing

@Suite struct JobSpecTests {
    private func message(_ change: (inout TaskSpec) -> Void) -> V1.TaskSpec {
        var task = TaskSpec(kind: "k")
        change(&task)
        return V1.JobSpec(JobSpec([task])).tasks[0]
    }

    @Test func whatIsUsualIsLeftOut() {
        #expect(message { _ in } == V1.TaskSpec(name: "", queue: "default", kind: "k"))
    }

    @Test func theSmallestValuesAreSaidAsTheyAre() {
        let task = message {
            $0.itemsPerLease = 1
            $0.parallelism = 1
            $0.retry = RetryPolicy(
                maximumAttempts: 1, initialBackoff: .milliseconds(1), maximumBackoff: .milliseconds(1))
            $0.tolerance = .perMille(0)
        }
        #expect(task.itemsPerLease == 1 && task.parallelism == 1)
        #expect(task.retry == V1.RetryPolicy(maxAttempts: 1, initialBackoffMs: 1, maxBackoffMs: 1))
        #expect(task.tolerance?.limit == .perMille(0))
        #expect(V1.JobSpec(JobSpec([], retention: .zero)).retentionMs == 0)
    }

    @Test func whatIsTooLargeStaysTooLarge() {
        let task = message {
            $0.dependencies = [.max]
            $0.retry.initialBackoff = .seconds(Int64.max)
            $0.retry.maximumAttempts = .max
        }
        #expect(task.dependsOn == [.max])
        #expect(task.retry?.initialBackoffMs == UInt64(Int64.max) && task.retry?.maxAttempts == .max)
    }

    @Test func whatCantBeMeantTraps() async {
        await #expect(processExitsWith: .failure) { _ = V1.JobSpec(JobSpec([], priority: -1)) }
        await #expect(processExitsWith: .failure) { _ = V1.JobSpec(JobSpec([], retention: .seconds(-1))) }
        await #expect(processExitsWith: .failure) {
            _ = V1.JobSpec(JobSpec([TaskSpec(kind: "k", dependencies: [-1])]))
        }
        await #expect(processExitsWith: .failure) {
            _ = V1.JobSpec(JobSpec([TaskSpec(kind: "k", itemsPerLease: 0)]))
        }
        await #expect(processExitsWith: .failure) {
            _ = V1.JobSpec(JobSpec([TaskSpec(kind: "k", parallelism: -1)]))
        }
        await #expect(processExitsWith: .failure) {
            _ = V1.JobSpec(JobSpec([TaskSpec(kind: "k", retry: RetryPolicy(maximumAttempts: 0))]))
        }
        await #expect(processExitsWith: .failure) {
            _ = V1.JobSpec(JobSpec([TaskSpec(kind: "k", retry: RetryPolicy(initialBackoff: .zero))]))
        }
    }
}
