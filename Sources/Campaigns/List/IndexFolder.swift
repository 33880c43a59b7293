import Glibc
import Platform

/// Where a worker keeps the indexes of lists, so that a lease need not read a whole list again. Only a cache: each file
/// is named by the identity of its list and so never stands for another one, and is made anew when it is missing.
package struct IndexFolder: Sendable {
    package static let variable = "LONGHAUL_INDEX_DIR"

    package let path: String
    /// Indexes kept; of more, those that were not used for longest go.
    private let limit: Int

    package init(_ path: String, limit: Int = 64) {
        self.path = path
        self.limit = limit
    }

    /// `LONGHAUL_INDEX_DIR`, or a folder of Longhaul's in the user's cache, or one for this user in the place for
    /// temporary files.
    package static func fromEnvironment() -> IndexFolder {
        func value(_ name: String) -> String? {
            guard let value = getenv(name), value[0] != 0 else { return nil }
            return String(cString: value)
        }
        if let path = value(variable) { return IndexFolder(path) }
        if let cache = value("XDG_CACHE_HOME") { return IndexFolder("\(cache)/longhaul/lists") }
        if let home = value("HOME") { return IndexFolder("\(home)/.cache/longhaul/lists") }
        return IndexFolder("\(value("TMPDIR") ?? P_tmpdir)/longhaul-lists-\(geteuid())")
    }

    /// Nil when there is none that can be used: build it from the list.
    func index(of list: ListIdentity) throws(RecipientListError) -> RecipientIndex? {
        try make()
        let path = file(list)
        guard access(path, F_OK) == 0, let index = try? RecipientIndex(reading: path, of: list) else { return nil }
        // One in use is not old.
        _ = utimensat(AT_FDCWD, path, nil, 0)
        return index
    }

    func keep(_ index: RecipientIndex) throws(RecipientListError) {
        try make()
        do throws(SystemError) {
            try WholeFile.replace(file(index.blocks.identity), with: index.encoded())
        } catch {
            throw failure(error.advice)
        }
        removeOldest()
    }

    private func file(_ list: ListIdentity) -> String {
        "\(path)/\(String(list.hash, radix: 16))-\(list.size).index"
    }

    // MARK: The folder

    /// What others could write there, they could make this worker believe.
    private func make() throws(RecipientListError) {
        var status = stat()
        if stat(path, &status) != 0 {
            try makeFolders()
            let code = stat(path, &status)
            let reason = errno
            guard code == 0 else { throw failure(SystemError("open \(path)", code: reason).advice) }
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw failure("\(path) is no folder.") }
        guard [0, geteuid()].contains(status.st_uid), status.st_mode & 0o022 == 0 else {
            throw failure("\(path) belongs to somebody else, or others may write there.")
        }
    }

    private func makeFolders() throws(RecipientListError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            let code = mkdir(made, 0o700)
            let reason = errno
            guard code != 0, reason != EEXIST else { continue }
            throw failure(SystemError("make the folder \(made)", code: reason).advice)
        }
    }

    private func removeOldest() {
        guard let folder = opendir(path) else { return }
        defer { closedir(folder) }
        var indexes: [(path: String, used: Int)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var status = stat()
            guard name.hasSuffix(".index"), stat("\(path)/\(name)", &status) == 0 else { continue }
            indexes.append(("\(path)/\(name)", status.st_mtim.tv_sec))
        }
        for index in indexes.sorted(by: { $0.used > $1.used }).dropFirst(limit) { _ = unlink(index.path) }
    }

    private func failure(_ reason: String) -> RecipientListError {
        RecipientListError(
            .unusableFolder,
            """
            \(reason) Workers keep indexes of lists in \(path): make it writable for them, or set \(Self.variable) to \
            another folder.
            """)
    }
}
