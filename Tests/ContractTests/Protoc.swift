import Glibc
import Platform

/// The real protobuf compiler, as another reader and writer of the same bytes.
enum Protoc {
    static let isInstalled = system("command -v protoc >/dev/null") == 0

    /// What `protoc --decode` prints of the bytes; empty when it refuses them.
    static func text(of bytes: [UInt8], as message: String) -> String {
        String(decoding: run("--decode=\(message)", bytes), as: UTF8.self)
    }

    /// What `protoc --encode` makes of a text in protobuf's text format.
    static func bytes(of text: String, as message: String) -> [UInt8] {
        run("--encode=\(message)", Array(text.utf8))
    }

    private static func run(_ task: String, _ input: [UInt8]) -> [UInt8] {
        guard let folder = try? TemporaryFolder() else { preconditionFailure("no folder for temporary files") }
        let name = folder.file("input")
        let file = open(name, O_WRONLY | O_CREAT, 0o600)
        precondition(write(file, input, input.count) == input.count, "no room for temporary files")
        close(file)
        let source = #filePath
        let sources = source.prefix(upTo: source.lastIndex(of: "/") ?? source.startIndex)
        let command = "protoc --proto_path='\(sources)' \(task) '\(sources)/shapes.proto' < '\(name)' 2>/dev/null"
        guard let pipe = popen(command, "r") else { preconditionFailure("no shell") }
        defer { pclose(pipe) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = fread(&chunk, 1, chunk.count, pipe)
            guard count > 0 else { return output }
            output += chunk[..<count]
        }
    }
}
