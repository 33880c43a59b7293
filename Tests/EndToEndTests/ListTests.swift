import Console
import LonghaulClient
import Platform
import Testing

/// Items from files, through the program.
@Suite(.needsProgram)
struct ListTests {
    @Test(.timeLimit(.minutes(5))) func theLinesOfAFileAreItems() async throws {
        let system = try await LocalSystem()
        let path = system.folder.file("items")
        try TestFile.write((1...3_000).map { _ in "1ms\n" }.joined(), to: path)
        let watched = try await system.run(
            "submit", "--kind", "sleep", "--items-per-lease", "500", "--items-from", path, "--watch")
        #expect(watched.code == 0, "\(watched)")
        let id = watched.line
        let shown = try await system.json("job", id)
        #expect(shown[0]["tasks"]?.text.contains(#""total":3000,"open":false,"done":3000"#) == true)
    }

    /// An append that broke off is run again with the same file.
    @Test(.timeLimit(.minutes(5))) func anAppendGoesOnWhereItStopped() async throws {
        let system = try await LocalSystem()
        let path = system.folder.file("items")
        let id = try await system.run("submit", "--kind", "sleep", "--payload", "1ms", "--open").line
        try TestFile.write("1ms\r\n\n1ms", to: path)
        #expect(try await system.run("append", id, path).output == "3 appended; the list has 3, and is open\n")
        try TestFile.append("\n2ms\n3ms\n", to: path)
        let again = try await system.json("append", id, path, "--first", "0", "--seal")
        #expect(again.map(\.text) == [#"{"job":"\#(id)","appended":2,"known":3,"total":5,"open":false}"#])
        #expect(try await system.run("watch", id).code == 0)
        let late = try await system.run("append", id, path)
        #expect(late.code == 3)
        #expect(late.errors.contains("its list is sealed, or it has ended. It has 5 items"))
        let gap = try await system.run("append", id, path, "--first", "9")
        #expect(gap.code == 3)
        #expect(gap.errors.contains("the list has 5 items, so the next one is not number 9"))
    }

    /// What was acknowledged is there after the scheduler was killed, payloads and all.
    @Test(.timeLimit(.minutes(5))) func itemsOutliveTheScheduler() async throws {
        let system = try await LocalSystem(workers: 0)
        let path = system.folder.file("items")
        try TestFile.write((0..<20_000).map { "\($0 % 3)ms\n" }.joined(), to: path)
        let id = try await system.run("submit", "--kind", "sleep", "--items-from", path, "--open").line
        system.scheduler.kill()
        _ = await system.scheduler.end()

        let scheduler = try await Role.scheduler(
            system.folder.file("journal.db"), at: system.scheduler.name, in: system.folder)
        let client = try Client(ClientAddresses(schedulers: [scheduler.name]))
        let job = try #require(JobID(id))
        let list = try await client.list(of: job)
        #expect(list.count == 20_000 && !list.isSealed)
        try await client.append([], at: 20_000, seal: true, to: job)
        client.close()
        for number in 0..<3 { try await system.startWorker("late-\(number)") }
        #expect(try await system.run("watch", id).code == 0)
        #expect(try await system.run("dead", "list").output.isEmpty)
        scheduler.kill()
        _ = await scheduler.end()
    }

    @Test(.timeLimit(.minutes(5))) func whatCantBeAListIsRefused() async throws {
        let system = try await LocalSystem(workers: 0)
        let path = system.folder.file("items")
        try TestFile.write("a\n" + String(repeating: "x", count: 70_000) + "\n", to: path)
        let long = try await system.run("submit", "--kind", "k", "--items-from", path)
        #expect(long.code == 1)
        #expect(long.errors.contains("line 2 has more than 64 KiB"), "\(long.errors)")
        let counted = try await system.run("submit", "--kind", "k", "--items", "3", "--open")
        #expect(counted.code == 2)
        let missing = try await system.run("submit", "--kind", "k", "--items-from", "/nowhere/at/all")
        #expect(missing.code == 2)
        #expect(try await system.json("jobs").count == 1)
    }
}
