import Platform
import Testing

/// What people call by hand in `tools/`.
struct ToolTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(.timeLimit(.minutes(5)), arguments: ["demo", "test", "recipients", "sink"])
    func helpIsAnAnswer(tool: String) async throws {
        let outcome = try await TestProcess.run([TestRun.tool(tool), "--help"], in: folder)
        #expect(outcome.code == 0 && outcome.errors == "")
        #expect(outcome.output.contains(tool))
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["demo", "test"]) func aWrongCommandLineIsTwo(tool: String) async throws {
        let outcome = try await TestProcess.run([TestRun.tool(tool), "--nonsense"], in: folder)
        #expect(outcome.code == 2 && outcome.output == "")
        #expect(outcome.errors.contains("tools/\(tool)"))
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [("/nowhere/list", "No such file or directory"), ("/dev/full", "No space left on device")])
    func aListThatCantBeWrittenIsASentence(path: String, reason: String) async throws {
        let outcome = try await TestProcess.run(
            [TestRun.tool("recipients"), "--count", "3", "--output", path], in: folder)
        #expect(outcome.code == 1)
        #expect(outcome.errors == "recipients: can't write \(path): \(reason)\n")
    }
}
