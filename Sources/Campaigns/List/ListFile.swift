import Glibc
import Platform

/// An open file, read at any offset by any thread; closed with its last owner.
final class ListFile: Sendable {
    struct Status: Equatable {
        let size: UInt64
        /// Nanoseconds since 1970.
        let modified: Int64
    }

    let path: String
    private let descriptor: Int32

    /// `remedy`: what to do when there is no such file; else to check the path.
    init(reading path: String, ifMissing remedy: String? = nil) throws(RecipientListError) {
        self.path = path
        // A FIFO would hold the thread until somebody writes; `status` refuses it.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let reason = errno
        guard descriptor >= 0 else { throw Self.failure("open", path, reason, ifMissing: remedy) }
    }

    deinit {
        _ = close(descriptor)
    }

    func status() throws(RecipientListError) -> Status {
        var status = stat()
        let code = fstat(descriptor, &status)
        let reason = errno
        guard code == 0 else { throw Self.failure("examine", path, reason) }
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

    private static func failure(
        _ act: String, _ path: String, _ reason: Int32, ifMissing remedy: String? = nil
    ) -> RecipientListError {
        let error = SystemError("\(act) \(path)", code: reason)
        guard reason == ENOENT, let remedy else { return RecipientListError(.inputOutput, error.advice) }
        return RecipientListError(.inputOutput, "Cannot \(error.operation): \(error.reason). \(remedy)")
    }
}
