import Glibc

/// The environment variables a command may read: the process's own, or a made one in tests.
package struct Environment: Sendable {
    private let lookup: @Sendable (String) -> String?

    /// The variables of this process, read anew at each look.
    package static let process = Environment { name in
        getenv(name).map { String(cString: $0) }
    }

    package init(_ variables: [String: String]) {
        self.init { variables[$0] }
    }

    private init(lookup: @escaping @Sendable (String) -> String?) {
        self.lookup = lookup
    }

    /// Nil when the variable is not set or empty: `NAME= command` is how a shell takes a variable away.
    package subscript(name: String) -> String? {
        guard let value = lookup(name), !value.isEmpty else { return nil }
        return value
    }
}
