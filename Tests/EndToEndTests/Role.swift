import Glibc
import Platform
import Testing

/// A role of the program, or the sink, as a process that has said that it is ready.
final class Role: Sendable {
    /// What its ready line names: the address where it listens, or a worker's name.
    let name: String
    private let process: TestProcess

    /// Throws with what the process said when it did not get ready.
    private init(_ words: [String], in folder: TemporaryFolder, name: ([String]) -> String) async throws {
        process = try TestProcess(words, in: folder)
        let line = await process.readLine() ?? ""
        let parts = line.split(separator: " ").map(String.init)
        guard parts.first == "ready" else {
            throw TestFailure(text: "\(words.joined(separator: " ")): '\(line)' \(process.errors)")
        }
        self.name = name(parts)
    }

    static func scheduler(
        _ database: String, at address: String = "127.0.0.1:0", _ options: [String] = [], in folder: TemporaryFolder
    ) async throws -> Role {
        try await role("scheduler", ["--database", database, "--listen", address] + options, in: folder)
    }

    static func status(
        of scheduler: String, at address: String = "127.0.0.1:0", in folder: TemporaryFolder
    ) async throws -> Role {
        try await role("status", ["--scheduler", scheduler, "--listen", address], in: folder)
    }

    static func worker(_ name: String, of scheduler: String, in folder: TemporaryFolder) async throws -> Role {
        try await role("worker", ["--scheduler", scheduler, "--name", name], in: folder)
    }

    /// A mail server that delivers nothing; `name` is its address.
    static func sink(_ options: [String], in folder: TemporaryFolder) async throws -> Role {
        try await Role([TestRun.tool("sink")] + options, in: folder) { $0.suffix(2).joined(separator: ":") }
    }

    private static func role(_ role: String, _ options: [String], in folder: TemporaryFolder) async throws -> Role {
        let binary = try #require(TestRun.binary)
        return try await Role([binary, role] + options, in: folder) { $0.last ?? "" }
    }

    /// As a power cut for the process, not for the disk.
    func kill() { process.send(SIGKILL) }

    /// Asks it to stop in good order.
    func terminate() { process.send(SIGTERM) }

    func end() async -> ChildProcess.Ending { await process.end().ending }

    /// Its log.
    var errors: String { process.errors }
}
