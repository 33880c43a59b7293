import Glibc
import Storage

/// The one path of a database: links lead to it, so that two names of one file are one lock, and one log beside it.
enum OwnPath {
    /// A file that is not there yet keeps its name. Throws `inaccessible` for a file with several names of its own (hard
    /// links): each would have a log beside it, and the other one's last rows would be missing.
    static func resolve(_ path: String) throws(StoreError) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        let own = String(cString: resolved)
        var status = stat()
        if stat(own, &status) == 0, status.st_nlink > 1 {
            throw StoreError(
                .inaccessible, "\(own) has \(status.st_nlink) names (hard links), and a database must have one",
                "remove the others; nothing was changed")
        }
        return own
    }
}
