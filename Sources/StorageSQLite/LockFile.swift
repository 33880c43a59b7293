import Glibc
import Storage

/// Keeps a second scheduler away from a database file: a lock on a file beside it, which ends with the process.
struct LockFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    /// The file goes with this: it was not there before, and nothing has come of it yet.
    private var isProvisional: Bool

    /// Blocks for two seconds at most. Throws `locked`, naming the process that has it.
    init(besides database: String) throws(StoreError) {
        path = database + ".lock"
        var opened: (descriptor: Int32, isNew: Bool)
        repeat {
            opened = try Self.open(path)
            guard Self.take(opened.descriptor) else {
                let holder = Self.holder(opened.descriptor)
                close(opened.descriptor)
                throw StoreError(
                    .locked, "\(database) is in use by another scheduler\(holder)",
                    "stop that one first, or name another file with --database")
            }
            // Whoever had it may have removed it meanwhile: a lock on a file without a name keeps nobody away.
        } while !Self.bears(path, opened.descriptor)
        (descriptor, isProvisional) = opened
        record()
    }

    deinit {
        if isProvisional { unlink(path) }
        close(descriptor)
    }

    /// From now on the file stays.
    mutating func keep() { isProvisional = false }

    private static func open(_ path: String) throws(StoreError) -> (descriptor: Int32, isNew: Bool) {
        while true {
            let old = Glibc.open(path, O_RDWR | O_CLOEXEC)
            if old >= 0 { return (old, false) }
            let new = errno == ENOENT ? Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) : -1
            if new >= 0 { return (new, true) }
            let code = errno
            if code == EEXIST { continue }
            throw StoreError(
                .inaccessible, "can't open \(path): \(String(cString: strerror(code)))",
                "check that the folder exists and that this user may write there")
        }
    }

    /// False, and the descriptor is closed: the path is another file's by now, or none's.
    private static func bears(_ path: String, _ descriptor: Int32) -> Bool {
        if let named = FileIdentity(at: path), named == FileIdentity(of: descriptor) { return true }
        close(descriptor)
        return false
    }

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
