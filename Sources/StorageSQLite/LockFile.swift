import Glibc
import Storage

/// Keeps a second scheduler away from a database file: a lock on a file beside it, which ends with the process.
struct LockFile: ~Copyable {
    private let descriptor: Int32

    /// Blocks for two seconds at most. Throws `locked`, naming the process that has it.
    init(besides database: String) throws(StoreError) {
        let path = database + ".lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard opened >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(
                .inaccessible, "can't open \(path): \(reason)",
                "check that the folder exists and that this user may write there")
        }
        guard Self.take(opened) else {
            let holder = Self.holder(opened)
            close(opened)
            throw StoreError(
                .locked, "\(database) is in use by another scheduler\(holder)",
                "stop that one first, or name another file with --database")
        }
        descriptor = opened
        record()
    }

    deinit { close(descriptor) }

    /// The kernel takes a moment to release what a killed process held, and whoever restarts it may be quicker.
    private static let patience = (tries: 100, pauseMicroseconds: useconds_t(20_000))

    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<patience.tries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(patience.pauseMicroseconds)
        }
        return false
    }

    private func record() {
        let text = "\(getpid())\n"
        // Only for the message above: a lock without a number still locks.
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    private static func holder(_ descriptor: Int32) -> String {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { buffer in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            let digits = buffer.prefix(max(0, count)).prefix { $0 >= 0x30 && $0 <= 0x39 }
            return digits.isEmpty ? "" : " (process \(String(decoding: digits, as: UTF8.self)))"
        }
    }
}
