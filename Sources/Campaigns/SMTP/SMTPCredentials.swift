import Glibc

/// A user name and a password for a mail server. Comes from a file or the environment, never from arguments, which
/// everybody on the machine can read; never shown in text.
package struct SMTPCredentials: Sendable, CustomStringConvertible, CustomReflectable {
    let user: String
    let password: String

    private static let fileLimit = 4_096

    package init(user: String, password: String) throws(SMTPError) {
        guard !user.isEmpty, !password.isEmpty, !(user + password).utf8.contains(where: \.isControl) else {
            throw Self.unusable("The user or the password is empty or holds a control character.")
        }
        self.user = user
        self.password = password
    }

    /// Three lines: the mail server's host, the user, the password. The file must be for its owner's eyes only, and for
    /// this host: a campaign names both, so anybody who may submit one could have any file's password sent to a server
    /// of their own.
    package init(file path: String, for host: String) throws(SMTPError) {
        let text = try Self.read(path)
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 3 else {
            throw Self.unusable("\(path) must hold three lines: the mail server's host, the user, the password.")
        }
        guard lines[0].utf8.lowercasedASCII() == host.utf8.lowercasedASCII() else {
            // What it says instead is nothing for whoever submitted the campaign.
            throw Self.unusable("\(path) is not for \(host): its first line names another host.")
        }
        try self.init(user: String(lines[1]), password: String(lines[2]))
    }

    /// From `LONGHAUL_SMTP_USER` and `LONGHAUL_SMTP_PASSWORD`, when `LONGHAUL_SMTP_HOST` is this host; nil when it is
    /// another one, or none is set. A campaign names its server: without the host, anybody who may submit one could have
    /// the password sent to a server of their own.
    package static func fromEnvironment(
        for host: String, prefix: String = "LONGHAUL_SMTP"
    ) throws(SMTPError) -> SMTPCredentials? {
        func value(_ name: String) -> String? { getenv("\(prefix)_\(name)").map { String(cString: $0) } }
        let (user, password, owner) = (value("USER"), value("PASSWORD"), value("HOST"))
        if user == nil, password == nil { return nil }
        guard let user, let password, let owner else {
            throw unusable("\(prefix)_HOST, \(prefix)_USER and \(prefix)_PASSWORD go together, and one is not set.")
        }
        guard owner.utf8.lowercasedASCII() == host.utf8.lowercasedASCII() else { return nil }
        return try SMTPCredentials(user: user, password: password)
    }

    package var description: String { "credentials (hidden)" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    private static func read(_ path: String) throws(SMTPError) -> String {
        // A FIFO would hold the thread until somebody writes.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let reason = errno
        guard descriptor >= 0 else {
            throw unusable("\(path) cannot be opened: \(String(cString: strerror(reason))).")
        }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw unusable("\(path) is not a regular file.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw unusable("\(path) can be read by others: chmod 600 it, and change the password.")
        }
        var bytes = [UInt8](repeating: 0, count: fileLimit + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard (0...fileLimit).contains(count), let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw unusable("\(path) is not a short UTF-8 text.")
        }
        return text
    }

    private static func unusable(_ reason: String) -> SMTPError {
        SMTPError(.configuration, isTransient: false, "\(reason) Correct the credentials and start again.")
    }
}
