import LonghaulClient
import LonghaulWorker
import Platform
import Testing

/// Listed items and added tasks, through a whole system.
@Suite(.timeLimit(.minutes(5))) struct GrowingJobTests {
    @Test func everyAppendedItemIsHandledOnceWithItsPayload() async throws {
        let system = try await TestSystem()
        let count = 12_000
        let seen = Lock([String: UInt64]())
        let handler: Handler = { lease in
            while let items = try await lease.next(upTo: 50) {
                for item in items {
                    let text = String(decoding: lease.payload(of: item), as: UTF8.self)
                    let known = seen.withLock { $0.updateValue(item, forKey: text) }
                    if known != nil { throw TaskFailure(code: "twice", text: text) }
                    lease.done(item)
                }
            }
        }
        let workers = try (1...2).map { try system.worker("w\($0)", handlers: ["line": handler]) }
        let id = try await system.client.submit(
            JobSpec([TaskSpec(kind: "line", items: .listed([Array("line 0".utf8)]))]))
        let lines = AsyncStream<[UInt8]> { continuation in
            for number in 1..<count { continuation.yield(Array("line \(number)".utf8)) }
            continuation.finish()
        }
        #expect(try await system.client.append(contentsOf: lines, to: id) == UInt64(count))
        let job = try await system.end(of: id)
        #expect(job.state == .succeeded)
        #expect(job.tasks[0].done == UInt64(count) && !job.tasks[0].isOpen)
        let handled = seen.withLock { $0 }
        #expect(handled.count == count)
        #expect(handled.allSatisfy { $0.key == "line \($0.value)" })
        for worker in workers { await worker.stop() }
        await system.stop()
    }

    @Test func anAppenderSaysWhyNothingMoreIsTaken() async throws {
        let system = try await TestSystem()
        let id = try await system.client.submit(
            JobSpec([TaskSpec(kind: "line", items: .listed([[1]], isSealed: true))]))
        let list = try await system.client.list(of: id)
        #expect(list.count == 1 && list.isSealed)
        let appender = try await system.client.appender(to: id)
        try await appender.append([2])
        await #expect { _ = try await appender.finish(seal: true) } throws: {
            ($0 as? LonghaulError)?.code == .failedPrecondition
        }
        await #expect(throws: LonghaulError.self) { try await appender.append([3]) }
        await system.stop()
    }

    /// How many parts there are is found out on the way; a task that waited from the start collects what they leave.
    @Test func aTaskFansOutAndAnotherCollects() async throws {
        let system = try await TestSystem()
        let worker = try system.worker(handlers: [
            "split": { lease in
                let parts = (0..<5).map { number in
                    AddedTask(
                        TaskSpec(kind: "part", name: "part \(number)", payload: [UInt8(number)]), before: ["collect"])
                }
                lease.done(0, output: [100], adding: parts)
            },
            "part": { lease in
                let number = lease.payload[0] + lease.inputs[0].data[0]
                // Of one part there is more to be done before all is collected.
                if lease.taskName == "part 3" {
                    let more = TaskSpec(kind: "part", name: "more", payload: [50])
                    return lease.done(0, output: [53], adding: [AddedTask(more, before: ["collect"])])
                }
                lease.done(0, output: [number])
            },
            "collect": { lease in lease.done(0, output: lease.inputs.flatMap(\.data).sorted()) },
        ])
        let job = try await system.run(
            JobSpec([TaskSpec(kind: "split"), TaskSpec(kind: "collect", dependencies: [0])]))
        #expect(job.state == .succeeded)
        #expect(job.tasks.count == 8)
        #expect(job.tasks[1].outputs.map(\.data) == [[53, 100, 100, 101, 102, 103, 104]])
        await worker.stop()
        await system.stop()
    }

    @Test func anItemThatAddsTooMuchIsADeadLetter() async throws {
        let system = try await TestSystem()
        let worker = try system.worker(handlers: [
            "many": { lease in lease.done(0, adding: (0..<1_001).map { AddedTask(TaskSpec(kind: "k", name: "\($0)")) })
            },
            "large": { lease in
                let payload = [UInt8](repeating: 0, count: 60_000)
                lease.done(0, adding: (0..<5).map { AddedTask(TaskSpec(kind: "k", name: "\($0)", payload: payload)) })
            },
        ])
        for kind in ["many", "large"] {
            let job = try await system.run(JobSpec([TaskSpec(kind: kind)]))
            #expect(job.state == .failed && job.tasks.count == 1)
            var filter = DeadLetterFilter()
            filter.job = job.id
            let letters = try await system.client.deadLetters(filter).letters
            #expect(letters.map(\.code) == ["added-tasks"])
        }
        await worker.stop()
        await system.stop()
    }
}
