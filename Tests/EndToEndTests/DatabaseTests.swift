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
    }

    @Test(.timeLimit(.minutes(5))) func aPortThatIsTakenIsOneAndLeavesNoFiles() async throws {
        let first = try await Role.scheduler(database, in: folder)
        let second = try await runScheduler(folder.file("other.db"), at: first.name)
        #expect(second.code == 1)
        #expect(second.errors.contains("can't listen on \(first.name): "))
        for ending in ["", "-wal", "-shm", ".lock", ".witness"] {
            #expect(access(folder.file("other.db\(ending)"), F_OK) != 0, "other.db\(ending)")
        }
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
