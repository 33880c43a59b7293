import Glibc
import Testing

/// Scenarios of the core, as texts that are reviewed like code. A change of the core that changes one is seen as a
/// difference: run with LONGHAUL_UPDATE_TRANSCRIPTS=1, look at `git diff`, and keep what is right.
@Suite struct TranscriptTests {
    private static let folder = #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/Transcripts"

    static let names: [String] = {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".txt") { names.append(name) }
        }
        return names.sorted()
    }()

    @Test func thereAreTranscripts() {
        #expect(Self.names.count >= 10)
    }

    @Test(arguments: names) func theCoreDoesWhatIsWritten(name: String) throws {
        let path = Self.folder + "/" + name
        let written = try read(path)
        let real = try Transcript.run(written)
        if getenv("LONGHAUL_UPDATE_TRANSCRIPTS") != nil { return try write(real, to: path) }
        let lines = zip(written.split(separator: "\n"), real.split(separator: "\n"))
        if let (expected, found) = lines.first(where: { $0 != $1 }) {
            Issue.record("\(name): expected '\(expected)', found '\(found)'")
        }
        #expect(written == real, "\(name)")
    }

    private func read(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        fputs(text, file)
    }
}
