import Glibc
import Platform
import Testing

/// SIGTERM is the good order: every role ends with 0, and hands back what it has.
@Suite(.needsProgram)
struct StopTests {
    @Test(.timeLimit(.minutes(5))) func aWorkerHandsBackWhatItHas() async throws {
        let system = try await LocalSystem()
        // One try each: an item that a stop had cost an attempt would be a dead letter. More than can end meanwhile.
        let submitted = try await system.run(
            "submit", "--kind", "sleep", "--payload", "10ms", "--items", "1000000", "--items-per-lease", "100",
            "--attempts", "1")
        let id = submitted.line
        _ = try await system.follow(id) { $0.count("done", of: "sleep") == 0 }
        system.workers[0].terminate()
        #expect(await system.workers[0].end() == .exited(0))
        #expect(try await system.run("workers").errors == "no workers\n")
        let left = try JobState(try await system.run("job", id, "--json").line)
        #expect(left.count("done", of: "sleep") > 0)
        for name in ["leased", "leases", "dead", "retrying"] { #expect(left.count(name, of: "sleep") == 0, "\(name)") }

        try await system.startWorker("second")
        let moved = try await system.follow(id) {
            $0.count("done", of: "sleep") <= left.count("done", of: "sleep") && $0.count("dead", of: "sleep") == 0
        }
        #expect(moved.count("dead", of: "sleep") == 0)
        #expect(try await system.run("cancel", id).code == 0)
    }

    @Test(.timeLimit(.minutes(5))) func theServicesEndWithZeroAndKeepWhatTheyKnow() async throws {
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
