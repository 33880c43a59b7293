import Glibc

/// Whole small files.
enum TestFile {
    static func write(_ text: String, to path: String) throws {
        try write(Array(text.utf8), to: path, flags: O_TRUNC)
    }

    static func append(_ text: String, to path: String) throws {
        try write(Array(text.utf8), to: path, flags: O_APPEND)
    }

    static func write(_ bytes: [UInt8], to path: String, flags: CInt = O_TRUNC) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | flags, 0o644)
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw TestFailure(text: "can't write \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Empty where there is none.
    static func read(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

    static func bytes(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            guard count > 0 else { return bytes }
            bytes += block[..<count]
        }
    }
}
