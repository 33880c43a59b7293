import Console
import Glibc
import LonghaulClient
import Platform
import Testing

/// SIGTERM is the good order: every role ends with 0, and hands back what it has.
@Suite(.needsProgram)
struct StopTests {
    @Test(.timeLimit(.minutes(1))) func aWorkerHandsBackWhatItHas() async throws {
        let system = try await LocalSystem()
        // One try each: an item that a stop had cost an attempt would be a dead letter.
        let submitted = try await system.run(
            "submit", "--kind", "sleep", "--payload", "10ms", "--items", "200", "--items-per-lease", "100",
            "--attempts",
            "1")
        let id = try #require(JobID(submitted.line))
        let client = try system.client()
        defer { client.close() }
        var hasStopped = false
        var last: Job?
        for try await job in client.watch(id, interval: .milliseconds(10)) {
            last = job
            guard !hasStopped, let task = job.tasks.first, task.done > 0 else { continue }
            hasStopped = true
            system.workers[0].terminate()
            #expect(await system.workers[0].end() == .exited(0))
            #expect(try await client.workers().isEmpty)
            let left = try #require(try await client.job(id).tasks.first)
            #expect(left.leased == 0 && left.done < 200, "handed back, not finished")
            try await system.startWorker("second")
        }
        #expect(hasStopped)
        #expect(last?.state == .succeeded)
        #expect(last?.tasks.first?.done == 200)
    }

    @Test(.timeLimit(.minutes(1))) func theServicesEndWithZeroAndKeepWhatTheyKnow() async throws {
        let system = try await LocalSystem(workers: 0)
        let submitted = try await system.run("submit", "--kind", "nobody")
        for role in [system.status, system.scheduler] {
            role.terminate()
            #expect(await role.end() == .exited(0))
        }
        let again = try await Role.scheduler(system.folder.file("journal.db"), in: system.folder)
        let binary = try #require(TestRun.binary)
        let found = try await TestProcess.run(
            [binary, "job", submitted.line, "--scheduler", again.name], in: system.folder)
        #expect(found.code == 0)
    }
}
