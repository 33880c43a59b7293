import Glibc
import Platform

/// What tests of files need.
extension TemporaryFolder {
    func write(_ bytes: some Sequence<UInt8>, to name: String, mode: mode_t = 0o644) -> String {
        let path = file(name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
        let content = Array(bytes)
        guard Glibc.write(descriptor, content, content.count) == content.count else {
            fatalError("cannot write \(path)")
        }
        close(descriptor)
        return path
    }

    func read(_ path: String) -> [UInt8] {
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

    /// Sets a file's modification time, seconds since 1970.
    func touch(_ path: String, at seconds: Int) {
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        guard utimensat(AT_FDCWD, path, [time, time], 0) == 0 else { fatalError("cannot touch \(path)") }
    }
}
