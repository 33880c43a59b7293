import Glibc
import LonghaulClient
import Platform
import Testing

/// Files that a scheduler can't use: it says so, ends with a code of its own, and changes nothing.
@Suite(.needsProgram)
struct DatabaseTests {
    private let folder: TemporaryFolder
    private let database: String

    init() throws {
        folder = try TemporaryFolder()
        database = folder.file("journal.db")
    }

    @Test(.timeLimit(.minutes(5))) func aSecondSchedulerOnAFileIsRefused() async throws {
        let first = try await Role.scheduler(database, in: folder)
        let second = try await runScheduler()
        #expect(second.code == 75)
        #expect(second.errors.contains(database))
        // The first one goes on.
        #expect(try await submit(to: first).code == 0)
    }

    @Test(.timeLimit(.minutes(5))) func aDamagedRowIsNeverTakenForWhatWasWritten() async throws {
        let scheduler = try await Role.scheduler(database, in: folder)
        let mark = "a payload to be found again"
        #expect(try await submit(to: scheduler, payload: mark).code == 0)
        scheduler.terminate()
        #expect(await scheduler.end() == .exited(0))

        var bytes = TestFile.bytes(database)
        let place = try #require(
            bytes.firstRange(of: Array(mark.utf8)), "ended in good order, all is in the file itself")
        bytes[place.lowerBound] ^= 1
        try TestFile.write(bytes, to: database)
        let refused = try await runScheduler()
        #expect(refused.code == 65)
        #expect(refused.errors.contains("is damaged: its checksum does not fit; restore it from a backup"))
        #expect(TestFile.bytes(database).firstRange(of: bytes[place]) != nil, "nothing was changed")

