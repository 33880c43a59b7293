import Glibc
import Storage

/// The one path of a database: links lead to it, so that two names of one file are one lock, and one log beside it.
enum OwnPath {
    /// A file that is not there yet keeps its name, or the one that a link to it gives. Throws `inaccessible` for what is
    /// no file, and for one with several names of its own (hard links): each would have a log beside it, and the other
    /// one's last rows would be missing.
    static func resolve(_ path: String) throws(StoreError) -> String {
        guard let resolved = realpath(path, nil) else { return followed(path) }
        defer { free(resolved) }
        let own = String(cString: resolved)
        var status = stat()
        guard stat(own, &status) == 0 else { return own }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw StoreError(.inaccessible, "\(own) is a directory", "name a file in it with --database")
        default: throw StoreError(.inaccessible, "\(own) is not a regular file", "name another one with --database")
        }
        if status.st_nlink > 1 {
            throw StoreError(
                .inaccessible, "\(own) has \(status.st_nlink) names (hard links), and a database must have one",
                "remove the others; nothing was changed")
        }
        return own
    }

    /// Where a link leads that leads to nothing: SQLite would make the file there, and its log beside it.
    private static func followed(_ path: String) -> String {
        var path = path
        // As many as Linux follows.
        for _ in 0..<40 {
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &buffer, buffer.count)
            guard count > 0 else { return path }
            let target = String(decoding: buffer.prefix(count), as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            path = target.hasPrefix("/") ? target : folder + target
        }
        return path
    }
}
