import Glibc

/// Which file it is, whatever it is called.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t

    /// Nil: nothing is there.
    init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }

    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }
}