        bytes[place.lowerBound] ^= 1
        try TestFile.write(bytes, to: database)
        let restored = try await Role.scheduler(database, in: folder)
        #expect(
            try await TestProcess.run(
                [try #require(TestRun.binary), "jobs", "--scheduler", restored.name], in: folder
            ).output.contains("keeper"))
    }

    @Test(.timeLimit(.minutes(5))) func aFileOfSomethingElseIsLeftAlone() async throws {
        try TestFile.write("no database, and longer than the sixteen bytes that SQLite looks at\n", to: database)
        let before = TestFile.bytes(database)
        let refused = try await runScheduler()
        #expect(refused.code == 65)
        #expect(TestFile.bytes(database) == before)
        expectNoFiles(besides: database, ["-wal", "-shm", ".lock", ".witness"])
    }

    /// SQLite deletes a log whose database is missing.
    @Test(.timeLimit(.minutes(5))) func aMissingDatabaseIsNotMadeBesideItsLog() async throws {
        let first = try await Role.scheduler(database, in: folder)
        for _ in 0..<5 { #expect(try await submit(to: first).code == 0) }
        first.kill()
        _ = await first.end()
        let away = folder.file("away.db")
        rename(database, away)
        let log = TestFile.bytes(database + "-wal")
        for _ in 0..<2 {
            let refused = try await runScheduler()
            #expect(refused.code == 65)
            #expect(
                refused.errors.contains("\(database) is missing") && refused.errors.contains("put back what was moved"))
            #expect(access(database, F_OK) != 0)
            let isLogKept = TestFile.bytes(database + "-wal") == log
            #expect(isLogKept)
        }
        rename(away, database)
        #expect(try await jobs(of: try await Role.scheduler(database, in: folder)) == 5)
    }

    @Test(.timeLimit(.minutes(5))) func aDatabaseThatIsTakenAwayEndsItsScheduler() async throws {
        let scheduler = try await Role.scheduler(database, in: folder)
        #expect(try await submit(to: scheduler).code == 0)
        let away = folder.file("away.db")
        rename(database, away)
        // Nobody asks it for anything meanwhile.
        #expect(await scheduler.end() == .exited(70))
        #expect(scheduler.errors.contains("\(database) was removed or renamed while it was in use; put it back"))
        #expect(try await runScheduler().code == 65)
        rename(away, database)
        #expect(try await jobs(of: try await Role.scheduler(database, in: folder)) == 1)
    }

    @Test(.timeLimit(.minutes(5))) func aLogThatIsTakenAwayEndsItsSchedulerAndNothingIsLost() async throws {
        let scheduler = try await Role.scheduler(database, in: folder)
        #expect(try await submit(to: scheduler).code == 0)
        remove(database + "-wal")
        #expect(await scheduler.end() == .exited(70))
        #expect(scheduler.errors.contains("so nothing is lost"))
        #expect(try await jobs(of: try await Role.scheduler(database, in: folder)) == 1)
    }

    @Test(.timeLimit(.minutes(5))) func aDamagedWitnessIsTold() async throws {
        let first = try await Role.scheduler(database, in: folder)
        #expect(try await submit(to: first).code == 0)
        first.terminate()
        _ = await first.end()
        #expect(!first.errors.contains("WARN"))
        try TestFile.write("", to: database + ".witness")
        let second = try await Role.scheduler(database, in: folder)
        let warning = second.errors.split(separator: "\n").first { $0.contains("WARN") }
        #expect(warning?.contains("\(database).witness is damaged: whether rows at the end") == true)
        #expect(try await jobs(of: second) == 1)
    }

    /// As the README says: copied while the scheduler is stopped, however it stopped, and put back in place of all files.
    @Test(.timeLimit(.minutes(5)), arguments: [SIGTERM, SIGKILL]) func aCopyIsABackup(_ signal: CInt) async throws {
        let copies = folder.file("copies")
        #expect(mkdir(copies, 0o755) == 0)
        let first = try await Role.scheduler(database, in: folder)
        #expect(try await submit(to: first).code == 0)
        if signal == SIGKILL { first.kill() } else { first.terminate() }
        _ = await first.end()
        try await shell("cp \(database) \(database).witness \(copies); cp \(database)-wal \(copies) || true")

        let second = try await Role.scheduler(database, in: folder)
        #expect(try await submit(to: second).code == 0)
        second.kill()
        _ = await second.end()
        try await shell("rm \(database)*; cp \(copies)/* \(folder.file("."))")
        let third = try await Role.scheduler(database, in: folder)
        #expect(try await jobs(of: third) == 1)
        #expect(!third.errors.contains("WARN"))
    }

    private func shell(_ text: String) async throws {
        #expect(try await TestProcess.run(["/bin/sh", "-c", text], in: folder).code == 0)
    }

    private func jobs(of scheduler: Role) async throws -> Int {
        try await TestProcess.run(
            [try #require(TestRun.binary), "jobs", "--json", "--scheduler", scheduler.name], in: folder
        ).output.split(separator: "\n").count
    }

    private func expectNoFiles(besides path: String, _ endings: [String]) {
        for ending in endings { #expect(access(path + ending, F_OK) != 0, "\(path)\(ending)") }
    }

    @Test(.timeLimit(.minutes(5))) func aPortThatIsTakenIsOneAndLeavesNoFiles() async throws {
        let first = try await Role.scheduler(database, in: folder)
        let second = try await runScheduler(folder.file("other.db"), at: first.name)
        #expect(second.code == 1)
        #expect(second.errors.contains("can't listen on \(first.name): "))
        expectNoFiles(besides: folder.file("other.db"), ["", "-wal", "-shm", ".lock", ".witness"])
    }

    private func submit(to scheduler: Role, payload: String = "") async throws -> Outcome {
        try await TestProcess.run(
            [
                try #require(TestRun.binary), "submit", "--kind", "nobody", "--name", "keeper", "--payload=\(payload)x",
                "--scheduler", scheduler.name,
            ], in: folder)
    }

    private func runScheduler(_ path: String? = nil, at address: String = "127.0.0.1:0") async throws -> Outcome {
        try await TestProcess.run(
            [try #require(TestRun.binary), "scheduler", "--database", path ?? database, "--listen", address], in: folder
        )
    }
}
