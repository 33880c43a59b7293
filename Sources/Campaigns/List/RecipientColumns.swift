/// The columns of a list. Names are compared without regard to ASCII case.
package struct RecipientColumns: Equatable, Sendable {
    package let names: [String]
    package let email: Int
    /// The column of display names, when the list has one that is called `name`.
    package let name: Int?

    /// Nil when there is no column `email`.
    package init?(_ names: [String]) {
        self.names = names
        guard let email = Self.index(of: "email", in: names) else { return nil }
        self.email = email
        name = Self.index(of: "name", in: names)
    }

    package func index(of name: String) -> Int? {
        Self.index(of: name, in: names)
    }

    private static func index(of name: String, in names: [String]) -> Int? {
        let wanted = name.utf8.lowercasedASCII()
        return names.firstIndex { $0.utf8.lowercasedASCII() == wanted }
    }
}
