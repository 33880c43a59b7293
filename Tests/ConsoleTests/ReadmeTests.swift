import Glibc
import Testing

@testable import Console

@Suite struct ReadmeTests {
    @Test func theReadmeHasEveryExitCode() throws {
        let path = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/README.md"
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
        let rows = ExitCode.all.map { "| \($0.code.rawValue) | \($0.meaning) |\n" }
        #expect(text.contains(rows.joined()))
    }
}
