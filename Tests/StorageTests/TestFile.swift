import Glibc
import Platform

/// Whole small files.
enum TestFile {
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try FileDescriptor("open \(path)") { open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644) }
        let count = bytes.withUnsafeBytes { Glibc.write(file.rawValue, $0.baseAddress, $0.count) }
        precondition(count == bytes.count, "a file of a test fits on the disk")
    }

    /// Empty where there is none.
    static func bytes(_ path: String) -> [UInt8] {
        guard let file = try? FileDescriptor("open \(path)", { open(path, O_RDONLY) }) else { return [] }
        var bytes = [UInt8](repeating: 0, count: 1 << 24)
        let count = bytes.withUnsafeMutableBytes { read(file.rawValue, $0.baseAddress, $0.count) }
        return Array(bytes.prefix(max(0, count)))
    }
}
