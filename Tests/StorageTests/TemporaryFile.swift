import Glibc

/// A path that nobody else uses; whatever stands there, and beside it, goes with this.
final class TemporaryFile {
    let path: String
    private let folder: String

    init() {
        var template = Array("/tmp/longhaul-test-XXXXXX".utf8CString)
        folder = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
        path = folder + "/journal.db"
    }

    deinit {
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
        rmdir(folder)
    }
}
