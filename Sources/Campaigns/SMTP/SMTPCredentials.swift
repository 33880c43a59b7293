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

    /// Two lines: the user, then the password. The file must be for its owner's eyes only.
    package init(file path: String) throws(SMTPError) {
        let text = try Self.read(path)
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 2 else {
            throw Self.unusable("\(path) must hold two lines: the user, then the password.")
        }
        try self.init(user: String(lines[0]), password: String(lines[1]))
    }

    /// Nil when neither variable is set.
    package static func fromEnvironment(
        user: String = "LONGHAUL_SMTP_USER", password: String = "LONGHAUL_SMTP_PASSWORD"
    ) throws(SMTPError) -> SMTPCredentials? {
        switch (getenv(user), getenv(password)) {
        case (nil, nil): return nil
        case (let name?, let secret?):
            return try SMTPCredentials(user: String(cString: name), password: String(cString: secret))
        case (nil, _): throw unusable("\(password) is set, and \(user) is not.")
        case (_, nil): throw unusable("\(user) is set, and \(password) is not.")
        }
    }

    package var description: String { "credentials (hidden)" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    private static func read(_ path: String) throws(SMTPError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw unusable("\(path) cannot be opened: \(String(cString: strerror(errno))).")
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
