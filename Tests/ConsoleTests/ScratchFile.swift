import Glibc

@testable import Console

/// A nameless file to write to and read back.
final class ScratchFile: Sendable {
    let output: Output

    init() {
        guard let file = tmpfile() else { preconditionFailure("no scratch file: errno \(errno)") }
        output = Output(descriptor: dup(fileno(file)))
        fclose(file)
    }

    deinit {
        close(output.descriptor)
    }

    /// All that was written so far.
    var text: String {
        var bytes = [UInt8](repeating: 0, count: Int(lseek(output.descriptor, 0, SEEK_END)))
        let count = pread(output.descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
