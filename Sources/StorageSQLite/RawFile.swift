import Glibc

/// A file as bytes, read without SQLite.
enum RawFile {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Fewer at the file's end. Nil, and `errno` says why: it can't be read, or is not there.
    ///
    /// Never for a database that this process has open: closing a file takes away the locks that SQLite has on it.
    static func bytes(_ path: String, at offset: Int = 0, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = pread(descriptor, &bytes, count, off_t(offset))
        return read < 0 ? nil : Array(bytes.prefix(read))
    }
}

extension Collection<UInt8> {
    /// Four bytes in network order, as everything in SQLite's files is; they must be there.
    func word(at offset: Int) -> UInt32 { dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
}
