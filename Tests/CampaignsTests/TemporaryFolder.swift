import Glibc

/// A folder of one test's own, removed with everything in it.
final class TemporaryFolder {
    let path: String
    private var files: Set<String> = []

    init() {
        var template = Array("/tmp/longhaul-campaigns-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no temporary folder: \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }

    /// The path of a file that may be made.
    func file(_ name: String) -> String {
        files.insert("\(path)/\(name)")
        return "\(path)/\(name)"
    }

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

    /// The names of all files there are.
    func names() -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = Glibc.readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
