internal import Glibc

/// The system's time zones, in files that an operator's updates replace.
package struct TimeZoneDatabase: Sendable {
    /// Bytes of a name.
    package static let longestName = 64

    private let folder: String

    package init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

    /// "UTC" is always there, without any file. Throws when there is no such zone, and when none are installed. Reads a
    /// file of some thousand bytes: keep what it returns.
    package func zone(named name: String) throws(CalendarError) -> TimeZone {
        if name == TimeZone.utc.name { return .utc }
        guard Self.isName(name) else {
            throw CalendarError("'\(name)' is no name of a time zone; expected one such as Europe/Berlin, or UTC")
        }
        return try TimeZone(name: name, file: try bytes(ofZone: name))
    }

    /// Such a name leads to a place inside the folder.
    private static func isName(_ name: String) -> Bool {
        guard (1...longestName).contains(name.utf8.count) else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            part.utf8.first.map { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") } ?? false
                && part.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || "+-_".utf8.contains(byte)
                }
        }
    }

    private func bytes(ofZone name: String) throws(CalendarError) -> [UInt8] {
        let descriptor = unsafe open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let code = errno
        guard descriptor >= 0 else { throw failure(name, code) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: TimeZone.largestFile + 1)
        var filled = 0
        while filled < buffer.count {
            let space = buffer.count - filled
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe read(descriptor, bytes.baseAddress! + filled, space)
            }
            let code = errno
            if count < 0, code == EINTR { continue }
            guard count >= 0 else { throw failure(name, code) }
            if count == 0 { break }
            filled += count
        }
        return Array(buffer[..<filled])
    }

    private func failure(_ name: String, _ code: CInt) -> CalendarError {
        if unsafe access(folder, F_OK) != 0 {
            return CalendarError(
                "there are no time zones in \(folder): install Debian's tzdata there, or use UTC, which needs none")
        }
        if code == ENOENT || code == EISDIR || code == ENOTDIR {
            return CalendarError(
                "there is no time zone '\(name)' in \(folder); expected one such as Europe/Berlin, or UTC")
        }
        return CalendarError("the time zone '\(name)' can't be read: \(unsafe String(cString: strerror(code)))")
    }
}
