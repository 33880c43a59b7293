import Glibc
import Platform
import Testing

/// `tools/sink`, listening on loopback for one test.
final class Sink {
    struct Record {
        let recipient: String
        let messageID: String
    }

    let port: Int
    private let process: PipedProcess
    private let folder: TemporaryFolder
    private let recordPath: String

    /// Why tests with it cannot run here; nil when they can.
    static let obstacle: String? =
        run(["/bin/sh", "-c", "python3 -c 'import asyncio, ssl' 2>/dev/null"]) ? nil : "python3 is not installed"

    /// Runs a program to its end; false when it failed.
    static func run(_ words: [String]) -> Bool {
        do throws(SystemError) {
            return try PipedProcess(words).wait() == .exited(0)
        } catch {
            Issue.record("\(words[0]) can't be started: \(error)")
            return false
        }
    }

    init(in folder: TemporaryFolder, _ arguments: [String] = []) {
        self.folder = folder
        recordPath = folder.file("record")
        process = try! PipedProcess([Self.tool("sink"), "--record", recordPath] + arguments)
        guard let words = process.readLine()?.split(separator: " "), words.first == "ready", let port = Int(words[2])
        else { fatalError("the sink does not start") }
        self.port = port
    }

    var url: String { "smtp://127.0.0.1:\(port)" }

    /// What was accepted so far.
    func records() -> [Record] {
        String(decoding: folder.read(recordPath), as: UTF8.self).split(separator: "\n").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            return Record(recipient: String(fields[1]), messageID: String(fields[2]))
        }
    }

    /// Stops it; answers the counts of its summary.
    func stop() -> [String: Int] {
        process.send(SIGTERM)
        let summary = process.readLine() ?? ""
        process.wait()
        var counts: [String: Int] = [:]
        for pair in summary.split(whereSeparator: { "{},".contains($0) }) {
            let parts = pair.split(separator: ":")
            guard parts.count == 2, let count = Int(parts[1].drop { $0 == " " }) else { continue }
            counts[parts[0].filter(\.isLetter)] = count
        }
        return counts
    }

    static func tool(_ name: String) -> String {
        let folders = #filePath.split(separator: "/").dropLast(3)
        return "/" + folders.joined(separator: "/") + "/tools/\(name)"
    }
}
