import Contract
import Testing

@testable import SchedulerService

/// The bounds hold, and what is within them can be sent and read.
@Suite struct SizesTests {
    private static let longest = String(repeating: "ä", count: Limits.name / 2)

    /// As many inputs of this shape as are allowed.
    private func inputs(name: String, data: Int) -> [V1.TaskInput] {
        let input = V1.TaskInput(task: name, item: .max, data: [UInt8](repeating: 255, count: data))
        return [V1.TaskInput](repeating: input, count: Limits.inputs / input.cost)
    }

    private func grant(_ inputs: [V1.TaskInput]) -> V1.Grant {
        let counters = V1.Counters(
            total: 1 << 32, itemCountKnown: true, done: 1 << 32, dead: 1 << 32, leased: 1 << 32, retrying: 1 << 32,
            cancelled: 1 << 32)
        let dependency = V1.DependencyResult(
            task: Self.longest, items: counters, startedUnixMs: .max, endedUnixMs: .max)
        let unset = V1.UnsetCount(task: .max, name: Self.longest)
        return V1.Grant(
            lease: .max, job: .max, task: .max, taskName: Self.longest, queue: Self.longest, kind: Self.longest,
            payload: [UInt8](repeating: 1, count: Limits.payload), ranges: [UInt64](repeating: 1 << 32, count: 128),
            attempt: .max, itemCount: .max, checkpoint: [UInt8](repeating: 1, count: Limits.checkpoint),
            context: V1.TaskContext(
                inputs: inputs, dependencies: [V1.DependencyResult](repeating: dependency, count: Limits.tasksPerJob),
                unsetCounts: [V1.UnsetCount](repeating: unset, count: Limits.tasksPerJob)))
    }

    @Test(arguments: [("n", 0), ("n", 1), (longest, 0), ("n", Limits.output), (longest, Limits.output), ("n", 200_000)])
    func aGrantOfTheLargestPartsCanBeSent(_ name: String, _ data: Int) throws {
        let codec = Codec()
        let grant = grant(inputs(name: name, data: data))
        let bytes = try codec.bytes(of: grant)
        #expect(bytes.count <= grant.largestSize)
        #expect(grant.largestSize <= V1.Grant.limit)
        #expect(try codec.decode(V1.Grant.self, from: bytes) == grant)
    }

    /// Small parts take much memory for their bytes: a peer's codec must still take them.
    @Test func aGrantOfTheSmallestPartsCanBeRead() throws {
        let codec = Codec()
        let input = V1.TaskInput(task: "n")
        let context = V1.TaskContext(
            inputs: [V1.TaskInput](repeating: input, count: Limits.inputs / input.cost),
            dependencies: [V1.DependencyResult](
                repeating: V1.DependencyResult(task: "n", items: V1.Counters()), count: Limits.tasksPerJob),
            unsetCounts: [V1.UnsetCount](repeating: V1.UnsetCount(name: "n"), count: Limits.tasksPerJob))
        let grant = V1.Grant(lease: 1, job: 1, kind: "k", context: context)
        #expect(try codec.decode(V1.Grant.self, from: codec.bytes(of: grant)) == grant)
        #expect(try codec.decode(V1.TaskContext.self, from: codec.bytes(of: context)) == context)
    }

    @Test func whatATaskMayBeSubmittedWithCanBeRead() throws {
        let context = V1.TaskContext(inputs: [V1.TaskInput](repeating: V1.TaskInput(), count: Limits.inputsPerTask))
        #expect(try Codec().decode(V1.TaskContext.self, from: Codec().bytes(of: context)) == context)
    }
}
