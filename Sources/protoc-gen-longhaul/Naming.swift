/// How names of .proto files are spelled in Swift, and in the C that protoc-gen-c makes of them.
enum Naming {
    // MARK: Swift

    /// `task_name` becomes `taskName`.
    static func member(_ name: String) -> String {
        let words = pascal(name)
        let camel = words.prefix(1).lowercased() + words.dropFirst()
        return reserved.contains(camel) ? "`\(camel)`" : camel
    }

    /// `dead_letter` becomes `DeadLetter`.
    static func pascal(_ name: String) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// `longhaul.journal.v1` becomes `JournalV1`: the project's own name is left out.
    static func namespace(_ package: String) -> String {
        let parts = package.split(separator: ".").map(String.init)
        let own = parts.count > 1 ? Array(parts.dropFirst()) : parts
        return own.map(pascal).joined()
    }

    /// `JOB_STATE_PENDING` of `JobState` becomes `pending`.
    static func enumMember(_ value: String, of enumeration: String) -> String {
        let words = value.lowercased()
        let prefix = snake(enumeration) + "_"
        return member(words.hasPrefix(prefix) ? String(words.dropFirst(prefix.count)) : words)
    }

    /// `TASK_FAILED` becomes `task failed`.
    static func words(_ value: String, of enumeration: String) -> String {
        let words = value.lowercased()
        let prefix = snake(enumeration) + "_"
        return String(
            (words.hasPrefix(prefix) ? words.dropFirst(prefix.count) : words[...]).map { $0 == "_" ? " " : $0 })
    }

    // MARK: C

    /// `longhaul.v1.DeadLetter` becomes `Longhaul__V1__DeadLetter`.
    static func cType(_ fullName: String) -> String {
        fullName.split(separator: ".").map { pascal(String($0)) }.joined(separator: "__")
    }

    /// `longhaul.v1.DeadLetter` becomes `longhaul__v1__dead_letter__init`.
    static func cInitialiser(_ fullName: String) -> String {
        fullName.split(separator: ".").map { snake(String($0)) }.joined(separator: "__") + "__init"
    }

    /// protoc-gen-c puts an underscore behind what is a word of C++.
    static func cMember(_ field: String) -> String {
        let name = field.lowercased()
        // The one name that Swift takes for something else after a dot.
        if name == "init" { return "`init`" }
        return reservedInC.contains(name) ? name + "_" : name
    }

    /// An underscore before each capital that doesn't follow a capital: protobuf-c's rule.
    private static func snake(_ name: String) -> String {
        var result = ""
        var afterCapital = true
        for character in name {
            if character.isUppercase && !afterCapital { result += "_" }
            result += character.lowercased()
            afterCapital = character.isUppercase
        }
        return result
    }

    /// Words that need backticks as a member's name.
    private static let reserved: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else",
        "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in",
        "init",
        "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public",
        "repeat",
        "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
        "try", "typealias", "var", "where", "while",
    ]

    private static let reservedInC: Set<String> = [
        "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "class", "compl",
        "const", "const_cast", "continue", "default", "delete", "do", "double", "dynamic_cast", "else", "enum",
        "explicit",
        "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace",
        "new",
        "not", "not_eq", "operator", "or", "or_eq", "private", "protected", "public", "register", "reinterpret_cast",
        "return", "short", "signed", "sizeof", "static", "static_cast", "struct", "switch", "template", "this", "throw",
        "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile",
        "wchar_t", "while", "xor", "xor_eq",
    ]
}
