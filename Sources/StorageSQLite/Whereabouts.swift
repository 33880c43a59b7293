import Platform
import Storage

/// Whether the files that SQLite has open still bear their names. It would not notice itself: it goes on with files that
/// were deleted, renamed or replaced, and all that it writes is gone with the process.
struct Whereabouts {
    enum Look: Equatable {
        case unchanged
        case databaseGone(StoreError)
        case logGone
    }

    private let path: String
    private let database: FileIdentity
    private let log: FileIdentity
    private let interval: Duration
    private var nextLook: MonotonicTime

    /// For a store that has just written to its log: both files are there.
    init(of path: String, interval: Duration) throws(StoreError) {
        self.path = path
        self.interval = interval
        nextLook = .now + interval
        guard let database = FileIdentity(at: path), let log = FileIdentity(at: path + "-wal") else {
            throw StoreError(
                .inaccessible, "\(path) or its -wal file is not there, though it was just written",
                "name a file on a local file system that nothing else removes")
        }
        (self.database, self.log) = (database, log)
    }

    /// Asks the system every `interval` at most, else says `unchanged`.
    mutating func look(at now: MonotonicTime) -> Look {
        guard now >= nextLook else { return .unchanged }
        nextLook = now + interval
        let named = FileIdentity(at: path)
        if named != database { return .databaseGone(databaseGone(isReplaced: named != nil)) }
        return FileIdentity(at: path + "-wal") == log ? .unchanged : .logGone
    }

    private func databaseGone(isReplaced: Bool) -> StoreError {
        isReplaced
            ? StoreError(
                .failed, "\(path) was replaced by another file while it was in use",
                "put back the one that was there, beside its -wal file, and start again; to go on with the new one, first "
                    + "move \(path)-wal and \(path).witness away, which are not its own; stop the scheduler before you "
                    + "touch its files")
            : StoreError(
                .failed, "\(path) was removed or renamed while it was in use",
                "put it back, beside its -wal file, and start again; if it was deleted, restore a backup; stop the "
                    + "scheduler before you touch its files")
    }

    /// `isSaved`: everything in it is in the database by now.
    func logGone(isSaved: Bool) -> StoreError {
        let log = path + "-wal"
        return StoreError(
            .failed,
            "\(log) was removed, renamed or replaced while it was in use; "
                + (isSaved ? "all of it was moved into \(path), so nothing is lost" : "not all of it is in \(path)"),
            (isSaved ? "move away what is called \(log) now, if anything is" : "put it back if it was renamed")
                + ", and start again; stop the scheduler before you touch its files")
    }
}
