import LonghaulClient
import Platform
import Testing

@Suite(.enabled(if: SchedulerProcess.binary != nil, "LONGHAUL_BINARY names no program; tools/test -- sets it"))
struct KilledSchedulerTests {
    /// Killed 20 times in the middle of submits: what was acknowledged is there, each time and at the end.
    @Test(.timeLimit(.minutes(3))) func everyAcknowledgedSubmitIsFoundAgain() async throws {
        let folder = try TemporaryFolder()
        let seed = UInt64.random(in: 1...UInt64.max)
        var random = seed
        let acknowledged = Lock([JobID]())
        var address = "127.0.0.1:0"
        for round in 1...20 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let scheduler = try SchedulerProcess(database: folder.file("journal.db"), listen: address)
            address = scheduler.address
            let found = try await submitUntilKilled(scheduler, after: Int(random >> 33) % 200 + 1, acknowledged)
            #expect(found == nil, "seed \(seed), round \(round)")
        }
        let scheduler = try SchedulerProcess(database: folder.file("journal.db"), listen: address)
        let client = try Client(ClientAddresses(schedulers: [address]))
        let jobs = acknowledged.withLock { $0 }
        #expect(jobs.count > 20)
        #expect(Set(jobs).count == jobs.count, "no id is given twice")
        for job in jobs {
            let name = try await client.job(job).name
            #expect(name == "kept", "seed \(seed)")
        }
        client.close()
        scheduler.kill()
        scheduler.wait()
    }

    /// Four clients submit without a pause; after so many acknowledgements of this round, the scheduler is killed.
    /// Returns a job of an earlier round that is missing.
    private func submitUntilKilled(
        _ scheduler: SchedulerProcess, after count: Int, _ acknowledged: Lock<[JobID]>
    ) async throws -> JobID? {
        let client = try Client(ClientAddresses(schedulers: [scheduler.address]))
        if let newest = acknowledged.withLock({ $0.last }) {
            guard (try? await client.job(newest)) != nil else { return newest }
        }
        let left = Lock(count)
        let job = JobSpec([TaskSpec(kind: "nobody", payload: [1, 2, 3])], name: "kept")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while let id = try? await client.submit(job) {
                        acknowledged.withLock { $0.append(id) }
                        let isOver = left.withLock { left in
                            left -= 1
                            return left == 0
                        }
                        if isOver { scheduler.kill() }
                    }
                }
            }
        }
        client.close()
        scheduler.wait()
        return nil
    }
}
