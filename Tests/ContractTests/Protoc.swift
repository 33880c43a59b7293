import Glibc

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
        var path = Array("/tmp/longhaul-protoc-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        precondition(file >= 0, "/tmp takes no file")
        defer {
            close(file)
            unlink(path)
        }
        precondition(write(file, input, input.count) == input.count, "/tmp is full")
        let name = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        let source = #filePath
        let folder = source.prefix(upTo: source.lastIndex(of: "/") ?? source.startIndex)
        let command = "protoc --proto_path='\(folder)' \(task) '\(folder)/shapes.proto' < '\(name)' 2>/dev/null"
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
