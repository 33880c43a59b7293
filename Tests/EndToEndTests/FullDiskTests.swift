import Glibc
import Platform
import Testing

/// A file system without room for one journal row more.
@Suite(
    .needsProgram,
    .onlyWithFaults,
    .enabled(if: geteuid() == 0, "only root can mount a small disk: as root, tools/test --faults runs it"))
struct FullDiskTests {
    @Test(.timeLimit(.minutes(5))) func nothingThatWasAcknowledgedIsLostAndTheRestIsNotClaimed() async throws {
        let folder = try TemporaryFolder()
        let disk = try SmallDisk(mebibytes: 2, in: folder)
        let binary = try #require(TestRun.binary)
        let scheduler = try await Role.scheduler(disk.path + "/journal.db", in: folder)
        let words = [binary, "submit", "--kind", "nobody", "--payload", String(repeating: "x", count: 60_000)]
        var accepted: [String] = []
        var refusal: Outcome?
        while refusal == nil {
            let outcome = try await TestProcess.run(words + ["--scheduler", scheduler.name], in: folder)
            if outcome.code == 0 { accepted.append(outcome.line) } else { refusal = outcome }
        }
        let refused = try #require(refusal)
        #expect(refused.code == 3 || refused.code == 5)
        if refused.code == 5 {
            #expect(refused.errors.contains("may have accepted the job all the same: look with 'longhaul jobs'"))
        }
        #expect(scheduler.errors.contains("full"), "\(scheduler.errors)")
        // Nobody waits for room that may never come.
        for words in [
            ["jobs"], ["job", accepted[0]], ["workers"], ["queues"], ["dead", "list"], ["cancel", accepted[0]],
        ] {
            let outcome = try await TestProcess.run([binary] + words + ["--scheduler", scheduler.name], in: folder)
            #expect(outcome.code == 3 && outcome.errors.contains("nothing new is accepted for now"), "\(words)")
        }

        scheduler.kill()
        _ = await scheduler.end()
        try disk.grow(mebibytes: 64)
        let again = try await Role.scheduler(disk.path + "/journal.db", in: folder)
        for id in accepted {
            let found = try await TestProcess.run([binary, "job", id, "--scheduler", again.name], in: folder)
            #expect(found.code == 0, "\(id)")
        }
        again.terminate()
        #expect(await again.end() == .exited(0))
    }
}

/// A file system in memory, mounted for as long as this lives.
private final class SmallDisk {
    let path: String
    private let folder: TemporaryFolder

    init(mebibytes: Int, in folder: TemporaryFolder) throws {
        self.folder = folder
        path = folder.file("disk")
        guard mkdir(path, 0o700) == 0, mount("longhaul", path, "tmpfs", 0, "size=\(mebibytes)m") == 0 else {
            throw TestFailure(text: "can't mount a disk on \(path): \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        umount2(path, CInt(MNT_DETACH))
        rmdir(path)
    }

    func grow(mebibytes: Int) throws {
        guard mount("longhaul", path, "tmpfs", UInt(MS_REMOUNT), "size=\(mebibytes)m") == 0 else {
            throw TestFailure(text: "can't grow \(path): \(String(cString: strerror(errno)))")
        }
    }
}
