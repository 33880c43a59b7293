import LonghaulClient
import LonghaulWorker
import Platform
import Testing

@Suite(.timeLimit(.minutes(5))) struct SystemTests {
    @Test func aJobOfOneItemGoesThrough() async throws {
        let system = try await TestSystem()
        let worker = try system.worker(handlers: ["echo": { lease in lease.done(0, output: lease.payload) }])
        let job = try await system.run(JobSpec([TaskSpec(kind: "echo", payload: [1, 2, 3])], name: "first"))
        #expect(job.state == .succeeded)
        #expect(job.name == "first")
        #expect(job.tasks.map(\.done) == [1])
        #expect(job.tasks[0].outputs == [TaskOutput(item: 0, data: [1, 2, 3])])
        await worker.stop()
        await system.stop()
    }

    @Test func everyItemIsHandledOnceByManyWorkers() async throws {
        let system = try await TestSystem()
        let seen = Lock([UInt64: Int]())
        let handler: Handler = { lease in
            while let items = try await lease.next(upTo: 7) {
                for item in items {
                    seen.withLock { $0[item, default: 0] += 1 }
                    lease.done(item)
                }
            }
        }
        let workers = try (1...3).map { try system.worker("w\($0)", handlers: ["count": handler]) }
        let job = try await system.run(JobSpec([TaskSpec(kind: "count", items: .count(5_000))]))
        #expect(job.state == .succeeded)
        #expect(job.tasks[0].done == 5_000)
        let counts = seen.withLock { $0 }
        #expect(counts.count == 5_000)
        #expect(counts.values.allSatisfy { $0 == 1 })
        for worker in workers { await worker.stop() }
        await system.stop()
    }

    @Test func aTaskSetsTheCountOfTheNextAndPassesItsOutputOn() async throws {
        let system = try await TestSystem()
        let worker = try system.worker(handlers: [
            "count": { lease in
                try lease.setItemCount(ofTask: "many", to: 300)
                lease.done(0, output: [42])
            },
            "many": { lease in
                guard lease.inputs.map(\.data) == [[42]] else { throw TaskFailure(code: "no-input", text: "") }
                while let items = try await lease.next(upTo: 10) { items.forEach { lease.done($0) } }
            },
            "sum": { lease in lease.done(0, output: [UInt8(lease.dependencies[0].done / 100)]) },
        ])
        let job = try await system.run(
            JobSpec([
                TaskSpec(kind: "count", queue: "q"),
                TaskSpec(kind: "many", queue: "q", items: .later, dependencies: [0]),
                TaskSpec(kind: "sum", queue: "q", dependencies: [1]),
            ]))
        #expect(job.state == .succeeded)
        #expect(job.tasks.map(\.done) == [1, 300, 1])
        #expect(job.tasks[2].outputs.map(\.data) == [[3]])
        await worker.stop()
        await system.stop()
    }
}
