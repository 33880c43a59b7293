import Glibc
import Platform

/// A file that is written whole or not at all.
enum WholeFile {
    /// Writes a temporary file beside `path`, syncs it, and renames it: readers see the old content or the whole new
    /// one, also after a crash. Blocks.
    static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let temporary = "\(path).\(getpid()).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        let reason = errno
        guard descriptor >= 0 else { throw SystemError("create \(temporary)", code: reason) }
        do throws(SystemError) {
            defer { _ = close(descriptor) }
            try write(bytes, to: descriptor, temporary)
            try sync(descriptor, temporary)
            let code = rename(temporary, path)
            let reason = errno
            guard code == 0 else { throw SystemError("rename \(temporary)", code: reason) }
        } catch {
            _ = unlink(temporary)
            throw error
        }
        try syncFolder(of: path)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            var reason: Int32 = 0
            let count = bytes.withUnsafeBytes { bytes in
                let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                reason = errno
                return count
            }
            if count >= 0 {
                written += count
            } else if reason != EINTR {
                throw SystemError("write \(path)", code: reason)
            }
        }
    }

    /// The one that a file of this path is, or would be, in.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    /// Without it, the new name may be lost in a power cut.
    private static func syncFolder(of path: String) throws(SystemError) {
        let parent = folder(of: path)
        let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        let reason = errno
        guard descriptor >= 0 else { throw SystemError("open \(parent)", code: reason) }
        defer { _ = close(descriptor) }
        try sync(descriptor, parent)
    }

    private static func sync(_ descriptor: Int32, _ path: String) throws(SystemError) {
        let code = fsync(descriptor)
        let reason = errno
        guard code == 0 else { throw SystemError("sync \(path)", code: reason) }
    }
}

extension SystemError {
    /// For whoever can mend it; `operation` is a verb and a path.
    var advice: String {
        let advice =
            switch code {
            case ENOENT, ENOTDIR, EISDIR: "Check the path."
            case EACCES, EPERM, EROFS: "Check who may read and write there."
            case ENOSPC, EDQUOT: "Free some space and try again."
            default: "Try again; if it stays, check the disk."
            }
        return "Cannot \(operation): \(reason). \(advice)"
    }
}
