import Glibc

/// An open file, read at any offset by any thread; closed with its last owner.
final class ListFile: Sendable {
    struct Status: Equatable {
        let size: UInt64
        /// Nanoseconds since 1970.
        let modified: Int64
    }

    let path: String
    private let descriptor: Int32

    init(reading path: String) throws(RecipientListError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open", path, errno) }
    }

    deinit {
        _ = close(descriptor)
    }

    func status() throws(RecipientListError) -> Status {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("examine", path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw RecipientListError(.inputOutput, "\(path) is not a regular file. Save the list to a file first.")
        }
        let modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        return Status(size: UInt64(status.st_size), modified: modified)
    }

    /// Fills `buffer` from `offset` on; answers fewer bytes than asked for only at the file's end.
    func read(into buffer: inout [UInt8], at offset: UInt64) throws(RecipientListError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let wanted = buffer.count - filled
            var reason: Int32 = 0
            let count = buffer.withUnsafeMutableBytes { bytes in
                let count = pread(descriptor, bytes.baseAddress! + filled, wanted, off_t(offset) + off_t(filled))
                reason = errno
                return count
            }
            if count == 0 { break }
            if count > 0 { filled += count } else if reason != EINTR { throw Self.failure("read", path, reason) }
        }
        return filled
    }

    /// The kernel may read ahead: the whole file follows, in order.
    func willReadInOrder() {
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Writes a temporary file beside `path`, syncs it, and renames it: readers see the old content or the whole new
    /// one, also after a crash.
    static func replace(_ path: String, with bytes: [UInt8]) throws(RecipientListError) {
        let temporary = "\(path).\(getpid()).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create", temporary, errno) }
        do throws(RecipientListError) {
            defer { _ = close(descriptor) }
            try write(bytes, to: descriptor, temporary)
            guard fsync(descriptor) == 0 else { throw failure("sync", temporary, errno) }
            guard rename(temporary, path) == 0 else { throw failure("rename to \(path)", temporary, errno) }
        } catch {
            _ = unlink(temporary)
            throw error
        }
        try syncDirectory(of: path)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(RecipientListError) {
        var written = 0
        while written < bytes.count {
            var reason: Int32 = 0
            let count = bytes.withUnsafeBytes { bytes in
                let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                reason = errno
                return count
            }
            if count >= 0 { written += count } else if reason != EINTR { throw failure("write", path, reason) }
        }
    }

    /// Without it, the new name may be lost in a power cut.
    private static func syncDirectory(of path: String) throws(RecipientListError) {
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", parent, errno) }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", parent, errno) }
    }

    private static func failure(_ act: String, _ path: String, _ reason: Int32) -> RecipientListError {
        let advice =
            switch reason {
            case ENOENT: "Check the path."
            case EACCES, EPERM: "Check who may read and write there."
            case ENOSPC, EDQUOT: "Free some space and try again."
            default: "Try again; if it stays, check the disk."
            }
        return RecipientListError(
            .inputOutput, "Cannot \(act) \(path): \(String(cString: strerror(reason))). \(advice)")
    }
}
