import Glibc
import Platform

/// A process that a test starts, its standard error in a file. Everything that waits does so on threads of its own, so
/// that the tests beside it go on.
final class TestProcess: Sendable {
    private static let pool = BlockingPool(name: "processes", threads: 32)

    private let process: PipedProcess
    private let errorPath: String

    /// Runs `words` with `environment` added to this process's own. The file of errors lies in `folder`, under a name that
    /// no other one has.
    init(_ words: [String], environment: [String: String] = [:], in folder: TemporaryFolder) throws {
        errorPath = folder.file("errors-\(Self.started.withLock { $0 += 1; return $0 })")
        let variables = environment.map { "\($0.key)=\($0.value)" }
        process = try PipedProcess(
            ["/bin/sh", "-c", "exec /usr/bin/env \"$@\" 2>\"$0\"", errorPath] + variables + words)
    }

    private static let started = Lock(0)

    /// Before the words of a program: what it and its children write to standard error is in the output too.
    static let aloud = ["/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1"]

    /// What it has written to standard error so far.
    var errors: String { TestFile.read(errorPath) }

    func readLine() async -> String? {
        await Self.pool.run { [process] in process.readLine() }
    }

    /// Gives `body` each line as it comes, until there are no more or it has had enough. On a thread of the pool: what is to
    /// happen at that moment does, however busy the tests beside it keep the threads of Swift's own.
    func eachLine(_ body: @escaping @Sendable (String) throws -> Bool) async throws {
        try await Self.pool.run { [process] in
            while let line = process.readLine(), try body(line) {}
        }
    }

    func send(_ signal: CInt) { process.send(signal) }

    /// Its ending, after all that is left of its output.
    func end() async -> (ending: ChildProcess.Ending, output: String) {
        await Self.pool.run { [process] in
            var lines: [String] = []
            while let line = process.readLine() { lines.append(line) }
            return (process.wait(), lines.map { $0 + "\n" }.joined())
        }
    }
}

/// How a program ended that was run to its end.
struct Outcome: Sendable {
    /// -1 after a signal.
    let code: CInt
    let output: String
    let errors: String

    /// Its output without the line's end.
    var line: String { String(output.drop { $0.isNewline }.prefix { !$0.isNewline }) }
}

extension TestProcess {
    static func run(
        _ words: [String], environment: [String: String] = [:], in folder: TemporaryFolder
    ) async throws -> Outcome {
        let process = try TestProcess(words, environment: environment, in: folder)
        let (ending, output) = await process.end()
        let code: CInt = if case .exited(let code) = ending { code } else { -1 }
        return Outcome(code: code, output: output, errors: process.errors)
    }
}
