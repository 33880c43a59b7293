import LonghaulClient
import Platform
import SeededRandom
import Testing

@Suite(.needsProgram)
struct KilledSchedulerTests {
    /// Killed 20 times at moments of a seed, under a load of submits: what was acknowledged is there, each time and at the
    /// end.
    @Test(.timeLimit(.minutes(5)), arguments: [1] as [UInt64])
    func everyAcknowledgedSubmitIsFoundAgain(seed: UInt64) async throws {
        try await killRepeatedly(seed: seed, latest: .milliseconds(100))
    }

    /// Other moments each time, and later ones: more of the journal is there to be read again.
    @Test(
        .onlyInFull, .timeLimit(.minutes(10)),
        arguments: (0..<5).map { _ in UInt64.random(in: 1...UInt64.max) })
    func everyAcknowledgedSubmitIsFoundAgainLater(seed: UInt64) async throws {
        try await killRepeatedly(seed: seed, latest: .milliseconds(1500))
    }

    private func killRepeatedly(seed: UInt64, latest: Duration) async throws {
        let folder = try TemporaryFolder()
        let killer = try EventLoop.spawn(name: "killer")
        defer { killer.stop() }
        var random = SplitMix64(seed: seed)
        let acknowledged = Lock([JobID]())
        var address = "127.0.0.1:0"
        for round in 1...20 {
            let scheduler = try await Role.scheduler(folder.file("journal.db"), at: address, in: folder)
            address = scheduler.name
            let moment = Duration.microseconds(random.below(Int(latest / .microseconds(1))))
            let missing = try await submitUntilKilled(scheduler, acknowledged) {
                killer.loop.execute { killer.loop.schedule(after: moment) { scheduler.kill() } }
            }
            #expect(missing == nil, "seed \(seed), round \(round)")
        }
        let scheduler = try await Role.scheduler(folder.file("journal.db"), at: address, in: folder)
        let client = try Client(ClientAddresses(schedulers: [scheduler.name]))
        let jobs = acknowledged.withLock { $0 }
        #expect(jobs.count >= 20)
        #expect(Set(jobs).count == jobs.count, "no id is given twice")
        for job in jobs {
            let name = try await client.job(job).name
            #expect(name == "kept", "seed \(seed)")
        }
        client.close()
    }

    /// Four clients submit without a pause; the first acknowledgement starts the clock of the kill. Returns a job of an
    /// earlier round that is missing.
    private func submitUntilKilled(
        _ scheduler: Role, _ acknowledged: Lock<[JobID]>, underLoad: @escaping @Sendable () -> Void
    ) async throws -> JobID? {
        let client = try Client(ClientAddresses(schedulers: [scheduler.name]))
        defer { client.close() }
        if let newest = acknowledged.withLock({ $0.last }) {
            guard (try? await client.job(newest)) != nil else { return newest }
        }
        let isFirst = Lock(true)
        let job = JobSpec([TaskSpec(kind: "nobody", payload: [1, 2, 3])], name: "kept")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while let id = try? await client.submit(job) {
                        acknowledged.withLock { $0.append(id) }
                        let starts = isFirst.withLock { isFirst in
                            defer { isFirst = false }
                            return isFirst
                        }
                        if starts { underLoad() }
                    }
                }
            }
        }
        // Also where no submit was ever answered: nobody else would end it.
        scheduler.kill()
        #expect(await scheduler.end() == .killed(signal: 9))
        return nil
    }
}
