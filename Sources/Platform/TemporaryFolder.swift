import Glibc

/// A new folder below `TMPDIR`, for its owner alone; it goes with the files in it.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws(SystemError) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(parent)/longhaul-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap(mkdtemp).map { String(cString: $0) }
        }
        guard let made else { throw SystemError("mkdtemp in \(parent)", code: errno) }
        path = made
    }

    deinit {
        for name in names { remove(file(name)) }
        rmdir(path)
    }

    /// Of the files in it, in their order. It holds no folders.
    package var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The path of `name` in the folder.
    package func file(_ name: String) -> String { "\(path)/\(name)" }
}
